"""Windows, durations and what is now or to come: to which statements each belongs."""
