"""The sub-commands of `eligex`, a module each.

`add(commands)` declares the options and sets `run`, which takes the parsed options and returns the exit
status. Modules import what they need within `run`, so that `--help` and usage errors come at once.
"""

OK, BROKEN, USAGE, REJECTED, INTERRUPTED = 0, 1, 2, 3, 130
