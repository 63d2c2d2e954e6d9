"""The and/or tree of a criterion."""
