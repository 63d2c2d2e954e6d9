"""What a head leaves to its items: `Hypersensitivity to:` over drugs, `Unable to:` over deeds.

The head alone says nothing, and an item alone says something else: who must not be allergic to penicillin may take it.
"""

import re
from dataclasses import replace

from eligex.assembly.forms.statement import Statement, is_treatment
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_REACTION = (
    r"(?:allerg(?:y|ies|ic)|(?:hyper-?)?sensitiv(?:e|ity|ities)|intoleran(?:t|ces?)|anaphyla(?:xis|ctic)|contra-?indicat(?:ions?|ed)"
    r"|resistan(?:t|ce)|refractory|dependen(?:t|ce|cy)|addict(?:ed|ions?)|reactions?)"
)
_BESIDE = (
    r"(?:\s*(?:,|/|\b(?:and/or|or|and)\b))+\s*"
    r"(?:(?:known|prior|previous|severe|history\s+of|an?|any|adverse)\s+)*"
)
_FILLER = (
    r"(?:\s+(?:any|one|either|all|at\s+least|more|or|of|the|an?|following|these|below|study|trial|investigational|listed|drugs?|medications?"
    r"|agents?|products?|substances?|compounds?|components?|ingredients?|medicines?|allergens?|classes))*\s*:?\s*\Z"
)
_REACTING = re.compile(
    rf"\b(?P<words>{_REACTION}(?:(?:\s+reactions?)?{_BESIDE}{_REACTION})*(?:\s+reactions?)?\s+(?:to|of|on|against|for))\b{_FILLER}",
    re.IGNORECASE,
)
_UNABLE = re.compile(
    r"\b(?:unable|inability|unwilling(?:ness)?|refus(?:es?|ed|al|ing)|not\s+(?:able|willing)|incapable)\s+(?:to|of)\b"
    rf"(?P<verb>(?:\s+(?:abstain\s+from|refrain\s+from|stop|discontinue|avoid|take|use|undergo|tolerate|receive|withdraw|withhold|interrupt|suspend|hold|forgo))?(?:\s+(?:taking|using))?){_FILLER}",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"\b(?:to|of|on|from|against|for|following|below|these)\s*(?:[a-z]+\s*){0,3}:?\s*\Z", re.IGNORECASE
)
_POINTS_BELOW = re.compile(
    r"\W*(?:(?:the\s+following|these)\s+(?:[\w-]+\s+){0,2}criteri(?:a|on)\b[^;]*"
    r"|the\s+following\s+(?:[\w-]+\s+){0,3}(?:conditions?|diseases?|disorders?|medications?|drugs?|treatments?|therap(?:y|ies)|situations?|populations?)"
    r"\s+(?:will|would|shall|must|should|are|is)\b[^;]*"
    r"|(?:(?!criteri)[\w-]+\s+){0,4}exclusions\b(?:\s+(?:based|related|due|because|for|of)\b[^;:]*)?"
    r"|(?:\d+(?:\.\d+)*\.?\s+)?(?:[\w-]+\s+){1,3}(?:and|or|/)\s+(?:past\s+|prior\s+)?medical\s+history\s*):\s*\Z",
    re.IGNORECASE,
)
_KINDS = ("drug", "procedure", "condition", "state")
_LONGEST = 12  # words of an item that is one deed or one thing


def awaits(head: str) -> bool:
    """Whether a head says nothing without its items, by its words beside the time that it hands on."""
    return _HINT.search(head) is not None and (
        _REACTING.search(head) is not None or _UNABLE.search(head) is not None
    )


def fulfil(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements of an item, told of as its head says."""
    if not item.head or not _HINT.search(item.head):
        return statements
    if reacting := _REACTING.search(item.head):
        words = " ".join(reacting["words"].lower().split())
        told = _all_led(item, statements, "condition", words) or _whole(item, "condition", words)
        return numbered(item, told)
    if unable := _UNABLE.search(item.head):
        verb = " ".join(unable["verb"].lower().split())
        deed = _whole(item, "state", verb)
        for s in deed:
            s.negated = True
            s.window = next((x.window for x in statements if x.window), None)
            s.taken |= {e for x in statements for e in x.taken}
        asked = [s for s in statements if is_treatment(s) or s.base is not None]
        given = _all_led(item, asked, "state", verb)
        return numbered(item, deed or given or statements)
    return statements


def points_below(head: str) -> bool:
    """`The following criteria are specific because of A:`, `A-related exclusions:`, `A and medical history:`
    ask for nothing themselves."""
    return _POINTS_BELOW.match(head) is not None


def _all_led(item: Item, statements: list[Statement], kind: str, words: str) -> list[Statement]:
    """What is carved out of one is carved out of what that becomes."""
    made = {id(s): _led(item, s, kind, words) for s in statements}
    for s in made.values():
        s.base = made.get(id(s.base), s.base)
    return list(made.values())


def _led(item: Item, s: Statement, kind: str, words: str) -> Statement:
    """`penicillin` under "Hypersensitivity to:" is the hypersensitivity, under "Unable to stop:" a thing not done."""
    f = s.subject
    if f is None or s.kind not in _KINDS or s.threshold or s.base or s.permitted or _named(f):
        return s
    name = f"{words} {f.name or item.quote(f.start, f.end).lower()}"
    return replace(s, kind=kind, subject=replace(f, name=name, system=None, code=None, value={}))


def _named(f: Finding) -> bool:
    return re.search(_REACTION, f.name or "", re.IGNORECASE) is not None


def _whole(item: Item, kind: str, words: str) -> list[Statement]:
    """One statement of the item's own words, where they are few."""
    text = item.text.strip(" \t\r\n.;,*-")
    if not text or len(text.split()) > _LONGEST or text.endswith(":"):
        return []
    start = item.start + item.text.index(text)
    label = "STATE" if kind == "state" else "CONDITION"
    f = Finding(start, start + len(text), label, "assembly:awaited", f"{words} {text}".strip().lower())
    return [Statement.of(kind, f)]


def numbered(item: Item, statements: list[Statement]) -> list[Statement]:
    for n, s in enumerate(statements, start=1):
        s.id = f"{item.id}.{n}"
    return statements
