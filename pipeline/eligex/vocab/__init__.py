"""Vocabulary: CSV tables, the loader that checks them, and matchers built from them."""
