"""A kind of thing and the examples that a text gives of it."""
