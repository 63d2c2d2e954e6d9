"""Typed objects of the output contract; the lowest layer, it imports nothing of the project."""
