"""What a head says of each item nested under it: when (`Any of the following heart conditions within 6 months:`), and
that it is so now (`Concurrent medication:`).

Such a head asks for nothing by itself: what it names is the kind of the things below. A head that only tells what
becomes of them (`Excluded:`) hands on what the head above it says.
"""

import re
from dataclasses import replace

from eligex.assembly.forms.statement import Statement
from eligex.assembly.heads.awaited import awaits
from eligex.assembly.items.reading import Item, is_bounded
from eligex.assembly.times.shared_anchors import anchor_of, with_anchors
from eligex.assembly.times.timing import give
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_LEADS = (  # that name nothing
    r"(?:the|any|all|of|following|these|below|listed|patients?|subjects?|participants?|individuals?|volunteers?|who|which|have|has|had|having"
    r"|receiv(?:e|ed|ing|es)|receipt|taken|taking|tak(?:e|es)|are|is|were|was|been|being|will|be|must|should|may|excluded?|exclusions?|prohibited"
    r"|disallowed|use[ds]?|using|usage|treat(?:ed|ment)|therap(?:y|ies)|administration|undergone|underwent|undergoing|experienced|requir(?:e|ing)|prior|previous"
    r"|currently|current|concurrent|concomitant|ongoing|medications?|drugs?|agents?|history|occurrence|presence|evidence|diagnosis|diagnosed|with"
    r"|or|and|a|an|to|in|one|either|more|no|none|not|never|eligible|ineligible|allowed|permitted|if|documented|known|within|during|at|times?|periods?|specified|stated|indicated|frames?|timeframes?)"
)
_SORTS = (  # kinds of things, said in the plural of what is listed
    r"(?:conditions?|diseases|disorders|illnesses|medications?|drugs?|treatments?|therap(?:y|ies)|agents|abnormalit(?:y|ies)|events?|findings"
    r"|symptoms|signs|procedures?|interventions?|infections|comorbidit(?:y|ies)|complications|diagnos[ei]s|substances?|products?|vaccines?"
    r"|surgeries|problems|criteri(?:a|on)|values|results|parameters|classes|characteristics|features|situations|circumstances"
    r"|histor(?:y|ies)|items|factors|requirements|tests|cases|reasons)"
)
_WORD = (
    r"(?:(?!(?:is|are|was|were|has|have|had|will|would|must|may|can|cannot|should|who|that|which|with|without|for|to|of|in|on|at|by|from|unless"
    r"|except\w*|if|but|no|not|including|such|as|whose|following)\b)[\w/'’()-]+)"
)
_OPEN = lazily(r"\b(?:following|these|below|listed)\b|:\s*\Z", re.IGNORECASE)
_KIND = rf"(?:(?:{_WORD}[\s,]+){{0,7}}?(?:-|\b){_SORTS}\b)"
_GENERAL = lazily(
    rf"(?:[\W_]|\b{_LEADS}\b)*(?:(?<=following)|(?<=these)|(?<=below)|(?<=listed))\s+(?P<kind>{_KIND})(?:[\W_]|\b(?:{_LEADS}|occurred|that|{_SORTS})\b)*",
    re.IGNORECASE,
)
_EMPTY = lazily(rf"(?:[\W_]|\b{_LEADS}\b)*", re.IGNORECASE)
_NOW = lazily(
    r"\b(?:concurrent(?:ly)?|concomitant(?:ly)?|current(?:ly)?|ongoing)\b(?:\s+(?:use|taking|receiving|using|undergoing))?",
    re.IGNORECASE,
)
_OR_THEN = lazily(
    r"\b(?:prior(?!\s+to)|previous(?:ly)?|past|history|recent(?:ly)?|former(?:ly)?|or\s+(?:had|has|have|received))\b",
    re.IGNORECASE,
)
_TELLS_TIME = lazily(
    r"\b(?:prior|previous(?:ly)?|past|history|recent(?:ly)?|former(?:ly)?|ever|current(?:ly)?|con(?:current|comitant)(?:ly)?|ongoing"
    r"|on\s+study|plan\w*)\b",
    re.IGNORECASE,
)
_TIMED = ("drug", "procedure", "condition", "state", "measurement")
_OF_PEOPLE = lazily(
    r"\W*(?:the\s+)?(?:patients?|subjects?|participants?|inability|unable|unwilling)\b", re.IGNORECASE
)


def hand_on(items: list[Item]) -> None:
    """Gives each item what the head above it tells of it, and marks the heads that only do that (`general`)."""
    by_id = {item.id: item for item in items}
    heads = {item.parent for item in items}
    for item in items:
        above = by_id.get(item.parent or "")
        if above is not None and above.timed is not None and above.handed_on is not None:
            item.head = above.own_words
        if above is not None and (above.general or above.handed_on is not None):
            item.timed, item.now = above.timed, above.now
        if item.id in heads and _OPEN.search(item.text):
            _mark(item)


def _mark(head: Item) -> None:
    """A head with a time of its own hands that on, and not the one above it."""
    w = _only_time(head) if head.windows else None
    if head.windows and w is None:
        return
    begin, end = _extent(w) if w is not None else (head.end, head.end)
    words = head.quote(head.start, begin) + " " + head.quote(end, head.end)
    head.general = _is_general(head, words)
    if w is not None and (head.general or awaits(words)):
        head.windows.clear()
        head.timed, head.handed_on = w, (begin, end)
    if head.general and w is None and not _OR_THEN.search(words) and (now := _NOW.search(head.text)):
        head.now = (head.start + now.start(), head.start + now.end())


def _only_time(head: Item) -> Finding | None:
    """The one window that a head has, with the anchor that stands apart from it."""
    found = with_anchors(head)
    apart = [w.value["told"] for w in found if "told" in w.value]
    left = [w for w in found if (w.start, w.end) not in apart]
    told = [w for w in left if is_bounded(w) or w.value.get("anchor")]
    return told[0] if len(told) == len(left) == 1 else None


def _extent(w: Finding) -> tuple[int, int]:
    """Of a window with its anchor and with what is told in half-lives beside it."""
    ends = [(w.start, w.end), w.value.get("told", (w.start, w.end))]
    if words := w.value.get("alternative"):
        ends.append((w.value["alternative_start"], w.value["alternative_start"] + len(words)))
    return min(a for a, _ in ends), max(b for _, b in ends)


def _is_general(head: Item, words: str) -> bool:
    if _EMPTY.fullmatch(words):
        return True
    m = _GENERAL.fullmatch(words)
    return m is not None and (head.section == "exclusion" or _EMPTY.fullmatch(m["kind"]) is not None)


def keep_said_by_head(item: Item, statements: list[Statement]) -> None:
    """The time that the head tells, for each that has none of its own, and from when that of the others counts."""
    if (item.timed is None and item.now is None) or _OF_PEOPLE.match(item.text):
        return  # a sentence of its own that a list without marks runs into
    for s in statements:
        if item.timed is not None and s.window is not None:
            s.window = _counted(s.window, item.timed)
        if s.window is not None or s.duration is not None or s.base is not None or s.permitted:
            continue
        if item.timed is not None and s.kind in _TIMED:
            give(s, item.timed)
        elif item.now is not None and s.kind in ("drug", "procedure") and not _TELLS_TIME.search(item.text):
            s.qualify(*item.now, item.whole[slice(*item.now)])


def _counted(own: Finding, above: Finding) -> Finding:
    """`within 4 weeks` under `Any of the following before the first dose:`."""
    alike = own.value.get("relation") == above.value.get("relation") == "before"
    if not (alike and is_bounded(own) and own.value.get("anchor") is None):
        return own
    return replace(own, value={**own.value, **anchor_of(above.value)})
