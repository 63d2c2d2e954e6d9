"""What is said of a kind of thing holds of its examples: `severe heart disease such as angina` speaks of a severe one.

A time or a clause behind the examples is of the whole: "heart disease, such as arrhythmia, within 6 months".
"""

import re
from collections.abc import Iterable

from eligex.assembly.examples.kinds import Examples, exemplified
from eligex.assembly.forms.extents import Extents, merged
from eligex.assembly.forms.statement import HEADED, Statement, is_treatment
from eligex.assembly.grammar.described import is_general
from eligex.assembly.items.premodifiers import sorts_of, state_of
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_WHICH = r"(?:(?:that|which)\W+)?"
_COMMA = re.compile(rf"\s*,\s*{_WHICH}", re.IGNORECASE)
_BLANK = re.compile(rf"[\s,]*{_WHICH}", re.IGNORECASE)
_PAST = re.compile(r"\b(?:history|prior|previous|past)\b", re.IGNORECASE)
_HOW = frozenset({"grade", "course"})
_LEAD = 24  # characters before an example
_JUDGED = re.compile(  # what is told of the examples as of their head, without a comma
    r"(?:that|which)\s+(?:would|may|might|could|can|will|interferes?|precludes?|prevents?|makes?|places?|poses?|in\s+the)\b",
    re.IGNORECASE,
)
_CANNOT = re.compile(r"(?:can|could)(?:\s?not|n't)\b", re.IGNORECASE)
_PLACED = re.compile(r"(?:of|in|at|on|to|near|from|under|around)\s", re.IGNORECASE)
_IS_TOLD = re.compile(r"\(?(?:which|that|this|these)\b", re.IGNORECASE)
_REASON = re.compile(r"contra-?\s?indicat|\brisks?\b|\bindications?\b|\breasons?\b", re.IGNORECASE)
# what is done with a drug: "current treatment", "high doses"
_DEED = re.compile(
    r"\b(?:us(?:e|age|ing)|treatments?|therapy|administration|medication|tak(?:e|ing)|receiv\w+|intake|doses?|amounts?|courses?"
    r"|need\w*|requir\w+|plan\w*|scheduled|intend\w*|awaiting|expected|anticipated)\b",
    re.IGNORECASE,
)


def time_examples(item: Item, statements: list[Statement]) -> None:
    """Gives the window or duration of a head to its examples, and what stands behind these to all of them."""
    if not (item.windows or item.durations):
        return
    found = list(exemplified(item, statements))
    _time_by_examples(item, found)
    for e in found:
        for name in ("window", "duration"):
            whole = _time_of_whole(item, e, name)
            if whole is None:
                continue
            _give((e.head, *e.beside, *e.members), name, whole)


def _time_by_examples(item: Item, found: list[Examples]) -> None:
    """`events such as stroke or embolism within 6 months`: the one time of the sentence is of what they exemplify."""
    for e in reversed(found):
        times = {id(s.window) for s in e.members}
        w = e.members[-1].window
        if w is None or len(times) > 1 or e.cue.behind is not None or w.start < e.end:
            continue
        if len(e.members) == 1 and "," not in item.quote(e.end, w.start):
            continue  # `including infarction within 3 months` dates the one it names
        lo, hi = item.segments.bounds(w.start)
        alone = sum(lo <= x.start < hi for x in item.windows) == 1
        if alone and not item.quote(w.end, hi).strip(" .;,"):
            _give((e.head, *e.beside), "window", w)


def _give(statements: Iterable[Statement], name: str, time: Finding) -> None:
    for s in statements:
        if s.window is None and s.duration is None and (s.threshold is None or s.kind == "score"):
            setattr(s, name, time)
            s.take(time.start, time.end)


def _time_of_whole(item: Item, e: Examples, name: str) -> Finding | None:
    time: Finding | None = getattr(e.head, name)
    if time is not None:
        return time if time.end <= e.cue.start or _is_behind(item, e, time.start) else None
    behind = [getattr(s, name) for s in e.members]
    return next((t for t in behind if t is not None and _is_behind(item, e, t.start)), None)


def _is_behind(item: Item, e: Examples, at: int) -> bool:
    """Whether a place is right behind the examples and not behind the last of them alone."""
    if at < e.end:
        return False
    gap = item.quote(e.end, at)
    if e.cue.behind is not None:
        return _BLANK.fullmatch(gap) is not None
    judged = _is_judged(item, at) and not gap.strip()
    return _COMMA.fullmatch(gap) is not None or (judged and not is_general(item, e.members[-1]))


def tell_examples(item: Item, statements: list[Statement]) -> None:
    """Gives what narrows a head to its examples, but to those that tell the like of themselves."""
    for e in exemplified(item, statements):
        _tell_head(item, e)
        states = _handed_on(item, e)
        sorts = frozenset().union(*(_sorts(item, e.head, a, b) for a, b in states))
        for s in e.members:
            behind = [x for x in s.aside if x[0] >= s.end and x not in e.head.aside]
            own = {_is_placed(item, a) for a, _ in behind if not _is_behind(item, e, a)}
            alike = s.kind == e.head.kind or "condition" not in (s.kind, e.head.kind)
            narrowed = own and any(not _is_judged(item, a) for a, _ in behind)
            if (
                alike
                and states
                and not narrowed
                and not _is_apart(item, e, s)
                and not sorts & _own_sorts(item, s)
            ):
                for a, b in states:
                    if (told := _fitting(item, e.head, s, (a, b))) is not None:
                        _qualify(item, s, *told)
            for a, b in _of_whole(item, e):
                if _is_placed(item, a) not in own:
                    _qualify(item, s, a, b)
            if _is_of_kind(item, e, s):
                s.qualify_apart(e.head.end, e.cue.begin, item.quote(e.head.at, e.head.end))
            s.applies_to = s.applies_to or e.head.applies_to


def _is_judged(item: Item, at: int) -> bool:
    """`situations that would limit compliance`: by what they may do, which leaves them what the head says."""
    return _JUDGED.match(item.text, at - item.start) is not None


def _is_of_kind(item: Item, e: Examples, s: Statement) -> bool:
    """`complications of birth such as transfusion`: what is done for a disease is excluded with it alone; and of
    "a change in medication (e.g. opioids)" the drug with the change."""
    if e.head.source == HEADED and is_treatment(e.head):
        return is_treatment(s)
    other = e.head.kind == "condition" and is_treatment(s) and e.head.state is None
    return other and not (is_general(item, e.head) or _REASON.search(item.quote(e.head.at, e.head.end)))


def _fitting(item: Item, head: Statement, s: Statement, told: tuple[int, int]) -> tuple[int, int] | None:
    """Of the words that tell a state of the head those that fit an example: irradiation is not "systemic"."""
    if s.kind == "drug" or "route" not in _sorts(item, head, *told):
        return told
    kept = state_of(item.quote(*told), kind="state")
    return (told[0] + kept[0], told[0] + kept[1]) if kept else None


def deny_examples(item: Item, statements: list[Statement]) -> None:
    """`No disease that impairs absorption (e.g. colitis)` denies the examples, which the clause parts from the cue."""
    if not item.negations:
        return
    for e in exemplified(item, statements):
        if not e.head.negated or _tells_why(item, e):
            continue
        for s in (x for x in _all_in(e, statements) if not x.negated and x.cue is None):
            s.negated, s.cue = True, e.head.cue
            s.taken |= {(e.head.cue.start, e.head.cue.end)} if e.head.cue is not None else set()


def _tells_why(item: Item, e: Examples) -> bool:
    """`a scan cannot be done (pacemaker, claustrophobia, etc.)`"""
    cue = e.head.cue
    return (
        cue is not None
        and _CANNOT.match(item.text, cue.start - item.start) is not None
        and cue.start >= e.head.end
    )


def _all_in(e: Examples, statements: list[Statement]) -> list[Statement]:
    """Its members, and of a bracket also what it sums up: `(surgery, radiotherapy or any other therapy)`."""
    if e.cue.behind is None:
        return e.members
    inside = (s for s in statements if e.cue.begin <= s.at < e.cue.stop and s.kind == e.head.kind)
    return [*e.members, *(s for s in inside if s.threshold is None and s.value is None and s.base is None)]


def _qualify(item: Item, s: Statement, a: int, b: int) -> None:
    s.qualify_apart(a, b, item.quote(a, b))


def _is_placed(item: Item, at: int) -> bool:
    """Whether words behind a name tell where it is, not how."""
    return _PLACED.match(item.text, at - item.start) is not None


def _tell_head(item: Item, e: Examples) -> None:
    """What stands behind it or its bracket of examples is told of the head."""
    if e.clause is not None:
        _qualify(item, e.head, *e.clause)
    if _IS_TOLD.match(item.text, e.cue.start - item.start):
        e.head.take(e.cue.start, e.cue.begin)
    for a, b in [x for s in e.members for x in s.aside]:
        for head in (e.head, *e.beside) if _is_behind(item, e, a) else ():
            _qualify(item, head, a, b)


def _of_whole(item: Item, e: Examples) -> Iterable[tuple[int, int]]:
    """The asides of a head behind its name, before or behind the examples; where an example of "diseases of the heart"
    is, it tells itself."""
    class_of = is_general(item, e.head)
    return [
        (a, b) for a, b in e.head.aside
        if a >= e.head.end and (b <= e.cue.start or _is_behind(item, e, a))
        and not (class_of and item.quote(a, a + 3).lower() == "of ")
    ]  # fmt: skip


def _is_apart(item: Item, e: Examples, s: Statement) -> bool:
    """Whether an example has a bound or a time of its own."""
    timed = any(t is not None and t not in (e.head.window, e.head.duration) for t in (s.window, s.duration))
    lead = item.quote(max(e.cue.begin, s.begin(e.cue.begin) - _LEAD), s.at)
    return timed or s.threshold is not None or s.value is not None or _PAST.search(lead) is not None


def _handed_on(item: Item, e: Examples) -> list[tuple[int, int]]:
    """The states of a head that are not its alone: of "acute or chronic disease" neither."""
    shared = [Extents(s.aside) for s in e.beside]
    return [told for told in _states(item, e.head) if all(own.hold(told) for own in shared)]


def _states(item: Item, s: Statement) -> list[tuple[int, int]]:
    """Extents of the words before a name, or at its begin, that tell a state of the thing and no kind."""
    found = []
    for a, b in s.aside:
        if a < s.at and b < s.end and (told := _state(item.quote(a, b), s.kind)):
            found.append((a + told[0], a + told[1]))
    if told := state_of(item.quote(s.at, s.end), kind=s.kind, leading=True):
        found.append((s.at + told[0], s.at + told[1]))
    return _merged(item, found)


def _own_sorts(item: Item, s: Statement) -> frozenset[str]:
    """Of what sorts an example tells itself: a word before its name says how it must be, one of it which it is."""
    found = [(a, _sorts(item, s, a, b)) for a, b in _states(item, s)]
    return frozenset().union(*(_HOW if a < s.at and sorts & _HOW else sorts for a, sorts in found))


def _sorts(item: Item, s: Statement, a: int, b: int) -> frozenset[str]:
    """Of what sort the words of a state are; what is done with a drug is one sort."""
    words = item.quote(a, b)
    return sorts_of(words, kind=s.kind) or frozenset({"deed"})


def _state(words: str, kind: str) -> tuple[int, int] | None:
    if kind != "condition" and _DEED.search(words):
        return 0, len(words)
    return state_of(words, kind=kind)


def _merged(item: Item, extents: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`severe` and `chronic` of "severe chronic disease" are one phrase."""
    return merged(extents, lambda a, b: not item.quote(a, b).strip())
