"""Lengths in half-lives, mostly beside a length of time: `within 30 days or 5 half-lives, whichever is longer`.

No number of days can be told for them; what they say stands beside the window as written.
"""

import re

from eligex.text.scan import Scanner

_NUMBER = r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|ten)(?:\s*\(\d+\))?"
_WHOSE = (
    r"(?:\s+(?:of|for)\s+(?!(?:the\s+)?(?:first|initial|screening|enrol|randomi|start|inclusion|baseline|study\s+(?:day|entry)|day|visit|cycle|informed)\w*)"
    r"[^,;.()]{1,60}?(?=\s*(?:[,;.()]|$|\b(?:whichever|prior|before|preceding|from|after|of\s+the\s+first)\b)))?"
)
_HALF_LIVES = (
    rf"{_NUMBER}\s*(?:x|×|times)?\s*(?:(?:the|of|drug|plasma|elimination|terminal|biological|known|study|their|its)\s+)*"
    rf"half[\s-]*li(?:ves|fe)(?:[\s-]+periods?)?{_WHOSE}"
)
_WHICHEVER = (
    r"\s*[,(]?\s*whichever\s+(?:(?:is|was|comes?|occurs?|has)\s+)?(?:the\s+)?(?:long|short|great|late|earl|last|few|less|more)\w*"
    r"\s*[,)]*"
)
_LIMIT = r"(?:(?:within|in|at\s+least|less\s+than|for|an?|period|interval|of|[<≤=])\s*)"
_IF = (  # "(or 14 days if the drug is an enzyme inducer)"
    rf"\(\s*(?:or\s+)?{_NUMBER}\s+(?:days|weeks|months)\s+(?:if|when)\s+(?:the|it|such)\b[^()]{{1,80}}\)"
)
_ALTERNATIVE = re.compile(
    rf"\s*[,(]?\s*(?P<text>(?:{_IF}\s*,?\s*)?(?:(?:or|and)\s+|/\s*){_LIMIT}*{_HALF_LIVES}(?:{_WHICHEVER})?)\s*[,)]?"
    rf"|\s*,\s*(?P<list>{_HALF_LIVES}\s*,?\s*or\s+twice\s+[^,;.()]{{1,90}}(?:{_WHICHEVER})?)"
    rf"|(?P<only>{_WHICHEVER})|\s*(?P<if>{_IF})",
    re.IGNORECASE,
)
ALONE = Scanner(re.compile(rf"\bwithin\s+(?:at\s+least\s+)?{_HALF_LIVES}", re.IGNORECASE))
_BEFORE = re.compile(rf"(?P<text>{_HALF_LIVES}\s*,?\s*\b(?:or|and))\s+(?:within\s+)?$", re.IGNORECASE)


def alternative_before(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Extent of `5 half-lives or` where that ends right before a length of time at `end`."""
    m = _BEFORE.search(text[start:end]) if text.find("half", start, end) >= 0 else None
    return (start + m.start("text"), start + m.end("text")) if m else None


def alternative(text: str, start: int, end: int) -> tuple[tuple[int, int] | None, int]:
    """Extent of the alternative right behind a length of time, if there is one, and where the words behind begin."""
    m = _ALTERNATIVE.match(text, start, end)
    if m is None:
        return None, start
    told = "text" if m["text"] else "list" if m["list"] else "if"
    a, b = m.span(told)
    slash = len(m[told]) - len(m[told].lstrip("/ ")) if m[told] else 0
    return ((a + slash, b) if m[told] else None), m.end()


def closed(words: str) -> str:
    """Without the sign at their end, and the bracket that was not opened by them."""
    words = words.rstrip(" ,")
    return words if words.count(")") <= words.count("(") else words.rstrip(" ,)")
