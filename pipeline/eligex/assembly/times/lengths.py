"""How long something lasts, where no preposition leads the length: `diabetes > 10 years`, `long-term (> 14 days)
steroids`, `less than 1 year history of gout`, `duration of symptoms < 3 months`.

A length behind what happens at once ("stroke < 6 months") tells when that was. One of which it cannot be told stays
unclaimed.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from spacy.lang.en.stop_words import STOP_WORDS

from eligex.assembly.forms.extents import meets
from eligex.assembly.forms.statement import Statement, is_treatment
from eligex.assembly.grammar.diseases import tells
from eligex.assembly.grammar.lists import listed
from eligex.assembly.grammar.residual import left_edge, right_edge
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.components.windows.times import Time, times

_SIDES = ("low", "low_inclusive", "high", "high_inclusive")
_MONTHS = {"a": 12.0, "mo": 1.0}
_JOINED = re.compile(r"\s*,?\s*(?:(?:and|but|to)\s+(?:of\s+)?)?", re.IGNORECASE)
_COMPARED = re.compile(r"\b(?P<low>at\s+least|minimum(?:\s+of)?)\s+an?\s*\Z", re.IGNORECASE)
_HISTORY = re.compile(r"(?:'?s'?)?[\s-]*(?:history|duration|course)\s+of\s+(?:an?\s+|the\s+)?", re.IGNORECASE)
_AMOUNT = re.compile(
    r"\s+of\s+(?:(?:prior|previous|continuous|consecutive|cumulative|total|any)\s+)*", re.IGNORECASE
)
# an age, a rate, a distance, a time that is counted from something
_ELSE = re.compile(
    r"\s*(?:/|per\b|an?\s|each\b|every|apart|old\b|of\s+(?!duration)|from|since|after|before|prior|ago|earlier|previous|following"
    r"|post|pre-|travel|driv|walk|between|until|to\b|in\s+the\s+(?:last|past|previous)|within|out\s+of|out\b|window)",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"\s*,?\s*(?:(?:of|for|lasting|lasts?|persisting|persists|present|ongoing|existing|continuing|is|are|defined\s+as|i\.?e\.?,?"
    r"|(?:with\s+)?(?:a\s+)?duration(?:\s+of)?|a\s+period\s+of)\s*[:=]?\s*)*",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"(?:\s+(?:or\s+(?:more|longer|greater)|(?:in\s+)?total|in\s+duration|duration|consecutively|continuously|of\s+duration))*\s*[)\]]",
    re.IGNORECASE,
)
# what a bracket tells the length of before the thing itself is named
_LASTING = re.compile(
    r"\b(?P<how>chronic|chronically|long[\s-]?term|prolonged|persistent|extended|stable|brief|short[\s-]?term|continuous"
    r"|sustained|long[\s-]?lasting)"
    r"(?:\s+(?:use|treatment|therapy|administration|intake|exposure|course|daily|oral|systemic|continuous))*\s*\Z",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"\s*(?:(?:use|treatment|therapy|administration|intake|exposure|courses?|doses?|daily|oral|systemic|of|with|to|and|or|the|an?|any)\b\s*)*",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"(?:\b(?P<of>[\w-]+)\s+)?\b(?P<noun>duration)\b"
    r"(?P<whose>\s+of\s+(?:(?:the|their|an?|current|this)\s+)*(?:[\w'-]+\s+){0,3}?[\w'-]+)?\s*(?:is|was|of|must\s+be|[:=(])?\s*\Z",
    re.IGNORECASE,
)
_GOES_ON = re.compile(  # "infection", "angina": they may last
    r"symptom|fever|infect|angina|ulcer|cancer|tumou?r|malignan|illness|arrhythm|fibrillat|obstruct|abuse|withdrawal|episode",
    re.IGNORECASE,
)
_DONE_AT_ONCE = re.compile(
    r"surg|ectomy\b|transplant|transfusion|biops|stent|bypass|PCI\b|CABG\b|angioplast|\b(?:chemo|radio|immuno)therapy\b|radiation|vaccin",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?:^|[:,(])\W*(?:(?:patients?|subjects?|participants?|those|who|with|ha(?:s|ve|d|ving)|an?|the|total|and|or)\b\W*)*\Z",
    re.IGNORECASE,
)
_OF_TRIAL = re.compile(r"\b(?:stud(?:y|ies)|trial|protocol|follow|hospital|stay)", re.IGNORECASE)
_STAYS, _LAST = ("drug", "condition"), ("drug", "procedure", "state")
_BACK = 70


def give_lengths(item: Item, statements: list[Statement]) -> None:
    """Durations to the statements that the free lengths of an item stand beside; some tell when it was."""
    for value, start, end in _free(item, statements):
        if not _by_history(item, statements, value, start, end) and not _ELSE.match(
            item.text, end - item.start
        ):
            _by_place(item, statements, value, start, end)


def led_by_bracket(item: Item, at: int, statements: list[Statement]) -> Statement | None:
    """What a bracket with a length tells of before it is named: `chronic (for > 14 days) use of steroids`."""
    inside = item.segments.bracket(at)
    if inside is None:
        return None
    lo, _ = item.segments.bounds(at)
    if not _LASTING.search(item.quote(max(lo, inside[0] - _BACK), inside[0])):
        return None
    after = [s for s in statements if s.at >= inside[1] and item.segments.same(s.at, at)]
    return after[0] if after and _OF_IT.fullmatch(item.quote(inside[1], left_edge(item, after[0]))) else None


def _free(item: Item, statements: list[Statement]) -> Iterator[tuple[dict[str, object], int, int]]:
    """Bounds and extents of the lengths that nothing has read."""
    read = [(f.start, f.end) for f in (*item.windows, *item.thresholds, *item.mentions, *item.doses)]
    read += [e for s in statements for e in s.taken]
    free = [t for t in times(item.whole, item.start, item.end) if not meets((t.start, t.end), read)]
    paired: set[int] = set()
    for t, u in pairwise(free):
        both = _both(item, t, u)
        if both is not None and t.start not in paired:
            paired |= {t.start, u.start}
            yield both, t.start, u.end
    for t in free:
        if t.start not in paired:
            yield _bounds(item, t), t.start, t.end


def _bounds(item: Item, t: Time) -> dict[str, object]:
    return {**t.bounds("low_in"), "unit": t.unit, "bare": t.kind == "bare" and _compared(item, t) is None}


def _compared(item: Item, t: Time) -> "re.Match[str] | None":
    """`at least a` of "at least a 2-year history"."""
    return _COMPARED.search(item.quote(max(item.start, t.start - _BACK), t.start))


def _both(item: Item, t: Time, u: Time) -> dict[str, object] | None:
    """One from `more than 3 months and less than 2 years`."""
    kinds = {t.kind.split("_")[0], u.kind.split("_")[0]}
    if kinds != {"low", "high"} or not _JOINED.fullmatch(item.quote(t.end, u.start)):
        return None
    unit = t.unit
    if t.unit != u.unit:
        if {t.unit, u.unit} != set(_MONTHS):
            return None
        unit = "mo"
        t, u = (replace(x, value=x.value * _MONTHS[x.unit]) for x in (t, u))
    low, high = (t, u) if t.kind.startswith("low") else (u, t)
    value = {**low.bounds("low_in"), "unit": unit, "bare": False}
    return value | {side: high.bounds("high_in")[side] for side in ("high", "high_inclusive")}


def _by_history(
    item: Item, statements: list[Statement], value: dict[str, object], start: int, end: int
) -> bool:
    """`less than 1 year history of diabetes`."""
    m = _HISTORY.match(item.text, end - item.start)
    if m is None:
        return _by_amount(item, statements, value, start, end)
    at = item.start + m.end()
    own = next((s for s in statements if s.kind in _STAYS and left_edge(item, s) == at), None)
    if own is not None:
        _last_all(item, own, statements, value, start, end)
    return own is not None


def _by_amount(
    item: Item, statements: list[Statement], value: dict[str, object], start: int, end: int
) -> bool:
    """`more than 4 weeks of prior zidovudine`."""
    m = _AMOUNT.match(item.text, end - item.start) if item.section == "exclusion" else None
    if m is None or value["bare"]:
        return False
    at = item.start + m.end()
    own = next((s for s in statements if is_treatment(s) and s.at == at), None)
    if own is None or _DONE_AT_ONCE.search(item.quote(own.at, own.end)):
        return False
    _last_all(item, own, statements, value, start, end)
    return True


def _by_place(
    item: Item, statements: list[Statement], value: dict[str, object], start: int, end: int
) -> None:
    if value["bare"]:
        return
    if (led := led_by_bracket(item, start, statements)) is not None:
        if _closed(item, start, end):
            for s in _last_all(item, led, statements, value, start, end):
                _keep_adjective(item, s, start)
                s.take(*(item.segments.bracket(start) or (start, end)))
        return
    if _measured(item, statements, value, start, end):
        return
    inside = item.segments.bracket(start)
    if inside is not None and not _closed(item, start, end):
        return
    at = inside[0] if inside is not None else start
    before = [s for s in statements if s.at < at and item.segments.same(s.at, at)]
    for s in before[-1:]:
        gap = item.quote(_edge(item, s, at), start)
        if _LEADS.fullmatch(gap if inside is None else gap.replace(item.quote(at, at + 1), " ", 1)):
            _behind(item, s, statements, value, start, end)


def _edge(item: Item, s: Statement, at: int) -> int:
    """The last end before `at` of a statement's name with what stands behind it."""
    ends = (right_edge(item, s), s.end, s.subject.end if s.subject is not None else s.end)
    return next((e for e in ends if e <= at), at)


def _closed(item: Item, start: int, end: int) -> bool:
    """Whether a bracket holds a length and nothing else."""
    inside = item.segments.bracket(start)
    if inside is None or not _LEADS.fullmatch(item.quote(inside[0] + 1, start)):
        return False
    return _CLOSES.fullmatch(item.quote(end, inside[1])) is not None


def _keep_adjective(item: Item, s: Statement, start: int) -> None:
    """`chronic` of `chronic (> 14 days) steroids` narrows too."""
    inside = item.segments.bracket(start)
    assert inside is not None
    lo = max(item.segments.bounds(start)[0], inside[0] - _BACK)
    m = _LASTING.search(item.quote(lo, inside[0]))
    if m is not None:
        s.qualify_apart(lo + m.start("how"), lo + m.end("how"), m["how"])


def _measured(
    item: Item, statements: list[Statement], value: dict[str, object], start: int, end: int
) -> bool:
    """`duration of symptoms < 3 months`: the duration itself is what is bounded."""
    lo = max(item.segments.bounds(start)[0], start - _BACK)
    m = _DURATION.search(item.quote(lo, start))
    if m is None:
        return False
    bare = m["of"] is None or m["of"].lower() in STOP_WORDS
    a, b = (
        lo + (m.start("noun") if bare else m.start()),
        lo + (m.end("whose") if m["whose"] else m.end("noun")),
    )
    known = next((s for s in statements if a <= s.at < start and _is_duration(item, s)), None)
    if known is None and (any(s.at < b and a < s.end for s in statements) or (bare and not m["whose"])):
        return False  # "gout with a duration > 3 months"
    known = known or _new_duration(item, statements, a, b)
    if known is not None and known.threshold is None:
        known.kind = "measurement"
        known.bounds = {k: value[k] for k in (*_SIDES, "unit")}
        known.threshold = Finding(start, end, "THRESHOLD", "assembly:length", value=known.bounds)
        known.take(a, b)
        _take(item, known, start, end)
    return True


def _new_duration(item: Item, statements: list[Statement], a: int, b: int) -> Statement | None:
    """Of the words there, where a sentence begins with them and they do not speak of the trial."""
    begins = _BEGINS.search(item.quote(item.segments.bounds(a)[0], a))
    if begins is None or _OF_TRIAL.search(item.quote(a, b)):
        return None
    made = Statement.of("measurement", Finding(a, b, "MEASUREMENT", "assembly:phrase"))
    statements.append(made)
    statements.sort(key=lambda s: (s.at, s.start))
    return made


def _is_duration(item: Item, s: Statement) -> bool:
    return s.kind == "measurement" or item.quote(s.at, s.end).lower().startswith("duration")


def _behind(
    item: Item, s: Statement, statements: list[Statement], value: dict[str, object], start: int, end: int
) -> None:
    """To what a length stands right behind, as it is said of that."""
    if s.duration is not None or s.window is not None or s.threshold is not None:
        return
    above, words = value["low"] is not None, item.quote(s.at, s.end)
    once = s.kind == "procedure" and _DONE_AT_ONCE.search(words) is not None
    once = once or (s.kind == "condition" and tells(words, "event") and not _GOES_ON.search(words))
    if once:
        if not above and item.section == "exclusion":
            for x in _listed_with(item, s, statements):
                _happened(item, x, value, start, end)
    elif s.kind == "condition" or (s.kind in _LAST and (above or _LASTING.search(words))):
        _last(item, s, value, start, end)


def _listed_with(item: Item, s: Statement, statements: list[Statement]) -> list[Statement]:
    """`interferon, lithium or chemotherapy ≤ 1 week`: with what is listed before it and has no time of its own."""
    run = [s]
    for x in reversed([x for x in statements if x.end <= s.at]):
        alike = x.kind == s.kind or is_treatment(x, s)
        free = x.window is None and x.duration is None and x.threshold is None
        if not (alike and free and listed(item, x, run[-1])):
            break
        run.append(x)
    return run


def _last_all(
    item: Item, first: Statement, statements: list[Statement], value: dict[str, object], start: int, end: int
) -> list[Statement]:
    """`10-year history of A or B`, `chronic (> 14 days) A or B`: those of one kind that are listed behind the first."""
    run = [first]
    for s in statements:
        same = s.kind == first.kind or is_treatment(s, first)
        if s.at > run[-1].at and same and s.duration is None and listed(item, run[-1], s):
            run.append(s)
    for s in run:
        _last(item, s, value, start, end)
    return run


def _last(item: Item, s: Statement, value: dict[str, object], start: int, end: int) -> None:
    if s.duration is None:
        own = {k: value[k] for k in (*_SIDES, "unit")}
        s.duration = Finding(start, end, "DURATION", "assembly:length", value=own)
        _take(item, s, start, end)


def _happened(item: Item, s: Statement, value: dict[str, object], start: int, end: int) -> None:
    own = {k: value[k] for k in (*_SIDES, "unit")} | {"relation": "before", "anchor": None}
    s.window = Finding(start, end, "WINDOW", "assembly:length", value=own)
    _take(item, s, start, end)


def _take(item: Item, s: Statement, start: int, end: int) -> None:
    s.take(start, end)
    for d in item.durations:
        if d.overlaps(start, end):
            s.take(d.start, d.end)
