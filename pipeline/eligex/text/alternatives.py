"""Many literal alternatives as one pattern in which most places fail at the first character."""

import re
from collections.abc import Callable, Iterable


def alternatives(forms: Iterable[str], write: Callable[[str], str] = re.escape) -> str:
    """`"|".join(map(write, forms))` in groups by first character.

    `re` tries alternatives one by one, and without regard to case it compares each anew. Of two forms that
    begin alike the first stays first; others never fit at the same place. `write` makes a form's pattern,
    which begins as the form does.
    """
    groups: dict[str, list[str]] = {}
    for form in forms:
        groups.setdefault(form[0].lower(), []).append(write(form))
    return "|".join(f"(?=[{_either(c)}])(?:{'|'.join(own)})" for c, own in groups.items())


def _either(c: str) -> str:
    return "".join(map(re.escape, sorted({c, c.upper()}))) if len(c.upper()) == 1 else re.escape(c)
