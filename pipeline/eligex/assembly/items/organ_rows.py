"""`hepatic (including cirrhosis), gastro-intestinal, nervous system or renal disease`: a row of organs that share the
noun behind the last of them, where brackets, hyphens or a second word part them.

Each stands for its disease. A row of plain adjectives is read by the vocabulary of conditions and `beside/elided.py`.
"""

import re
from collections.abc import Iterator

from eligex.assembly.items.premodifiers import tells_state
from eligex.components.findings import Finding, with_wholes
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

SOURCE = "assembly:organ-row:shared-head"
_NAMED = (
    r"(?:cardiac|cardio-?\s?(?:vascular|pulmonary|respiratory|logic(?:al)?)|(?:cerebr(?:al|o)|peripheral)[\s-]?vascular|vascular|coronary|pulmonary|respiratory"
    r"|broncho-?pulmonary|(?:gastro-?)?intestinal|hepat(?:ic|o-?biliary)|biliary|renal|urologic(?:al)?|uro-?genital|genito-?urinary|endocrin(?:e|ologic(?:al)?)|metabolic|ha?ematologic(?:al)?"
    r"|ha?ematopoietic|neurologic(?:al)?|neuro-?muscular|neuropsychiatric|psychiatric|psychological|mental|immunologic(?:al)?|auto-?immune|allergic|infectious|dermatologic(?:al)?|osteo-?muscular"
    r"|musculo-?skeletal|rheumatologic(?:al)?|rheumatic|oncologic(?:al)?|ophthalm(?:ic|ologic(?:al)?)|ocular|skeletal|thyroid|pancreatic|liver|kidney|heart|lung|blood"
    r"|(?:(?:central|peripheral)\s+)?nervous\s+system|bone\s+marrow|immune|gyna?ecologic(?:al)?|dental|systemic|articular|skin|sensory)"
)
_BRACKET = r"(?:\s*\([^()]{1,160}\))?"
_JOINT = r"\s*(?:,\s*(?:(?:or|and|and/or)\s+)?|/|\s(?:or|and|and/or)\s+)(?:other\s+)?"
_HEAD = (
    r"(?P<head>diseases?|disorders?|abnormalit(?:y|ies)|illness(?:es)?|conditions?|impairments?|dysfunctions?"
    r"|insufficienc(?:y|ies)|failure)"
)
_ROW = Scanner(
    lazily(
        rf"(?<![\w-])(?P<row>{_NAMED}{_BRACKET}(?:{_JOINT}{_NAMED}{_BRACKET}){{0,15}}){_JOINT}(?P<own>[a-z]+\s+)?(?P<last>{_NAMED})\s+{_HEAD}\b",
        re.IGNORECASE,
    )
)
_MEMBER = lazily(rf"(?P<organ>{_NAMED}){_BRACKET}(?={_JOINT}|\Z)", re.IGNORECASE)
_OF_THE = lazily(  # "diseases of liver, kidney", "tumours of the central or peripheral nervous system"
    r"\b(?:(?:diseases?|disorders?|illness(?:es)?|dysfunctions?|abnormalit(?:y|ies))\s+(?:of|in|affecting|involving)"
    r"|(?:of|in|affecting|involving)\s+the)\s+(?:the\s+)?(?:[\w-]+(?:\s*,\s*|\s+(?:or|and)\s+))*\Z",
    re.IGNORECASE,
)
_NEAR = 60
_PARTED = lazily(r"[(-]|[a-z]\s+(?:vascular|system|marrow)", re.IGNORECASE)


def with_organ_rows(found: list[Finding], text: str) -> list[Finding]:
    """The findings, with each member of such a row, which stands for what else its words were read as."""
    return with_wholes(found, [f for m in _ROW.finditer(text) for f in _members(m)])


def _members(m: re.Match[str]) -> Iterator[Finding]:
    if _PARTED.search(m["row"]) is None or (m["own"] and not tells_state(m["own"])):
        return
    if _OF_THE.search(m.string, max(0, m.start() - _NEAR), m.start()) is not None:
        return
    for one in _MEMBER.finditer(m.string, *m.span("row")):
        name = " ".join(f"{one['organ']} {m['head']}".lower().split())
        yield Finding(*one.span("organ"), "CONDITION", SOURCE, name)
