"""Phrases and clauses that say why, how, what for or with what outcome: they narrow and ask for nothing."""
