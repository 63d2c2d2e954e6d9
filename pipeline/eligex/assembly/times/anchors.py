"""What only tells a time (`when signing the consent form`, `before angiography`) and asks nothing."""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.described import are_alike
from eligex.assembly.grammar.lists import JOINT, listed
from eligex.assembly.items.reading import Item, is_bounded
from eligex.components.findings import Finding

_TIME = re.compile(
    r"\b(?P<how>when|at(?:\s+the)?\s+time\s+of|at\s+the\s+moment\s+of|according\s+to\s+the\s+date\s+of|on\s+the\s+(?:day|date)\s+of|upon|from|since|until|"
    r"before|prior\s+to|after|following)\s+"
    r"(?:(?:signing|signature\s+of|giving|obtaining|provision\s+of|providing)\s+)?(?:(?:the|of|this|their)\s+)*$",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\b(?P<how>at(?:\s+the)?\s+time\s+of|at\s+the\s+moment\s+of|on\s+the\s+(?:day|date)\s+of)\s+"
    r"(?:(?:the|an?|their|his|her|initial|first|index|planned|scheduled)\s+)*\Z",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\s+(?P<how>before|prior\s+to|after|following)\s+(?:(?:the|an?|any|their|initial|first|planned)\s+)*",
    re.IGNORECASE,
)
_OF_ANCHOR = re.compile(  # "before the first treatment | with A/B"
    r"\s+with\s+(?:(?:the|an?|any)\s+)?(?:[\w-]+\s*/\s*)?", re.IGNORECASE
)
_EXPOSURE = re.compile(r"\b(?:last|final|first|initial)\s+exposure\s*$", re.IGNORECASE)
_TO = re.compile(r"\s+to\s+(?:(?:the|an?|any)\s+)?", re.IGNORECASE)
# "after the last dose of A | or B"
_DOSE_OF = r"\s+(?:dose|administration|infusion|injection)\s+of\s+\S"
_LAST_DOSE = re.compile(rf"\b(?:last|final){_DOSE_OF}", re.IGNORECASE)
_FIRST_DOSE = re.compile(rf"\b(?:first|initial){_DOSE_OF}", re.IGNORECASE)
_OR_ANOTHER = re.compile(r"\s*(?:/|or|and|and/or)\s+", re.IGNORECASE)
_JOINT = re.compile(
    r"\s*(?:/|or|and|and/or|plus|(?:combined|together|in\s+combination)\s+with)\s*", re.IGNORECASE
)
_KEPT_FROM = re.compile(  # "illness that prevents the patient from signing"
    r"\b(?:prevent|preclud|keep|hinder|prohibit|stop|inhibit)\w*\s+(?:[\w/]+\s+){0,4}from\Z", re.IGNORECASE
)
_GIVES = re.compile(r"\b(?:treatment|therapy|dosing|infusion|injection|administration)\s*$", re.IGNORECASE)
_UNTIL_DOSE = re.compile(
    r"\b(?:until|to|through(?:out)?|after|before)\s+(?:the\s+)?(?:last|final|first|end\s+of|next)\s+(?:(?:dose|administration|infusion|injection|intake)\s+of\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)
_IS_ON = re.compile(r"(?:while|when|whilst)\s+(?:still\s+)?(?:on|under|receiving|taking)\b", re.IGNORECASE)
_UNTIL = ("before", "during")  # who is told of after a treatment has had it
_LOOK_BACK, _NEAR = 48, 12
_RELATIONS = {"from": "after", "since": "after", "after": "after", "following": "after", "upon": "after",
              "until": "before", "before": "before", "prior to": "before"}  # fmt: skip


def drop_anchors(item: Item, statements: list[Statement]) -> list[Statement]:
    """Consent, or a procedure, as a point in time becomes the window of the statement before it."""
    kept: list[Statement] = []
    anchor: Statement | None = None  # the last procedure that only tells a time
    for s in statements:
        last = kept[-1] if kept else None
        if last is not None and _is_study_dose(item, s):
            last.take(s.start, s.end)
            continue
        beside = _beside(item, last, s)
        if last is not None and beside is not None:
            _time(item, last, s, beside, last.end)
            _share(item, kept)
            anchor = s
            continue
        if last is not None and (w := _given_then(item, s)) is not None and last.end <= w.start:
            last.take(w.end, s.end)
            _tell_whole(item, kept, w, s)
            anchor = s
            continue
        if anchor is not None and _joins(item, anchor, s):
            kept[-1].take(s.start, s.end)
            anchor = s
            continue
        anchor = None
        lead = _lead(item, s)
        if lead is None:
            kept.append(s)
            continue
        before = [k for k in kept if item.segments.same(k.at, s.at)]
        if not before:
            kept.append(s)
            continue
        _time(item, before[-1], s, lead, max(item.start, s.start - _LOOK_BACK))
        anchor = s if s.kind == "procedure" and before[-1] is kept[-1] else None
    return kept


def _is_study_dose(item: Item, s: Statement) -> bool:
    """`until the last dose of study drug`"""
    own = s.subject is not None and s.subject.value.get("kind") == "study-drug" and s.threshold is None
    return own and _UNTIL_DOSE.search(item.quote(max(item.start, s.at - _LOOK_BACK), s.at)) is not None


def _beside(item: Item, last: Statement | None, s: Statement) -> "re.Match[str] | None":
    """`an inhibitor before angiography`: nothing but the word of time stands between the two."""
    if (
        last is None
        or last.kind in ("age", "sex", "state")
        or s.kind != "procedure"
        or s.threshold
        or s.value
    ):
        return None
    return _BESIDE.fullmatch(item.quote(last.end, s.start)) if last.end <= s.start else None


def _tell_whole(item: Item, kept: list[Statement], w: Finding, s: Statement) -> None:
    """`during treatment` with A: the treatment of a time without bounds is that one, not any; of all that are listed
    before it."""
    if is_bounded(w):
        return
    begin, behind = w.end + 1, w.start
    for k in reversed(kept):
        timed = any(k.end <= f.start < w.start for f in (*item.durations, *item.windows))
        listed = k.end <= behind and (behind == w.start or JOINT.fullmatch(item.quote(k.end, behind)))
        if timed or not listed:
            return
        k.qualify_apart(begin, s.end, item.quote(begin, s.end))
        behind = k.begin(item.start)


def _given_then(item: Item, s: Statement) -> Finding | None:
    """The window that ends at a treatment, where that is what it is given with."""
    if s.kind not in ("drug", "procedure") or s.threshold or s.value:
        return None
    for w in item.windows:
        anchor = w.value.get("anchor") or ""
        bounded = is_bounded(w)
        if s.start < w.end or not (bounded or w.value.get("relation") in _UNTIL):
            continue
        if _IS_ON.match(item.text, w.start - item.start):
            continue  # who is on it has it
        link = _OF_ANCHOR if _GIVES.search(anchor) else _TO if _EXPOSURE.search(anchor) else None
        if bounded and (
            _LAST_DOSE.search(anchor) or (_FIRST_DOSE.search(anchor) and _are_named_drugs(item, w, s))
        ):
            link = _OR_ANOTHER
        if link is not None and link.fullmatch(item.quote(w.end, s.start)):
            return w
    return None


def _are_named_drugs(item: Item, w: Finding, s: Statement) -> bool:
    """`before the first dose of A and B`: both are names, and the second has no time of its own."""
    named = [m for m in item.mentions if m.label == "DRUG" and m.end == w.end]
    own = any(s.end <= x.start <= s.end + _NEAR for x in (*item.windows, *item.durations))
    return (
        s.kind == "drug"
        and bool(named)
        and all(m.value.get("kind") != "study-drug" for m in named)
        and not own
    )


def _joins(item: Item, anchor: Statement, s: Statement) -> bool:
    """`after biopsy or surgery`."""
    bare = s.kind == anchor.kind and s.threshold is None and s.value is None and anchor.end <= s.start
    return bare and _JOINT.fullmatch(item.quote(anchor.end, s.start)) is not None


def _lead(item: Item, s: Statement) -> "re.Match[str] | None":
    is_consent = s.subject is not None and s.subject.value.get("state") == "informed_consent"
    lo = max(item.start, s.start - _LOOK_BACK)
    if s.kind == "procedure" and s.threshold is None and s.value is None:  # "at the time of surgery"
        return _AT.search(item.quote(lo, s.start))
    if not is_consent:
        return None
    own = re.match(r"(?:signing|signature)\b", item.quote(s.start, s.end), re.IGNORECASE)
    words = item.quote(lo, s.start) if own is None else f"{item.quote(lo, s.start)} "
    m = _TIME.search(words)
    return None if m and _KEPT_FROM.search(words, 0, m.end("how")) else m


def _share(item: Item, kept: list[Statement]) -> None:
    """`A or B before surgery`: to the treatments, or the diseases, that are listed with the last one."""
    last = kept[-1]
    for s in reversed(kept[:-1]):
        timed = (
            s.window is not None or s.duration is not None or s.threshold is not None or s.base is not None
        )
        if last.window is None or timed or not are_alike((s, last)) or not listed(item, s, last):
            break
        s.window = last.window
        s.take(s.window.start, s.window.end)
        last = s


def _time(item: Item, target: Statement, s: Statement, lead: "re.Match[str]", base: int) -> None:
    a = base + lead.start("how")
    target.take(a, s.end)
    if any(w.start <= a < w.end or a <= w.start < s.end + 40 for w in item.windows) or target.window:
        return
    relation = _RELATIONS.get(" ".join(lead["how"].lower().split()), "during")
    value = {"relation": relation, "anchor": item.quote(s.start, s.subject.end if s.subject else s.end)}
    target.window = Finding(a, s.end, "WINDOW", "assembly:anchor", value=value)
