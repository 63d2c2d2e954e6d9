"""What must have ended: `off X for 4 weeks` denies X within those weeks, and none before them.

A time tells when what it is of was last there ("at least 4 weeks before entry"). Of what is not to be there that is
the other side: who took it later than that is shut out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.negation import governs
from eligex.components.findings import Finding
from eligex.text.scan import Scanner

_OFF = re.compile(
    r"(?:off|free|freedom|disease-free|abst|refrain|stop|discont|cease|cessation|withh|give|wash)",
    re.IGNORECASE,
)
_APART = re.compile(r"(?:off|(?:disease-)?free)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:off|free|freedom|\w+ed|withheld|withdrawn|held|wash.*)\b", re.IGNORECASE)
_MUST = (
    r"(?<!who )(?<!that )(?<!which )(?<!unless )\b(?:must|should|shall|ha(?:s|ve)\s+to|needs?\s+to"
    r"|(?:is|are|be)\s+(?:required|asked|advised|instructed)\s+to|(?:is|are)\s+to(?=\s+be\b))\s+(?:also\s+)?"
)
_NOT_OF_TRIAL = r"(?!\s+(?:from\b|(?:the\s+)?(?:stud|trial|participation)))"
_ENDED = re.compile(
    rf"{_MUST}(?:"
    r"(?P<passive>(?:be|have\s+been)\s+(?:\w+ly\s+)?(?:discontinued|stopped|with-?held|withdrawn|ceased|held|suspended"
    rf"|interrupted|tapered(?:\s+off)?|washed[\s-]+out)\b{_NOT_OF_TRIAL}"
    r"|have\s+(?:this|these|those|such|their|all|the)\s+(?:[\w-]+\s+){0,2}?(?:discontinued|stopped|with-?held|withdrawn|suspended)\b)"
    r"|(?P<active>(?:have\s+)?(?:\w+ly\s+)?(?:discontinued?|stop(?:ped)?|ceased?|with-?(?:hold|held)|suspend(?:ed)?)\b"
    rf"{_NOT_OF_TRIAL}))",
    re.IGNORECASE,
)
_DUTY = Scanner(
    re.compile(
        r"\b(?:discontinue|stop|with-?h[oe]ld|withdrawn|cease|held|suspend|interrupted|taper|washed)",
        re.IGNORECASE,
    )
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|must|should|shall|may|might|will|can|could|do|does)\b",
    re.IGNORECASE,
)
# "anticoagulants that cannot be stopped for 10 days before the scan"
_GOES_ON = re.compile(
    r"\b(?:cannot|can\s*not|can't|unable)\b.{0,24}\b(?:discontinu|stop|with-?h[oe]ld|withdrawn|cease|suspend)",
    re.IGNORECASE,
)
# "less than 2 years disease-free from another cancer"
_SHORT_OF = re.compile(
    r"\b(?:less|fewer|shorter)\s+than\s+\w+[\s-]+(?:years?|months?)['’]?[\s-]*(?:of\s+)?(?:(?:being|continuously)\s+)?(?:disease[\s-]+)?\Z",
    re.IGNORECASE,
)
_IT = re.compile(  # "patients on A must discontinue it"
    r"\s+(?:(?:the\s+)?use\s+of\s+)?(?:it|them|(?:this|these|those|such|their)(?:\s+(?:treatments?|therap(?:y|ies)|medications?|drugs?|agents?))?)\b(?!\s+[a-z]+s\b)"
    r"|\s+(?:(?:the\s+)?(?:drugs?|medications?|agents?)(?:\s+use)?|use)(?=\s+(?:\d|at\s+least|for\s+(?:\d|at\s+least)|prior|before|[≥>]))",
    re.IGNORECASE,
)
_KINDS = ("drug", "procedure")


def end(item: Item, statements: list[Statement]) -> None:
    """Turns the times of what is absent, and makes of an exclusion's duty to end a thing that this thing shuts out."""
    if item.section == "exclusion" and any(True for _ in item.matches(_DUTY)):
        _end_duties(item, statements)
    timed = [s for s in statements if s.window is not None or s.duration is not None]
    off = [s for s in timed if s.ended or _is_off(item, s)]
    for s in statements:
        if _is_too_short(item, s):
            s.negated = False
    _share_length(off)
    for s in timed:
        if s in off or _is_missing(item, s):
            _turn(s, off=s in off, past=_is_past(item, s))


def _share_length(off: Sequence[Statement]) -> None:
    """`off A, B and C for 3 weeks before entry`: how long, which the last one has, for all that have the time."""
    for s in off:
        for x in off if s.duration is not None and s.window is not None else ():
            if x.window is s.window and x.cue is s.cue and x.duration is None:
                x.duration = s.duration


def _end_duties(item: Item, statements: list[Statement]) -> None:
    """`X must be stopped before entry` shuts X out; `patients should have discontinued X` asks them for no X."""
    for lo, hi in item.sentences:
        for m in _ENDED.finditer(item.text, lo - item.start, hi - item.start):
            a, b = item.start + m.start(), item.start + m.end()
            it = _IT.match(item.text, m.end())
            if m["passive"] or it:
                before, at = [s for s in statements if lo <= s.at and s.end <= a], a
                if it and not before:  # "A or B. Patients must stop these drugs …"
                    before, at = [s for s in statements if s.end <= lo], lo
                told = list(_run(item, reversed(before), at))
                for s in told:
                    s.ended, s.obliged, s.permitted, s.negated = True, False, False, False
                    s.take(a, b)
                if it and told:
                    _point_back(statements, told, (a, item.start + it.end()))
                continue
            value = {"scope": [b, hi], "kind": "pre", "category": "cessation"}
            cue = Finding(a, b, "NEGATION", "assembly:ended", value=value)
            for s in statements:
                if b <= s.at < hi and s.base is None and _may_end(s):
                    s.ended, s.obliged, s.permitted, s.negated, s.cue = True, True, False, True, cue
                    s.take(a, b)


def _point_back(statements: list[Statement], told: list[Statement], it: tuple[int, int]) -> None:
    """`A or B; patients must discontinue these drugs 7 days before`: the time is theirs, and nothing else is named."""
    again = [s for s in statements if it[0] <= s.at < it[1]]
    for s in again[:1]:
        for x in told:
            x.window = x.window or s.window
            x.taken |= s.taken
    statements[:] = others(statements, again)


def _run(item: Item, before: Iterator[Statement], at: int) -> Iterator[Statement]:
    """From the verb backwards over its subjects, to the verb of what stands before them."""
    for s in before:
        gap = BRACKETED.sub(" ", item.quote(s.end, max(s.end, at)))
        if _VERB.search(gap):
            return
        if _may_end(s):
            yield s
        at = s.start


def _may_end(s: Statement) -> bool:
    lactates = s.subject is not None and s.subject.value.get("state") == "lactation"
    return s.kind in _KINDS or lactates


def _is_off(item: Item, s: Statement) -> bool:
    """Denied by a word that says that it ended, by this alone or with a further negation ("has not been off X")."""
    if s.subject is None:
        return False
    time = s.window or s.duration
    if time is not None and any(
        a <= time.start < b and _GOES_ON.search(item.quote(a, b)) for a, b in s.aside
    ):
        return True
    cues: Sequence[Finding] = [s.cue] if s.negated and s.cue else []
    if not s.negated and item.section == "exclusion":
        cues = [n for n in item.negations if governs(n, s.subject)]
    return any(n.value["category"] == "cessation" or _OFF.match(item.quote(n.start, n.end)) for n in cues)


def _is_missing(item: Item, s: Statement) -> bool:
    """`No X for 4 weeks before entry`, among exclusions only where it is carved out: "unless not X for 4 weeks"."""
    if not s.negated or s.cue is None or s.cue.value["category"] != "negation":
        return False
    if s.subject is not None and _OFF.match(item.quote(s.subject.start, s.subject.end)):
        return False  # "has not stopped treatment for more than 3 months"
    return item.section == "inclusion" or s.permitted


def _is_too_short(item: Item, s: Statement) -> bool:
    """`off X for less than 4 weeks` among exclusions: X was there within them."""
    if item.section != "exclusion" or s.obliged or s.permitted or not s.negated or s.cue is None:
        return False
    time = s.window or s.duration
    short = time is not None and time.value.get("low") is None and time.value.get("high") is not None
    short = short or _SHORT_OF.search(item.quote(item.start, s.cue.start)) is not None
    return short and _APART.match(item.quote(s.cue.start, s.cue.end)) is not None


def _is_past(item: Item, s: Statement) -> bool:
    """`off X for 4 weeks`; not "willing to stop X for 4 weeks"."""
    return s.ended or s.cue is None or _PAST.search(item.quote(s.cue.start, s.cue.end)) is not None


def _turn(s: Statement, *, off: bool, past: bool) -> None:
    w, d = s.window, s.duration
    if (
        off
        and past
        and d is not None
        and d.value.get("low") is not None
        and (w is None or w.value.get("low") is w.value.get("high") is None)
    ):
        anchor = w.value if w is not None else dict.fromkeys(("anchor", "anchor_start", "anchor_end"))
        value = {**anchor, **d.value, "relation": "before"}
        s.window, s.duration = replace(d, label="WINDOW", value=_other_side(value)), None
    elif w is not None and w.value.get("relation") == "before":
        ends = off and past and w.value.get("low") is w.value.get("high") is None
        s.window = replace(w, value={**w.value, "relation": "during"} if ends else _other_side(w.value))


def _other_side(value: dict[str, object]) -> dict[str, object]:
    """Later than what a lower bound alone told; any other bounds as they are."""
    if value.get("low") is None or value.get("high") is not None:
        return value
    turned = {
        "low": None,
        "low_inclusive": None,
        "high": value["low"],
        "high_inclusive": not value["low_inclusive"],
    }
    return {**value, **turned}
