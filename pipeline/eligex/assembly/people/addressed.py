"""Words that only say of whom a statement is: `For patients on warfarin, …`, `… in women with lupus`, `… if diabetic`.

What stands in them is neither asked for nor excluded. They are found before anything is stated; their mentions,
bounds and cues leave the item, and the statements that they limit carry them as `applies_to`.
"""

import re

from eligex.assembly.forms.extents import Extents
from eligex.assembly.forms.segments import BLANK
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import JOIN
from eligex.assembly.items.reading import Item
from eligex.assembly.people.cases import cases, second_bounds, topics
from eligex.assembly.people.design_parts import design_parts
from eligex.assembly.people.noun_phrases import glosses
from eligex.assembly.people.other_people import others
from eligex.assembly.people.sites import sites
from eligex.assembly.people.whom import COLON, LETTER, PREPOSITION, bracketed, labels, phrases, subjects
from eligex.assembly.polarity.line_counts import line_counts
from eligex.assembly.polarity.provisos import notes, repeats
from eligex.components.findings import Finding

_NUMBER = re.compile(r"(?<![\w.-])\d+")
_CASE = re.compile(
    r"\w+\s+(?:the\s+)?(?:patients?|subjects?|participants?|those|individuals|cases?)\s+(?:with|who|having|on|receiving|without)\b",
    re.IGNORECASE,
)
_SAID = re.compile(r"\w")
_HIDDEN = ("mentions", "thresholds", "windows", "durations", "negations", "contexts")


def address(item: Item) -> None:
    """Takes out of the item what only says of whom the rest is, and keeps it as its `groups`."""
    if again := [*repeats(item), *notes(item), *line_counts(item)]:  # such a permission frees nobody
        item.contexts = [c for c in item.contexts if not any(c.within(*e) for e in again)]
    found = [*design_parts(item), *sites(item)]
    for g in (
        *labels(item),
        *phrases(item),
        *bracketed(item),
        *cases(item),
        *subjects(item),
        *others(item),
        *second_bounds(item),
        *glosses(item),
        *topics(item),
    ):
        if not any(g.overlaps(x.start, x.end) for x in found) and not _cuts(item, g):
            found.append(g)
    if not found:
        return
    item.groups = sorted(found, key=lambda g: g.start)
    extents = Extents((g.start, g.end) for g in found)
    item.text = _blanked(item, item.groups)
    for name in _HIDDEN:
        setattr(item, name, [f for f in getattr(item, name) if not extents.hold((f.start, f.end))])


def _blanked(item: Item, groups: list[Finding]) -> str:
    """The item's words without those of the groups, which name nothing; of the same length."""
    parts, at = [], item.start
    for g in groups:
        parts += [item.quote(at, g.start), BLANK * (g.end - g.start)]
        at = g.end
    return "".join([*parts, item.quote(at, item.end)])


def limit_trailing(item: Item, statements: list[Statement]) -> None:
    """To the group right behind it, each that is not limited yet."""
    told = [(s, g) for g in item.groups if "scope" not in g.value for s in _before(item, statements, g)]
    for s, g in told:  # what two are said of is of neither: "at visit 1 (adults) or visit 2 (children)"
        if not any(s is x and g is not y for x, y in told):
            _limit(item, s, g)


def limit_led(item: Item, statements: list[Statement]) -> None:
    """To the group that its sentence begins with, each that is limited to no narrower one."""
    leads = [g for g in item.groups if "scope" in g.value]
    for n, g in enumerate(leads):
        lo, hi = g.value["scope"]
        hi = min([hi, *(x.start for x in leads[n + 1 : n + 2])])
        for s in statements:
            if lo <= _place(s) < hi:
                _limit(item, s, g)


def _place(s: Statement) -> int:
    """Where something is said: a bound may have its subject from the sentence before."""
    return s.threshold.start if s.threshold else s.at


def _limit(item: Item, s: Statement, g: Finding) -> None:
    words = item.whole[g.start : g.end]
    if COLON.match(item.whole, g.end) or not _CASE.match(words):
        words = PREPOSITION.sub("", words)
    s.applies_to = s.applies_to or words
    if s.applies_to in words:
        s.take(g.start, g.end)


def _before(item: Item, statements: list[Statement], g: Finding) -> list[Statement]:
    """The last statement before a group, and those that share its bound or are joined to it without one."""
    near = [s for s in statements if s.end <= g.start and item.segments.same(_place(s), g.start)]
    inside = item.segments.bracket(g.start)
    if inside and _SAID.search(item.quote(inside[0], g.start)):  # "(≤ 5 × ULN if A)"
        near = [s for s in near if inside[0] < _place(s)]
    if not near:
        return []
    last = max(near, key=lambda s: s.end)
    if _counts_anew(item, last.end, g.start):
        return []
    found = [last]
    for s in sorted(near, key=lambda s: -s.end):
        if s is last:
            continue
        shared = s.threshold is not None and s.threshold is last.threshold
        bare = s.threshold is last.threshold is None and s.kind == last.kind
        if shared or (bare and JOIN.fullmatch(item.quote(s.end, max(s.end, found[-1].at)))):
            found.append(s)
    return found


def _counts_anew(item: Item, at: int, hi: int) -> bool:
    """Whether a number of which nothing was made stands between: `> 2 months for A or 2 years for B`."""
    known = (*item.windows, *item.durations, *item.mentions)
    numbers = [at + m.start() for m in _NUMBER.finditer(item.quote(at, hi))]
    return any(not any(x.start <= n < x.end for x in known) for n in numbers)


def _cuts(item: Item, g: Finding) -> bool:
    """Whether it begins or ends inside a name, or is what an exception is of ("except in patients with A")."""
    if any(m.start < edge < m.end for m in item.mentions for edge in (g.start, g.end)):
        return True
    if any(c.label == "ALLOWED" and c.overlaps(g.start, g.end) for c in item.contexts):
        return True
    cues = [c for c in item.contexts if c.label == "EXCEPTION"]
    return any(c.overlaps(g.start, g.end) or _opens(item, c, g.start) for c in cues)


def _opens(item: Item, cue: Finding, at: int) -> bool:
    return cue.end <= at and not LETTER.search(item.quote(cue.end, at))
