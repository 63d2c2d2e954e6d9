"""Lists that a cue announces: `none of the following: A; B; C`, `no history of any of these:`.

Its scope goes on over the marks between the members, up to what is asked for in a clause of its own.
"""

import re

from eligex.components.negation.cues import Cue

_ANNOUNCES = re.compile(
    r"\b(?:following|these|below|of|any|criteria|conditions|diseases|either|including|includes|as)(?: \w+)?\s*$",
    re.I,
)
_FOLLOWING = re.compile(r"\bthe following\b[^.,;:()]*\Z", re.IGNORECASE)  # "… drugs within 14 days"
# "none of the following: A; B; C", up to what is told in a clause of its own
_LIST_BEGUN = re.compile(
    r"(?:(?!\b(?:and|but)\b)(?:[^.;:,()]|,(?=\s+including\b))){0,80}?"
    r"\b(?:the following|any of these|listed below)\b[^.;:()]{0,60}:\s",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[^;.:]{0,200}?\b(?:must|should|shall|may|will|willing|agree\w*|adequate|ability|able|aged?(?!-)|years old|normal"
    r"|eligible|allowed|permitted|required|however)\b"
    r"|\s*(?:and\s+)?(?:(?:an?|written|signed|voluntary|personally|dated|informed)\s+)*(?:consent(?!\s+(?:withdr|refus|not))|measurable\s+(?:disease|lesions?)|(?:life|survival)\s+expectancy"
    r"\s+(?:of\s+)?(?:≥|>|at\s+least|(?:more|greater|longer)\s+than)|(?:ECOG|WHO|Zubrod|performance)\s[^;<>≤≥]{0,40}?(?:[≤<]|\b0\b))",
    re.IGNORECASE,
)
_AS_EXAMPLES = re.compile(r"\s*(?:including|such as|e\.g\.|i\.e\.|for example)", re.IGNORECASE)
_LEADS = re.compile(
    r"\b(?:of|to|for|with|from|any|the|following|follows|these|below|either|both|including|as)\W*$"
    r"|\b(?:following|these|below)\b",
    re.IGNORECASE,
)
_ASKS_MORE = re.compile(
    r"\b(?:and|but)\s+(?:(?:also|must|should|shall|who)\s+)*(?:meets?\b|satisf|fulfil"
    r"|(?:(?:at\s+least\s+)?(?:one|1|two|2|any|all|each|either|both)\s+(?:or\s+more\s+)?of\s+)?the\s+following\s+(?:\w+\s+){0,2}?"
    r"(?:appl(?:y|ies)|(?:is|are)\s+(?:met|true|fulfilled|satisfied))\W*\Z)",
    re.IGNORECASE,
)
_ONLY_GENERAL = re.compile(
    r"(?:(?:known|any|other|history|evidence|presence|prior|previous|current|active|concurrent|significant|have|has|had|be|the|of|or|and"
    r"|receiv\w+|tak\w+|us(?:e|ing)|allowed|permitted|conditions?|diseases?|medications?|treatments?|therap(?:y|ies)|criteria|drugs?)\W*)+",
    re.IGNORECASE,
)


def leads_on(text: str, start: int, m: re.Match[str]) -> bool:
    """Whether a colon or a semicolon leads to a list or goes on with it: "no arrhythmia; including A or B"."""
    if m[0] == ":":
        back = max(start - 12, 0)
        return any(p.search(text, back, m.start()) for p in (_ANNOUNCES, _FOLLOWING))
    if m[0] != ";":
        return False
    listed = _LIST_BEGUN.match(text, start, m.start()) is not None
    return _AS_EXAMPLES.match(text, m.end()) is not None or (listed and _ASKS.match(text, m.end()) is None)


def is_in_member(text: str, cue: Cue, other: Cue) -> bool:
    """Whether a member of an announced list has a cue of its own, which denies nothing anew."""
    opens = text[cue.end : other.start].rstrip()[-1:] in (";", ",", ":", "")
    return (not opens or other.category == "inability") and _LIST_BEGUN.match(
        text, cue.end, other.start
    ) is not None


def announces(text: str, start: int, end: int) -> bool:
    """Whether the words of a head behind its cue only lead to its list: "history of any of the following:".

    "without response to treatment:" names what it negates.
    """
    words = text[start:end].strip(" :\n\t*-")
    if _ASKS_MORE.search(words):
        return False  # "not pregnant, and one of the following conditions applies:"
    return not words or _LEADS.search(words) is not None or _ONLY_GENERAL.fullmatch(words) is not None
