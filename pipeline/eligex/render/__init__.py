"""Spans drawn over a trial's text as HTML; shared by the review pages and notebooks."""
