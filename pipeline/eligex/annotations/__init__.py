"""Review decisions and annotated texts."""
