"""Noun phrases of people by whom a state is asked about: `fertile men or women`, `women of childbearing potential`,
`males with female partners who are of reproductive age`.

What stands behind the noun narrows it as much as what stands before it, and those that a conjunction joins are
spoken of together.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from eligex.assembly.forms.segments import BLANK
from eligex.assembly.items.reading import Item
from eligex.assembly.people.group_ends import group
from eligex.components.findings import Finding

_SEXED = (
    r"(?:wom[ae]n|females?|m[ae]n|males?|boys|girls|adults?|children|adolescents?|infants|neonates|newborns"
    r"|pa?ediatric|wocbp|couples?)"
)
_ANYONE = r"(?:patients?|subjects?|participants?|volunteers?|individuals?|persons|people|partners)"
_LEAD = (
    r"(?:(?:fertile|fecund|non-?sterile|(?:hetero)?sexually[\s-]+active|heterosexual|(?:pre|peri|post)-?\s?menopausal|menstruating)"
    r"[\s/]+(?:and\s+)?)"
)
_POTENTIAL = (
    r"(?:(?:non-?\s?)?child[\s-]*bearing|reproductive|procreative|fertile)[\s-]+"
    r"(?:potential|age|capacity|capability|ability|possibility|years)"
)
_BEING = r"(?:(?:who|that)\s+(?:are|is|have|has|can)\s+(?:also\s+)?)"
_ABLE = (
    r"(?:(?:physically|biologically|physiologically)\s+)?(?:capable\s+of|able\s+to|can|could)\s+"
    r"(?:(?:become|becoming|get|getting)\s+pregnant|conceiv\w+|bear(?:ing)?\s+(?:a\s+)?child(?:ren)?|child[\s-]?bearing"
    r"|father(?:ing)?\s+(?:a\s+)?child(?:ren)?|reproduc\w+)"
)
_ACTIVE = r"(?:(?:hetero)?sexually\s+active|fertile)"
_PARTNER = (
    r"(?:with|having|whose|who\s+have|who\s+has)\s+(?:(?:an?|any|(?:fe)?male|sexual|sex|pregnant|fertile)\s+)*partners?(?:\(s\))?"
    rf"(?:\s+(?:(?:who|that)\s+)?(?:is|are|of|with|a|wom[ae]n|females?)\b)*(?:\s+(?:{_POTENTIAL}|pregnant|fertile|{_ABLE}))?"
    r"(?:\s+(?:or|and)\s+(?:an?\s+)?(?:pregnant|breast-?feeding|nursing)\s+(?:(?:female|sexual)\s+)?partners?)?"
)
_MORE = (
    rf"(?:[\s,]*(?:{BLANK}+|\((?:[A-Z]{{0,3}}CBP|wocbp)\))|\s+(?:{_BEING}?(?:(?:of|with|in|having|at|and)\s+)?(?:an?\s+)?{_POTENTIAL}"
    rf"|{_BEING}?{_ABLE}|{_BEING}{_ACTIVE}(?:\s+with\s+(?:wom[ae]n|m[ae]n|(?:fe)?males?|wocbp|(?:an?\s+)?(?:(?:fe)?male\s+)?partners?))?|{_PARTNER}))"
)
# bare "patients" are all that a criterion speaks of
_UNIT = (
    rf"(?:(?:adult\s+)?{_LEAD}*{_SEXED}\b(?:\s+{_ANYONE}|\s+(?:women|females?|males?|men)\b)?{_MORE}*"
    rf"|{_LEAD}+{_ANYONE}\b{_MORE}*|{_ANYONE}\b{_MORE}+)"
)
_JOIN = (
    r"\s*(?:,|/|&|\band/or\b|\band\b|\bor\b|,\s*(?:and|or)\b|\bas\s+well\s+as\b)\s*(?:(?:their|any|all)\s+)?"
)
_PHRASE = re.compile(rf"\b(?P<who>{_UNIT}(?:{_JOIN}\b{_UNIT})*)", re.IGNORECASE)
_ONE = re.compile(rf"\s+(?P<who>{_UNIT})", re.IGNORECASE)
_OF_POTENTIAL = re.compile(
    rf"\b(?:if\s+(?:(?:they|she|he|female|male|woman|an?|are|is|and)\s+)*)?(?:of|with)\s+(?!non)(?:an?\s+)?{_POTENTIAL}(?:\s*{BLANK}+)?",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"\s+(?:who|that)(?:\s+(?:are|is))?(?:\s+(?:of|with))?\Z|\s+(?:are|is|of|with)\Z", re.IGNORECASE
)
_OF_BOTH_SEXES = re.compile(r"\b(?:fe)?males?\Z", re.IGNORECASE)
_DUTY = re.compile(
    r"(?:\s*\([^()]*\))?[\s,]*(?:must|should|shall|will|may|needs?|ha(?:ve|s)\s+to|(?:is|are)\s+(?:required|willing|advised|to)|agrees?|commits?)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:if|partners?|unless|when)\b", re.IGNORECASE)
_HAVING = re.compile(
    r"\s+(?:with|having|suffering\s+from|diagnosed\s+with|(?:who|that)\s+(?:have|has|had|suffer)|(?:known|found)\s+to\s+have)\b",
    re.IGNORECASE,
)
_ANYBODY = re.compile(
    rf"\b(?:{_SEXED}|{_ANYONE}|infants?|those|mothers?|partners?|relatives?)\b|[;:.]", re.IGNORECASE
)
_HIS_PARTNERS = re.compile(
    r"\s+(?:(?:or|and)\s+[\w-]+\s+)?(?:(?:female|sexual|sex)\s+)*partners?(?:\(s\))?\b", re.IGNORECASE
)
_KNOWN = re.compile(rf"{_SEXED}\b", re.IGNORECASE)
_NON = re.compile(r"\b(?:non-?\s?|not\s+of\s+|non\s)\Z", re.IGNORECASE)
_NEXT = re.compile(rf"{_JOIN}(?=\b{_UNIT})", re.IGNORECASE)
_FIRST = re.compile(
    rf"[\W_]*(?:(?:for|in|among|if|all|any|both|the)\s+)*(?P<who>{_UNIT}(?:{_JOIN}\b{_UNIT})*)", re.IGNORECASE
)
_BORN = re.compile(rf"\b(?:{_POTENTIAL}|wocbp)\s*(?P<gloss>\()", re.IGNORECASE)
_APPOSED = re.compile(
    rf"\b(?:{_POTENTIAL}|wocbp)(?:\s*\([^()]*\))?(?P<gloss>,?\s+(?:defined\s+as|i\.\s?e\.?|that\s+is)[\s,](?:(?!\b(?:unless|must|should|who\s+(?:is|are)\s+not)\b)"
    r"[^,;:.()]){2,200})(?=[,;]|\s(?:unless|must|should|who)\b)",
    re.IGNORECASE,
)
_GLOSS = re.compile(
    r"\W*(?:(?:[A-Z]+CBP|wocbp)\b[\s,;:=-]*)?(?:i\.?\s?e\b|e\.?\s?g\b|defined|that\s+is|meaning|not\b|neither|non-?|those|women|females?|all\b|any\b|includ"
    r"|pre-?menopausal|fertile|without|with\s+an?\s+(?:intact\s+)?uterus|aged?\b|between|<|≤|\d|who\b|post-?menarch|from\s+menarche|unless)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:must|should|shall|will|required?|test(?:s|ing)?|contracepti\w+|birth\s+control|only)\b",
    re.IGNORECASE,
)
_EITHER_SEX = re.compile(
    r"\s*(?:m[ae]n|males?|boys)\s*(?:/|,?\s*(?:or|and|and/or)\s+)(?:females?|wom[ae]n|girls)\b", re.IGNORECASE
)


def last_of(text: str, *, anew: bool) -> tuple[int, int] | None:
    """The last phrase in a text; `anew`, what begins it is of what was said before (pregnant "women and men …")."""
    found = None
    for m in _PHRASE.finditer(text):
        start, end = m.span("who")
        if anew and not text[:start].strip():
            joint = _NEXT.search(text, _first_end(text, start), end)
            if joint is None:
                found = found or (start, end)
                continue
            start = joint.end()
        found = (start, end)
    if found is None and (born := _OF_POTENTIAL.search(text)):
        return born.span()
    return found and _trimmed(text, *found)


def _first_end(text: str, start: int) -> int:
    one = _ONE.match(" " + text[start:])
    return start + (one.end() - 1 if one else 0)


def is_adjective(text: str) -> bool:
    """Whether the `male or female` of condoms ends it, which is nobody."""
    return _OF_BOTH_SEXES.search(text.rstrip()) is not None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without what only leads to the state behind."""
    dangling = _DANGLING.search(text, start, end)
    return start, dangling.start() if dangling and end == len(text.rstrip()) else end


def first_of(text: str) -> tuple[int, int] | None:
    """The phrase that a text begins with."""
    m = _FIRST.match(text)
    return m.span("who") if m else None


def bears_duty(text: str) -> tuple[int, int] | None:
    """Whom a sentence begins with and asks something of: `Women of childbearing potential must …`."""
    found = first_of(text)
    if found is None or not _DUTY.match(text, found[1]) or _OTHERS.search(text, found[1]):
        return None
    return None if _PHRASE.search(text, found[1]) else found


def partner_of(text: str) -> int | None:
    """Where the partners end of whom a state is: pregnant `or nursing partners`."""
    m = _HIS_PARTNERS.match(text)
    return m.end() if m else None


def has_duty(text: str) -> bool:
    """Whether something is asked of those before it: `women [must use contraception]`."""
    return _DUTY.match(text) is not None


def has_those(text: str) -> bool:
    """`women [with osteoporosis or] gout`: what is told of the people before it, and of no others."""
    return _HAVING.match(text) is not None and _ANYBODY.search(text) is None


def is_sexed(text: str) -> bool:
    return _KNOWN.search(text) is not None


def right_behind(text: str) -> "re.Match[str] | None":
    """The people right behind a state: `lactating [women of any age]`; `hospitalized men or women` are all."""
    return None if _EITHER_SEX.match(text) else _ONE.match(text)


def _is_denied(item: Item, m: "re.Match[str]") -> bool:
    """Who is of no such potential is told by what is asked of them."""
    return m.group().lower().startswith("non") or _NON.search(item.text, 0, m.start()) is not None


def glosses(item: Item) -> Iterator[Finding]:
    """`women of childbearing potential (not surgically sterile or postmenopausal)`: the bracket says who they are."""
    for m in _BORN.finditer(item.text):
        inside = item.segments.bracket(item.start + m.end("gloss"))
        if inside is None or _is_denied(item, m):
            continue
        words = item.quote(*inside)
        if _GLOSS.match(words) and not _ASKS.search(words):
            yield _gloss(*inside)
    for m in _APPOSED.finditer(item.text):
        if not _ASKS.search(m["gloss"]) and not _is_denied(item, m):
            yield _gloss(item.start + m.start("gloss"), item.start + m.end("gloss"))


def _gloss(start: int, end: int) -> Finding:
    """Of nothing behind it is it told whom that is about."""
    told = group(start, end, (end, end))
    return replace(told, value={**told.value, "gloss": True})
