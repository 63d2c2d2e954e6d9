"""What was not understood: told as `unclaimed`, or withheld where a statement would say more than the text."""
