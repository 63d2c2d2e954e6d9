"""Review decisions, annotated texts and their formats, agreement of annotators."""
