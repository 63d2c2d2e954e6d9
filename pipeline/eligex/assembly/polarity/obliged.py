"""What an exclusion worded as a duty asks for: `smokers must have a normal X-ray`, `a negative test is required`."""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.formalities import EXAMINED
from eligex.text.lazily import lazily

_NEEDED = lazily(  # "a negative pregnancy test is required"
    r"^\W*(?:(?:if|in\s+case\s+of|in\s+the\s+(?:event|case|presence)\s+of|for)\b[^,;.]{1,80},\s*)?"
    rf"(?P<what>(?:(?!\b(?:if|who|that|which|whom|where|when|no|not)\b)[^,;.]){{0,60}}\b{EXAMINED}\b"
    r"(?:(?!\b(?:if|who|that|which|whom|where|when|no|not)\b)[^,;.]){0,60}?)\s(?:is|are|(?:will|would)\s+be)\s+(?:also\s+)?(?:required|mandatory|necessary)\b"
    # … "central venous access will be required for all patients"
    r"|^\W*(?P<every>(?:[\w/-]+\s+){1,6}?)(?:is|are|(?:will|would)\s+be)\s+(?:required|mandatory|necessary)\s+(?:for|of|in)\s+(?:all|every|each)\b",
    re.IGNORECASE,
)
_LEADS_LIST = lazily(r"\b(?:must|should)\s[^:]*\bfollowing\b[^:]{0,80}:\s", re.IGNORECASE)
_OBLIGED = lazily(
    r"(?<!\bwho )(?<!\bthat )(?<!\bwhich )(?<!\bunless )\b(?:must|should|(?:is|are)\s+required\s+to"
    r"(?!\s+(?:take|receive|continue)\s+(?!(?:an?\s+)?(?:\w+\s+){0,3}tests?\b)))\s+"  # who needs a drug is no duty
    r"(?!(?:not|n't|never|preferably|ideally|(?:(?:also|then)\s+)?be\s+(?:(?:also|then)\s+)?(?:excluded|withdrawn|discontinued|stopped|avoided|deferred|postponed|removed|discussed|considered|used)"
    r"|avoid|discontinue|stop|cease|refrain|abstain|preclude|exclude|prevent|prohibit|disqualify)\b)|\bit\s+is\s+(?:required|mandatory|necessary|essential)\s+that\s+",
    re.IGNORECASE,
)
_OBLIGING_HEAD = lazily(  # "All patients must be:" over a list
    r"\W*(?:(?:all|the|eligible|these|female|male)\s+)*(?:patients?|subjects?|participants?|individuals?|women|men|volunteers?)\s+"
    r"(?:must|should|(?:are|is)\s+required\s+to)\s+(?:also\s+)?(?:be|have|meet|fulfil\w*|agree\s+to|use)\b"
    r"(?:(?!\b(?:not|no|none|never|without)\b)[^.;]){0,80}:\s*|\W*(?:also\s+)?required\s*:\s*",
    re.IGNORECASE,
)
_BROKEN = lazily(r"\b(?:if|for\s+whom|in\s+whom|where|when)\b[^,;.]*$|\b(?:and|or)\s+$", re.IGNORECASE)
# "…, and patients must have recovered from it": a criterion of its own behind another one
_ADDED = lazily(
    r"[\s,;]+(?:and|but)\s+(?P<people>(?:the\s+|all\s+)?(?:patients?|subjects?|participants?|individuals?|they)\s+)?$",
    re.IGNORECASE,
)
_RECOVERED = lazily(r"(?:must|should)\s+have\s+(?:\w+ly\s+)?recovered\b", re.IGNORECASE)
_RELATIVE = lazily(r"\b(?:who|whose|that|which)\b", re.IGNORECASE)


def oblige(item: Item, statements: list[Statement]) -> None:
    """`Smokers must have a normal chest X-ray` among exclusions asks for the X-ray, and for no smokers."""
    if item.section != "exclusion":
        return
    if _OBLIGING_HEAD.fullmatch(item.head):
        for s in statements:
            s.obliged = True
        return
    for lo, hi in _duties(item):
        if needed := _NEEDED.search(item.quote(lo, hi)):
            what = "what" if needed["what"] else "every"
            for s in (x for x in statements if lo <= x.at < hi):
                s.obliged = lo + needed.start(what) <= s.at < lo + needed.end(what)
                s.permitted = s.permitted or not s.obliged
            continue
        m = _OBLIGED.search(item.quote(lo, hi))
        if m is None or _of_an_exception(item, lo + m.start()):
            continue
        duty = lo + m.start()
        lo, added = _added(item, lo, duty)
        if not added and _BROKEN.search(item.quote(lo, duty)):
            continue
        inside = item.segments.bracket(duty)
        lo, hi = (max(lo, inside[0]), min(hi, inside[1])) if inside else (lo, hi)
        for s in statements:
            if lo <= s.at < hi:
                s.obliged = max(s.at, s.end) > duty
                s.permitted = s.permitted or not s.obliged


def _duties(item: Item) -> list[tuple[int, int]]:
    """The sentences, but one that leads a list over semicolons with all of it: `must meet the following: A; B; C`."""
    found: list[tuple[int, int]] = []
    for lo, hi in item.sentences:
        if found and _LEADS_LIST.search(item.quote(*found[-1])) and item.quote(lo - 1, lo) == ";":
            found[-1] = found[-1][0], hi
        else:
            found.append((lo, hi))
    return found


def _added(item: Item, lo: int, duty: int) -> tuple[int, bool]:
    """Where the clause of the duty begins in the sentence at `lo`, and whether another criterion stands before it."""
    words = item.quote(lo, duty)
    m = _ADDED.search(words)
    own = m is not None and (
        m["people"] or (_RECOVERED.match(item.whole, duty) and not _RELATIVE.search(words))
    )
    return (lo + m.start(), True) if m is not None and own else (lo, False)


def _of_an_exception(item: Item, at: int) -> bool:
    """`pneumonia, unless recovered; must be off therapy`: what is carved out, and no duty of who has the rest."""
    scopes = (c.value.get("scope") for c in item.contexts if c.label == "EXCEPTION")
    return any(a <= at < b for a, b in (e for e in scopes if e))
