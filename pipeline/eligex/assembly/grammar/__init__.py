"""How words hold together: lists, clauses, how far a head reaches, which words say nothing."""
