"""Qualifiers of a bound or a diagnosis: how it is got, and what it must stand without."""

import re

from eligex.assembly.bounds.norms import tell_norms
from eligex.assembly.bounds.rows import same_quantity
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import JOIN, JOINT
from eligex.assembly.items.reading import Item
from eligex.components.findings import START

_SUPPORT = re.compile(
    r"""[\s,(]*\b(?P<text>(?:
        without|by|as\s+(?:measured|assessed|calculated|determined|estimated)\s+by|on|using|with|off|independent\s+of
      | in(?=\s+(?:an?|the)\s+(?:sitting|seated|supine|standing|recumbent|upright|lying|semi)\b)
      | as\s+per|per(?=\s+(?-i:[A-Z]))
      | (?:calculated|measured|determined|confirmed|diagnosed)\s+(?:by|using|with|on)|in\s+the\s+absence\s+of
      )\s+[^,;()\n]{2,90}(?:\([A-Z]{2,8}\))?)""",
    re.IGNORECASE | re.VERBOSE,
)
_NEXT_CLAUSE = re.compile(
    r"\s+(?:and|or|but)\s+(?=\S+\s+(?:[≥≤<>=]|counts?|is|must|should|levels?)|no\b|\S+\s*[≥≤<>=])"
)
_TRAILING = re.compile(r"\s+(?:and|or)\Z", re.IGNORECASE)
_RANKED = ("{percentile}", "{SD}")
_REFERENCE = re.compile(
    r"\s*,?\s*(?P<text>(?:for|of|by|(?:relative|according)\s+to|based\s+on|(?:adjusted|corrected)\s+for|compared\s+(?:to|with))\s+[^;.()\n,]{2,90})",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*(?:,|,?\s*\b(?:and|or)\b)\s*(?:as\s*)?\Z", re.IGNORECASE)
_ABSENCE = re.compile(r"(?:without|off|in the absence of|independent of)\b", re.IGNORECASE)
_TELLING = re.compile(
    r"[\s-]*(?:confirm|prov|document|verif|diagnos|establish|demonstrat)\w*\b|"
    r"\s*(?:\([^()]{1,30}\)\s*)?(?:(?:indicat|show|reveal|demonstrat|suggest)\w*\b|in\s+(?=(?:complete\s+)?(?:remission|response)\b))",
    re.IGNORECASE,
)
_SHOWING = re.compile(r"\s*(?:\([^()]{1,30}\)\s*)?(?:indicat|show|reveal|demonstrat)\w*\b", re.IGNORECASE)
LOOKS = re.compile(
    r"(?:scans?|imaging|\w*gra(?:ms?|phy)|\b(?:CT|MRI|PET|MUGA|ECHO|ECG|EKG)|x-?rays?|ultrasounds?|exam(?:ination)?s?|tests?|biops(?:y|ies)|\w+scop(?:y|ies))\Z",
    re.IGNORECASE,
)
_TELLING_REACH = 60
_BY = re.compile(r"\b(?:by|via)\s+(?:(?:the|a|an|standard|either)\s+)?(?:\w+,\s*)*$", re.IGNORECASE)
_METHOD = re.compile(
    r"""[\s()]*\b(?:as\s+|not\s+)?(?:(?:confirmed|diagnosed|documented|established|proven|verified|assessed|determined|shown|seen|detected|
    identified|demonstrated|evidenced|visible|found)\s+)?
    (?:by|via|using|on|through|(?:in|at)\s+(?:the\s+)?(?:last|latest|most\s+recent))\s+
    (?:(?:the|a|an|standard|local|central)\s+)*$""",
    re.IGNORECASE | re.VERBOSE,
)


def support(item: Item, statements: list[Statement]) -> list[Statement]:
    """Adds the qualifiers; drops the statements that turn out to be no more than one."""
    tell_norms(item, statements)
    for s in statements:
        if s.threshold is not None and s.kind != "age":  # "adults over 18 with asthma" have asthma
            _behind(item, s, s.threshold.end)
            if s.duration is not None and s.duration.start >= s.threshold.end:
                _behind(item, s, s.duration.end)
    return _methods(item, statements)


def _behind(item: Item, s: Statement, at: int) -> None:
    _, hi = item.segments.bounds(at - 1)
    rest = item.quote(at, hi)
    ranked = s.bounds is not None and s.bounds.get("unit") in _RANKED
    m = None if re.match(r"\s*\)", rest) else (ranked and _REFERENCE.match(rest)) or _SUPPORT.match(rest)
    if m is None:
        return
    a, b = at + m.start("text"), at + m.end("text")
    cut = _NEXT_CLAUSE.search(item.quote(a, b))
    b = a + cut.start() if cut else b
    b = _with_times(item, s, a, b)
    nearest = min((t for t in item.thresholds if t.overlaps(a, b)), key=START, default=None)
    if nearest is not None:
        parted = _GOES_ON.search(item.quote(a, nearest.start))
        if parted is None or s.threshold is None or not same_quantity(item, s.threshold, nearest):
            return
        b = a + parted.start()
    text = _TRAILING.sub("", item.quote(a, b).rstrip())
    told = any(x <= a < y for x, y in s.aside)
    if len(text.split()) > 1 and not told:
        s.qualify(a, a + len(text), text)


def _with_times(item: Item, s: Statement, a: int, b: int) -> int:
    """Where the qualifier ends: a time within `without transfusion in the last 7 days` is the
    transfusion's, one behind any other method is the bound's own."""
    inside = [x for x in (*item.windows, *item.durations) if a < x.start <= b + 1]
    if not inside:
        return b
    if not _ABSENCE.match(item.quote(a, b)) or "," in item.quote(a, inside[0].start):
        return min(b, inside[0].start)
    if s.window is inside[0]:
        s.window = None
    if s.duration is inside[0]:
        s.duration = None
    return max(b, inside[0].end)


def _tells(item: Item, s: Statement, statements: list[Statement]) -> bool:
    """`echocardiography indicates …`, `marrow morphology in remission`: the procedure tells the next statement."""
    if s.kind != "procedure" or s.negated:
        return False
    _, hi = item.segments.bounds(s.at)
    said = _TELLING.match(item.quote(s.end, hi))
    return said is not None and any(0 <= x.at - s.end <= _TELLING_REACH and x is not s for x in statements)


def _tells_too(item: Item, s: Statement, told: list[Statement]) -> bool:
    """`MUGA scan or echocardiogram showing …`: either of them tells it."""
    named = (
        s.kind in ("procedure", "measurement") and s.threshold is None and s.value is None and s.base is None
    )
    looks = named and not s.negated and LOOKS.search(item.quote(s.at, s.end)) is not None
    joined = JOINT.fullmatch(item.quote(s.end, max(s.end, told[0].at))) is not None
    return looks and joined and _SHOWING.match(item.text, told[-1].end - item.start) is not None


def _is_method(item: Item, s: Statement, loose: Statement | None) -> bool:
    """`… by lymphangiogram, CT scan or MRI` with nothing known that they showed: no test is asked for."""
    if s.window is not None or s.negated:
        return False
    if loose is not None and JOIN.fullmatch(item.quote(loose.end, s.start)):
        return True
    lo, _ = item.segments.bounds(s.start)
    return _BY.search(item.quote(lo, s.start)) is not None


def _is_shown(s: Statement) -> bool:
    """A condition or a result is what a method shows."""
    return (
        s.kind == "condition"
        or s.value is not None
        or (s.kind == "measurement" and s.threshold is not None and not s.qualifiers)
    )


def _show(item: Item, s: Statement, start: int, method: Statement) -> None:
    s.qualify(start, method.end, item.quote(start, method.end))
    s.taken |= method.taken
    s.end = method.end


def _methods(item: Item, statements: list[Statement]) -> list[Statement]:
    """`leukemia by bone marrow morphology`: the procedure tells how the condition was found."""
    kept: list[Statement] = []
    loose: Statement | None = None
    shown: Statement | None = None
    told: list[Statement] = []
    for s in statements:
        for method in told:
            s.qualify(method.start, method.end, item.quote(method.start, method.end))
        told.clear()
        if _tells(item, s, statements):
            told.append(s)
            while kept and _tells_too(item, kept[-1], told):
                told.insert(0, kept.pop())
            continue
        last = kept[-1] if kept else None
        if s.kind in ("procedure", "measurement") and not s.threshold and not s.value:
            near = last is not None and last.end <= s.start
            lead = _METHOD.fullmatch(item.quote(last.end, s.start)) if last is not None and near else None
            if last is not None and lead and _is_shown(last) and item.segments.same(last.at, s.at):
                a = last.end + len(lead.group()) - len(lead.group().lstrip(" \t\n\r()"))
                _show(item, last, a, s)
                shown = last
                continue
            if last is not None and last is shown and near and JOIN.fullmatch(item.quote(last.end, s.start)):
                _show(item, last, s.start, s)
                continue
            if lead is None and _is_method(item, s, loose):
                loose = s
                continue
        kept.append(s)
    return kept
