"""Thresholds and results, and what each is said of."""
