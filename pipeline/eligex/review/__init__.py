"""Pages on which people read and correct results: a static site, and the same pages from a local server."""
