"""Of whom a statement is, and who is only named in passing."""
