"""Parts of a trial's own design: `Part 2 only: …`, `… (Cohorts A and B)`, `Subjects in Arm C who …`.

What is said of one part is asked of nobody in the others. A part is a noun of the design with its number or
letter; several are listed behind one noun (`Cohorts I, IIA and III`) and nested (`Part 1, Cohort B`).
"""

import re

from eligex.assembly.items.reading import Item
from eligex.assembly.people.group_ends import group
from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_NOUN = (
    r"(?:(?:sub-?)?cohorts?|(?:treatment\s+|study\s+)?arms?|(?:study\s+)?parts?|phases?|(?:study\s+)?groups?"
    r"|strat(?:um|a)|panels?|sub-?stud(?:y|ies))"
)
_NUMBER = r"(?:\d{1,2}[A-D]?\d?|[IVX]{1,4}[A-D]?|[A-H](?:[1-9][a-d]?)?)(?![\w%])"
_NEXT = rf"(?:\s*(?:,\s*(?:and|or)\b|[,:/&-]|\b(?:and|or|of)\b)\s*|\s+(?={_NOUN}\s)|\s+(?=the\s))(?:the\s+)?"
_CHAIN = rf"{_NOUN}\s+{_NUMBER}(?:{_NEXT}(?:{_NOUN}\s+)?{_NUMBER})*"  # one loop: nothing is read in two ways
_OF_STUDY = (
    r"(?:\s+(?:of\s+(?:the|this)\s+(?:study|trial|protocol)|dose[\s-]+(?:escalation|expansion|finding)|escalation|expansion|extension"
    r"|portion|part|phase|cohorts?|study|component))*"
)
_PEOPLE = r"(?:patients?|subjects?|participants?|volunteers?|those|individuals|women|men)"
_INSIDE = r"(?:enrolled|included|randomi[sz]ed|assigned|entering|enrolling|participating)"
_PART = rf"(?:the\s+)?{_CHAIN}{_OF_STUDY}(?:\s+{_PEOPLE})?(?:\s*\([^()]{{1,60}}\))?(?:\s+only)?"
_WHOM = rf"(?:{_PEOPLE}\s+(?:{_INSIDE}\s+)?(?:in|on|to|into|of|from)\s+(?:the\s+)?)?{_PART}"

_TITLED = rf"(?:[\w/-]+\s+){{1,4}}\((?:the\s+)?{_CHAIN}{_OF_STUDY}(?:\s+only)?\)(?:\s+only)?"
_LED = lazily(  # "For Part 1, …", "Phase II: …", "For dose escalation (Part A): …"
    rf"\W*(?P<of>(?:for|in)\s+(?:the\s+)?)?(?P<who>{_WHOM}|{_TITLED})\s*(?P<sign>[,:])\s*(?=\S)",
    re.IGNORECASE,
)
_PERSONS = lazily(  # "Subjects in Arm C who …", "Phase II patients must …"
    rf"\W*(?P<who>{_PEOPLE}\s+(?:{_INSIDE}\s+)?(?:in|on|to|into|of)\s+(?:the\s+)?{_CHAIN}{_OF_STUDY}|{_CHAIN}{_OF_STUDY}\s+{_PEOPLE})"
    r"(?=\s+(?:who|with|without|must|should|may|will|have|has|having|are|is)\b)",
    re.IGNORECASE,
)
_CLASS = lazily(  # "pulmonary hypertension (Group 1)", of diseases that are so parted
    r"\(\s*(?:(?:WHO|IRS)\s+)?(?:groups?|strat(?:um|a))\s+[\dIVX][\dIVX\s,&/-]*\)", re.IGNORECASE
)
_PARTED = lazily(r"(?:hypertension|\bPA?H|rhabdomyosarcoma|neuroblastoma)\s*\Z", re.IGNORECASE)
_BRACKETED = Scanner(lazily(rf"\(\s*(?:(?:for|in)\s+)?(?P<who>{_WHOM})\s*\)", re.IGNORECASE))
_HEAD = lazily(
    rf"\W*(?:(?:specific|additional|(?:in|ex)clusion|criteria|eligibility)\s+)*(?:(?:for|in)\s+(?:the\s+)?)?(?P<who>{_WHOM}|(?:control|healthy)\s+group\s*\({_CHAIN}\))"
    r"(?:\s+(?:(?:in|ex)clusion|criteria))*\W*",
    re.IGNORECASE,
)
_CLOSING = lazily(rf"\(\s*(?:(?:for|in)\s+)?(?P<who>{_WHOM})\s*\)\s*:?\s*\Z", re.IGNORECASE)
_ALTERNATIVE = lazily(r"\bor\b", re.IGNORECASE)


def head_part(head: str) -> str | None:
    """The part that a head names alone (`Part B`, `For Phase 1b only:`) or at its end (`one of (Arms A and D):`)."""
    m = _HEAD.fullmatch(head) or _CLOSING.search(head)
    return m["who"] if m and not _tells_class(head, m.start()) else None


def _tells_class(words: str, at: int) -> bool:
    """Whether a bracket at a position says of which class the disease before it is."""
    return _CLASS.match(words, at) is not None and _PARTED.search(words, 0, at) is not None


def names_part(head: str) -> bool:
    """Whether a head names a part of the design and nothing else."""
    return _HEAD.fullmatch(head) is not None


def design_parts(item: Item) -> list[Finding]:
    """The parts of the design that lead a sentence or stand in a bracket, each with what it limits."""
    led = _leading(item)
    return [*led, *(g for g in _in_brackets(item) if not any(g.within(x.start, x.end) for x in led))]


def _leading(item: Item) -> list[Finding]:
    """With a colon it holds to the next such words or the end, else for its sentence."""
    found = []
    for lo, hi in item.sentences:
        a, b = lo - item.start, hi - item.start
        m = _LED.match(item.text, a, b) or _PERSONS.match(item.text, a, b)
        if m is None:
            continue
        colon = m.groupdict().get("sign") == ":"
        if not colon and m.re is _LED and not m["of"]:
            continue
        start, end = item.start + m.start("who"), item.start + m.end("who")
        found.append(group(start, end, (end, item.end if colon else hi)))
    return found


def _in_brackets(item: Item) -> list[Finding]:
    """At the end of a sentence it is of all that the sentence says, unless that names alternatives."""
    found = []
    for m in item.matches(_BRACKETED):
        if _tells_class(item.text, m.start() - item.start):
            continue
        start, end = m.span("who")
        lo, hi = item.segments.bounds(m.start())
        closing = not item.quote(m.end(), hi).strip(" \n.;,:")
        alone = closing and not _ALTERNATIVE.search(item.quote(lo, m.start()))
        found.append(group(start, end, (lo, m.start()) if alone else None))
    return found
