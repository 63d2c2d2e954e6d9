"""What was not understood: joined to the phrase it stands in, told as `unclaimed`, or withheld where a statement would
say more than the text."""
