"""Sentences without a full stop between them, in protocol abstracts: "Not pregnant Fertile patients must ...".

A sentence begins with one of a closed list of words, with a test that is bounded or with what is allowed,
behind a word that can end one.
"""

import re

_FIRST = (
    r"No(?!\s*[.\d])|None\b|Not|At\s+least|Must|More\s+than|Fewer\s+than|Recovered|Fertile|See\s+Disease|Concurrent"
    r"|Prior|Previous(?:ly)?|Adequate|Able|Unable|Willing|Patients?|Wom[ae]n|M[ae]n|Effective\s+contraception"
    r"|Measurable|Evaluable|Bidimensionally|Unidimensionally|Eligible|Ineligible|One|Two|Three|Any|Adjuvant|Neoadjuvant"
    r"|Refractory|Completed|Stable|Negative\s+pregnancy|Normal|Documented|Evidence\s+of|Histologically|Cytologically"
    r"|Hepatitis\s+[A-E]\s+(?:surface\s+antigen\s+)?(?:negative|positive)"
)
_BOUND = (
    r"(?:no\s+(?:greater|more|less)|(?:less|greater|more|higher|lower)\s+than|at\s+least|normal|within\s+normal"
    r"|negative|positive|between|[<>≤≥=])"
)
_TEST = rf"[A-Z][\w/-]*(?:\s+(?:and|or|/)\s+[A-Z][\w/-]*|\s+[a-z]+){{0,3}}\s+{_BOUND}"
_ALLOWED = r"[A-Z][a-z][^A-Z.;:()]{3,90}?\s(?:allowed|permitted|required)\b"
# No sentence ends with these words; some names end in a capital word ("New York Heart").
_OPEN = re.compile(
    r"of|the|an?|and|or|for|with|to|in|by|on|at|from|as|no|not|any|than|if|is|are|was|were|be|has|have|who|that|per|must"
    r"|all|other|either|both|prior|except|unless|but|nor|stage|grade|class|type|new|york|heart",
    re.IGNORECASE,
)
_WITHIN = re.compile(rf"(?<=[\w)%\]])\s+(?=(?P<first>(?:{_FIRST})\b)|{_TEST}|{_ALLOWED})")
_LONGEST_WORD = 40


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Start and end of each sentence in text[start:end], without blanks at either end."""
    cuts, at, depth = [start], start, 0
    for m in _WITHIN.finditer(text, start, end):
        depth = max(0, depth + text.count("(", at, m.start()) - text.count(")", at, m.start()))
        at = m.start()
        if not depth and at > cuts[-1] and _may_end(text[max(start, at - _LONGEST_WORD) : at], m):
            cuts.append(m.end())
    found = []
    for a, b in zip(cuts, [*cuts[1:], end], strict=True):
        words = text[a:b]
        if words.strip():
            found.append((a + len(words) - len(words.lstrip()), a + len(words.rstrip())))
    return found


def _may_end(before: str, m: re.Match[str]) -> bool:
    """Not behind a word that asks for another, nor within a name."""
    word = before.split()[-1]
    return not _OPEN.fullmatch(word) and (
        m["first"] is not None or not word[0].isupper() or word.endswith(")")
    )
