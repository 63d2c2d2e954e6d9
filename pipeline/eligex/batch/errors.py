"""Errors of a run as a whole; each message is one line and names the remedy."""


class UsageError(Exception):
    """The command cannot run as given: exit status 2."""


class RunError(Exception):
    """The run broke off for a reason outside the input, such as a full disk: exit status 1."""
