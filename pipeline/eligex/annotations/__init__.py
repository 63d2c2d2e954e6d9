"""Annotations of people: decisions of reviewers, formats of other tools, agreement."""
