"""Ways of contraception that a text lists say what counts as contraception; none of them is asked for by itself.

`unwilling to use contraception (condoms or an IUD)`, `Acceptable methods include abstinence and sterilization.`
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from eligex.assembly.examples.kinds import announced
from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.items.precautions import SOURCE as PRECAUTIONS
from eligex.assembly.items.reading import Item
from eligex.text.scan import Scanner

_GOOD = (
    r"(?:(?:highly|medically|the|such|these|other|only|following|examples|of|an?|most|very|two|some|any|study|approved|acceptable|adequate|appropriate"
    r"|effective|reliable|accepted|permitted|allowed|suitable|safe|recommended|valid|true|sexual|barrier|hormonal|double|dual|less|more|low)[\s,/-]+)*"
)
_METHODS = (
    r"(?:(?:contracepti\w+|birth[\s-]control)(?:\s+(?:methods?|measures?|precautions?|means|use|devices?|options?))?"
    r"|(?:methods?|forms?|means|measures?)(?:\s+of\s+(?:contraception|birth[\s-]control))?)(?:\s*\([^()]*\))?"
)
_COUNTS = re.compile(  # a sentence that says what counts
    rf"\W*{_GOOD}{_METHODS}\s*(?:(?:for|in|during)\s[^.;:]{{2,60}}?\s)?(?:considered\s+\w+\s+)?(?:can\s+|may\s+|must\s+)?"
    r"(?:include[sd]?\b|consists?\b|compris\w+|means\b|,?\s*meaning\b|(?:is|are)\s+(?:considered|defined|regarded|classified|as\s+follows|those|any|one|the\s+following|:)"
    r"|(?:is|are)\s*:|are\s+(?=(?:the\s+)?(?:use|hormon|oral|combined|barrier|(?:sexual\s+)?abstinence|sterili|condom|intra|surgical|bilateral|implant|double)))",
    re.IGNORECASE,
)
_HINT = Scanner(re.compile(r"contracep|birth.control|barrier", re.IGNORECASE))
_NO_LIST = re.compile(
    r"\W*(?:unless|except|if|for|who|women|men|(?:fe)?males?|patients?|subjects?|participants?|not?\b)",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:double[\s-]barrier|barrier|hormonal|oral|condoms?|intra-?\s?uterine\s+devices?|IUDs?|abstinen(?:ce|t))\b",
    re.IGNORECASE,
)
_NEAR = 20
_LACKING = re.compile(
    r"\b(?:in(?:adequate|sufficient|effective|appropriate)|un(?:reliable|safe|protected)|lack)", re.IGNORECASE
)
_KINDS = {"state", "drug", "procedure"}
_WAYS = ("contraception", "sterility", "menopause")
Extent = tuple[int, int]


def fold_ways(item: Item, statements: list[Statement]) -> list[Statement]:
    """Gives to the contraception that is asked for what its ways are, as words that tell more of it."""
    if not item.has(_HINT):
        return statements
    folded: list[Statement] = []
    found = list(statements)
    for told in _lists(item, statements):
        inside = [s for s in statements if told[0] <= s.at < told[1] and s not in folded]
        asked = _asked(item, statements, told)
        if not inside:
            continue
        if asked is None:
            for s in inside:
                s.permitted = True
        else:
            at = next(i for i, s in enumerate(found) if s is asked)
            found[at : at + 1] = _timed(asked, inside, told)
            for s in _copies(found, asked):
                s.qualify(*told, " ".join(item.quote(*told).split()).strip(" ()[].,;"))
            folded += inside
    return others(found, folded)


def tell_kind(item: Item, statements: list[Statement]) -> None:
    """Which way the words of a contraception name: "hormonal" contraception, an intrauterine device."""
    for s in statements:
        if s.subject is None or s.state != "contraception" or s.subject.source == PRECAUTIONS:
            continue
        for m in _KIND.finditer(item.quote(s.subject.start, s.subject.end)):
            s.qualify_apart(s.subject.start + m.start(), s.subject.start + m.end(), m[0])


def _copies(statements: list[Statement], asked: Statement) -> list[Statement]:
    """What is asked for, at each of its times."""
    return [s for s in statements if s is asked or (s.subject is asked.subject and s.window is not None)]


def _timed(asked: Statement, ways: list[Statement], told: Extent) -> list[Statement]:
    """What is asked for, at each of the times that stand behind the ways; a length before the time that it has already
    is of it too."""
    times = [s for s in ways if s.window is not None or s.duration is not None]
    for s in ways:
        asked.taken |= s.taken
    if not times:
        return [asked]
    if asked.window is None and asked.duration is None:
        same = [s for s in times if s.subject is times[-1].subject]
        return [_at(asked, s) for s in same[:-1]] + [_at(asked, same[-1], new=False)]
    length = times[-1].duration
    if asked.window is not None and asked.duration is None and length is not None:
        asked.duration = length if told[1] <= length.start <= asked.window.start else None
    return [asked]


def _at(asked: Statement, way: Statement, *, new: bool = True) -> Statement:
    s = asked
    if new:
        own = (list(asked.qualifiers), list(asked.aside), list(asked.flags))
        s = replace(asked, taken=set(asked.taken), qualifiers=own[0], aside=own[1], flags=own[2])
    s.window, s.duration = way.window, way.duration
    return s


def _lists(item: Item, statements: list[Statement]) -> Iterator[Extent]:
    """Sentences and brackets that say what counts, brackets right behind contraception, and what follows `such as`."""
    for a, b in (*item.sentences, *item.segments.brackets):
        if _COUNTS.match(item.text, a - item.start, b - item.start):
            yield a, b
    cues = list(announced(item))
    opened = {cue.start for cue in cues}
    for a, b in item.segments.brackets:
        if a in opened:
            continue
        near = [s for s in statements if _name_end(s) <= a and not item.quote(_told_end(s, a), a).strip()]
        if any(_is_way(s) for s in near) and _are_ways(item, statements, a, b):
            yield a, b
    for cue in cues:
        before = [s for s in statements if _name_end(s) <= cue.start and item.segments.same(s.at, cue.start)]
        inside = [s for s in statements if cue.begin <= s.at < cue.stop and _is_way(s)]
        if inside and before and _is_way(before[-1]):
            yield cue.begin, cue.stop if cue.behind is not None else max(s.end for s in inside)


def _name_end(s: Statement) -> int:
    """What stands in a bracket behind a name may be taken for the same thing again."""
    return s.subject.end if s.subject else s.end


def _told_end(s: Statement, at: int) -> int:
    """With the time behind it: `contraception throughout the study (condoms)`."""
    return max(_name_end(s), s.window.end if s.window is not None and s.window.end <= at else 0)


def _is_way(s: Statement) -> bool:
    return s.subject is not None and s.subject.value.get("state") in _WAYS


def _are_ways(item: Item, statements: list[Statement], a: int, b: int) -> bool:
    inside = [s for s in statements if a < s.at < b]
    plain = all(
        s.kind in _KINDS or _is_way(s)
        for s in inside
        if s.threshold is None and s.window is None and not s.permitted
    )
    return any(_is_way(s) for s in inside) and plain and not _NO_LIST.match(item.text, a + 1 - item.start)


def _asked(item: Item, statements: list[Statement], told: Extent) -> Statement | None:
    """The contraception before a list that is asked for; nobody is shut out for one of its ways."""
    before = [s for s in statements if _is_way(s) and _name_end(s) <= told[0]]
    before = [s for s in before if s.subject and s.subject.value.get("state") == "contraception"]
    asked = [
        s for s in before
        if item.section == "inclusion" or s.negated or s.obliged or s.permitted
        or _LACKING.search(item.quote(max(item.start, s.at - _NEAR), s.at))
    ]  # fmt: skip
    return asked[-1] if asked else None
