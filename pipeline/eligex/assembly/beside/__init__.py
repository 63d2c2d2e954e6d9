"""Words right before or behind a name that narrow it."""
