"""Words that say why or by whose judgement, and what an allergy is to: they qualify, they state nothing."""

import re

from eligex.assembly.naming import is_bare
from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.components.findings import Finding

_JUDGEMENT = re.compile(
    r"""\b(?:
        (?:as\s+)?(?:assessed|judged|determined|deemed|considered|decided)\s+by\b
      | (?:in|by|at|according\s+to|per)\s+(?:the\s+)?(?:opinion|judge?ment|discretion|view|assessment)\s+of\b
      | in\s+the\s+(?:investigator|physician|clinician|researcher|doctor)'?s?'?\s+(?:opinion|judge?ment|view)
      | at\s+the\s+(?:\w+\s+)?(?:investigator|researcher|physician)'?s?'?\s+discretion
      | (?:that|which)\s+(?:may|might|would|could|can|will|is\s+likely\s+to|are\s+likely\s+to)\s+
        (?:\w+ly\s+)?(?:interfere|preclude|prevent|affect|impair|compromise|limit|confound|jeopardi[sz]e|make|put|increase|
        place|render|influence|hinder|impact|alter|pose|complicate)
      | (?:that|which)\s+(?:interferes?|precludes?|prevents?|impairs?|compromises?)
      | (?:to|so\s+as\s+to)\s+preclude | precluding | (?:likely|liable|expected)\s+to\s+interfere
      | interfering\s+with\s+(?:the\s+)?(?:study|trial|participation|assessment)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_NARROWING = re.compile(
    r"\b(?:(?:(?:that|which|and)\s+)?requir(?:ing|es?)|to\s+(?:relieve|alleviate|treat|manage|control))\s+[^,;()\n.]+",
    re.IGNORECASE,
)
# why something was done or cannot be done; of a disease it is a part of the name (`allergen`)
_REASON = re.compile(r"\b(?:(?:due|owing|secondary)\s+to|because\s+of)\s+[^,;()\n.]+", re.IGNORECASE)
_ALLERGY = re.compile(
    r"\b(?:allerg\w+|hypersensitiv\w+|intoleran\w+|sensitivit\w+|reactions?|contra-?indications?|anaphyla\w+|toxicit\w+|"
    r"refractory|resistan\w+|addict\w+|responses?)$",
    re.IGNORECASE,
)
_ORIGIN = re.compile(
    r"\s+(?:that\s+)?(?:evolved|evolving|arisen|arising|transformed|progressed|derived|resulting|developed)\s+from\s+|"
    r"\s+(?:secondary|due)\s+to\s+|\s+caused\s+by\s+",
    re.IGNORECASE,
)
_CONTRA = re.compile(r"\b(?P<head>contra-?\s?indications?)\s+(?:to|for|against|of)\s+", re.IGNORECASE)
_NEAR = 24
_TO = re.compile(
    r"(?:\s+reactions?)?(?:\s|\([^()]{0,40}\))*\b(?:to|against|with|following|from)\b\s+", re.IGNORECASE
)
_END = re.compile(
    r"[;:()\n.]|,\s*(?:or|and)\s+(?:history|any|prior|known)\b|"
    r"\b(?:within|during|in the past|requiring|except|other\s+than|apart\s+from|excluding|besides|unless"
    r"|who|that|which|as)\b",
    re.IGNORECASE,
)


def asides(item: Item) -> list[tuple[int, int]]:
    """Extents of judgements and purposes, each to the end of its sentence or bracket."""
    found: list[tuple[int, int]] = []
    for m in _JUDGEMENT.finditer(item.text):
        a = item.start + m.start()
        _, hi = item.segments.bounds(a)
        inside = item.segments.bracket(a)
        b = min(hi, inside[1] - 1) if inside else hi
        if (found and a < found[-1][1]) or not any(
            x.end <= a
            for x in item.mentions
            if item.segments.same(x.start, a) and not is_bare(x, item.quote(x.start, x.end))
        ):
            continue
        found.append((a, a + len(item.quote(a, b).rstrip())))
    return found


def narrowings(item: Item) -> list[tuple[int, int]]:
    """Extents of `requiring …`, `to relieve …` and `due to …` behind a mention: they narrow that one alone."""
    found = [(item.start + m.start(), item.start + m.end()) for m in _NARROWING.finditer(item.text)]
    found = [(a, a + len(item.quote(a, b).rstrip())) for a, b in found]
    found = [(a, b) for a, b in found if (last := _right_before(item, a)) and a - last.end < _NEAR]
    for m in _REASON.finditer(item.text):
        a = item.start + m.start()
        last = _right_before(item, a)
        if last is not None and last.label in ("PROCEDURE", "STATE") and not item.quote(last.end, a).strip():
            found.append((a, a + len(m.group().rstrip())))
    return sorted(found)


def _right_before(item: Item, at: int) -> Finding | None:
    """The last mention before a position in its sentence."""
    before = [x for x in item.mentions if x.end <= at and item.segments.same(x.start, at)]
    return max(before, key=lambda x: x.end, default=None)


def qualify(item: Item, statements: list[Statement], extents: list[tuple[int, int]]) -> None:
    """Each aside to the statements before it in its sentence."""
    for a, b in extents:
        for s in statements:
            if s.end <= a and item.segments.same(s.at, a) and s.kind != "state":
                s.qualify(a, b, item.quote(a, b))


def narrow(item: Item, statements: list[Statement], extents: list[tuple[int, int]]) -> None:
    """Each narrowing to the statement right before it."""
    for a, b in extents:
        before = [s for s in statements if s.end <= a and item.segments.same(s.at, a)]
        if before:
            before[-1].qualify(a, b, item.quote(a, b))


def contraindications(item: Item) -> list[Statement]:
    """`contraindication to A or B`: one statement, of the whole phrase; A and B are not asked about."""
    found = []
    for m in _CONTRA.finditer(item.text):
        a, begin = item.start + m.start(), item.start + m.end()
        _, hi = item.segments.bounds(a)
        stop = _END.search(item.quote(begin, hi))
        end = begin + len(item.quote(begin, begin + stop.start() if stop else hi).rstrip(" ,"))
        if end > begin:
            name = " ".join(item.quote(a, end).lower().split())
            subject = Finding(
                a, end, "CONDITION", "assembly:contraindication", name, value={"head_end": a + len(m["head"])}
            )
            s = Statement("condition", a, end, subject)
            s.take(a, end)
            found.append(s)
    return found


def allergen(item: Item, m: Finding) -> Finding | None:
    """`hypersensitivity to the study drug`, `ALL evolved from CML`: the condition together with what it is
    to or where it comes from; else None."""
    if m.label != "CONDITION":
        return None
    _, hi = item.segments.bounds(m.start)
    rest = item.quote(m.end, hi)
    to = _ORIGIN.match(rest) or (_TO.match(rest) if _ALLERGY.search(item.quote(m.start, m.end)) else None)
    if to is None:
        return None
    begin = m.end + to.end()
    stop = _END.search(item.quote(begin, hi))
    end = begin + (stop.start() if stop else hi - begin)
    end = begin + len(item.quote(begin, end).rstrip(" ,"))
    if end <= begin:
        return None
    link = " ".join(to.group().lower().split())
    name = f"{m.name or item.quote(m.start, m.end).lower()} {link} {item.quote(begin, end).lower()}"
    return Finding(m.start, end, m.label, m.source, " ".join(name.split()), value=m.value)
