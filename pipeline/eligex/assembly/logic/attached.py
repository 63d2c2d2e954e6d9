"""What no joint parts holds together: `an injury resulting in a ratio < 300`, `replacement managed with an injection`.

Two statements of one clause with a preposition, a participle or a relative pronoun between them, and neither a mark
nor a conjunction, tell of one state of a patient; the second is no alternative to the first.
"""

import re

from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item

_PARTS = re.compile(  # a joint, what gives an example, what sets apart, a member told anew
    r"[,;:()\[\]/&+•{}]|\.(?!\d)|\n\s*\n|\s[-*]\s|\b(?:or|and|and/or|nor|but|plus|including|includ\w+|such\s+as|like|especially|particularly"
    r"|namely|eg|ie|history|known|presence|addition|other\s+than|different\s+from|rather\s+than|instead|unless|except\w*"
    r"|regardless|whether|if|means|as\s+well)\b"
    # a sentence without a mark before it
    r"|(?<=[\w)]\s)(?-i:Having|Participants?|Patients?|Subjects?|More|Less|Any|Prior|Previous|Current|Women|Received|Has|Have|Use|Must|No)\s",
    re.IGNORECASE,
)
_REGIMEN = re.compile(r"\bregimens?\Z", re.IGNORECASE)
_THERAPY = re.compile(r"(?:chemo)?therapy\Z|\b(?:treatment|combination)\Z", re.IGNORECASE)
_CONTAINS = re.compile(
    r"\s+(?:(?P<which>that|which)\s+)?includ(?:ing|es?|ed)\s+(?:(?:an?|the|either)\s+)?", re.IGNORECASE
)
_VERDICT = re.compile(  # a verb of its own: the second is told by another statement about the first
    r"\b(?<!that\s)(?<!which\s)(?<!who\s)(?:must|should|shall|will|may|might|can|cannot|could|would|is|are|was|were)\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\b(?:with|without|by|on|in|at|for|from|to|of|as|during|while|when|after|before|under|via|through|despite|against|that|which"
    r"|who|whose|where|lacking|has|have|having|\w{3,}(?:ing|ed))\b",
    re.IGNORECASE,
)
_ANEW = re.compile(r"(?-i:[A-Z][a-z]{2})")
# "meeting New York Heart Association class IV"
_GOES_ON = re.compile(r"\b(?:with|by|of|meeting|having|showing|in|to)\s+(?:(?:an?|the)\s+)?\Z")
_SUCH_THAT = re.compile(  # "claustrophobia such that they are unable to have a scan"
    r"[\s,]*(?:such|so\s+\w+)\s+that\s+(?:(?:they|the|he|she|it|patients?|subjects?|participants?)\s+)*(?:(?:is|are|will|would|be)\s+)*",
    re.IGNORECASE,
)
_PEOPLE = ("age", "sex")
_FARTHEST = 90


def is_attached(item: Item, a: Statement, b: Statement, gap: str) -> bool:
    """Whether `b` says more of `a`; `gap` are the words between, without what qualifies `a`."""
    if a.kind in _PEOPLE or b.kind in _PEOPLE or a.is_elided or not a.end < b.at:
        return False
    if item.segments.bracket(a.at) != item.segments.bracket(b.at):
        return False
    if a.kind == "score" and b.kind == "measurement" and b.value and item.quote(a.end, b.at).isspace():
        return True  # "grade 3 AST elevation"
    if _SUCH_THAT.fullmatch(
        item.quote(a.end, b.cue.start if b.cue is not None and a.end <= b.cue.start else b.at)
    ):
        return True
    words, outer = item.quote(a.end, b.at), BRACKETED.sub("", gap)
    parted = len(outer) > _FARTHEST or _PARTS.search(outer) or _VERDICT.search(words)
    anew = _ANEW.match(item.quote(b.at, b.at + 3)) and not _GOES_ON.search(words)
    return not parted and not anew and _LINK.search(words) is not None


def is_contained(item: Item, a: Statement, b: Statement, gap: str) -> bool:
    """`chemotherapy including irinotecan`, `a regimen that included a taxane`: what was given, and no example of it."""
    m = _CONTAINS.fullmatch(gap) if "nclu" in gap and b.kind == "drug" else None
    if m is None or b.subject is None or b.subject.value.get("kind") == "study-drug":
        return False
    words = item.quote(a.at, a.end)
    if _REGIMEN.search(words):
        return True
    chemotherapy = words.lower().endswith("chemotherapy")
    return _THERAPY.search(words) is not None and (m["which"] is not None or chemotherapy)
