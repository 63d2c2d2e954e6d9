"""Sub-commands of `eligex`, one module each: `register` adds its options, and sets `run` as what to do."""
