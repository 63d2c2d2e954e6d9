"""spaCy components: each reads the text and named span groups, and adds one group of its own."""
