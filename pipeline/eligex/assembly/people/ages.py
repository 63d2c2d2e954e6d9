"""Ages that say whom another statement is about: `consent of a guardian for patients < 18 years`, `Age ≥ 65: …`."""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.people.populations import set_whom
from eligex.text.lazily import lazily

_FOR_AGED = re.compile(
    r"(?:\b(?:for|in|if|of|from)\s+|\(\s*(?!(?:for|in|if|of)\s))(?P<who>(?:(?:the|all|any|a)\s+)?(?:\w+\s+)?(?:patients?|subjects?|participants?|those|child|children|minors|"
    r"individuals|adults|adolescents|(?:fe)?males?|(?:wo)?m[ae]n|girls|boys)\b(?:\s+(?:who|that|are|is|aged?|with|ages))*\s*)$",
    re.IGNORECASE,
)
_OPENS = lazily(r"[,;:]\s*\Z")
_EITHER = lazily(r"\bor\b", re.IGNORECASE)
_LABELLED = lazily(
    r"\W*(?:(?:for|in|patients?|subjects?|participants?|children|adults?|those|who|are)\s+)*", re.IGNORECASE
)
_LABEL_ENDS = lazily(
    r"(?:\s*(?:years?|yrs?|months?|of\s+age|old|(?:and|or)\s+(?:older|over|above|under|younger)))*\s*:",
    re.IGNORECASE,
)


def _age_label(item: Item, statements: list[Statement]) -> Statement | None:
    """`Age ≥ 65 years: apnea index > 15`: the age before the colon says whom the rest is about."""
    first = statements[0] if len(statements) > 1 else None
    if first is None or first.kind != "age" or first.threshold is None:
        return None
    begins = _LABELLED.fullmatch(item.quote(item.start, first.start))
    return first if begins and _LABEL_ENDS.match(item.text, first.threshold.end - item.start) else None


def absorb_ages(item: Item, statements: list[Statement]) -> list[Statement]:
    """`consent of a guardian for patients < 18 years`: the age says whom the statement before it is about."""
    kept: list[Statement] = []
    if (label := _age_label(item, statements)) is not None and label.threshold is not None:
        statements = statements[1:]
        for s in statements:
            if s.applies_to is None:
                set_whom(item, s, label.start, label.threshold.end)
    placed = [(_said_at(s, statements), s) for s in statements]
    for at, s in sorted(placed, key=lambda p: p[0]):
        lo, _ = item.segments.bounds(at)
        before = [k for k in kept if item.segments.same(k.at, at) and k.kind != "age" and k.end <= at]
        aged = s.kind == "age" and s.threshold is not None and before
        lead = _FOR_AGED.search(item.quote(lo, at)) if aged else None
        bare = lead is not None and lead[0].startswith("(") and before[-1].threshold is None
        if lead is None or bare or s.threshold is None:  # "asthma (children ≥ 6 years)" asks for children
            kept.append(s)
            continue
        first = _led(item, s, lo + lead.start(), statements)
        for k in [first] if first is not None else _of_that_age(item, before):
            if k.applies_to is None:
                set_whom(item, k, lo + lead.start("who"), s.threshold.end)
            k.taken |= s.taken
    return kept


def _said_at(s: Statement, statements: list[Statement]) -> int:
    """Where an age is said: its subject may stand before other things ("A for > 16 years of age, B for ≤ 16 years")."""
    t = s.threshold
    if s.kind != "age" or t is None:
        return s.at
    apart = any(s.start < k.start and k.end <= t.start for k in statements if k is not s)
    return t.start if apart else s.start


def _led(item: Item, s: Statement, at: int, statements: list[Statement]) -> Statement | None:
    """`…, for subjects 12 to 17 years of age, FEV1 < 90 %`: what an age between commas leads."""
    if s.threshold is None:
        return None
    end = s.threshold.end
    behind = [k for k in statements if k.at >= end and k.kind != "age"]
    first = min(behind, key=lambda k: k.at, default=None)
    if first is None or first.threshold is None:
        return None
    opens = _OPENS.search(item.quote(item.segments.bounds(at)[0], at)) is not None
    return first if opens and "," in item.quote(end, first.at) else None


def _of_that_age(item: Item, before: list[Statement]) -> list[Statement]:
    """Of `A ≥ 60 or B ≥ 60 for patients < 16 years` the last alone."""
    *_, last = before
    if len(before) < 2 or last.threshold is None or before[-2].threshold in (None, last.threshold):
        return before
    return [last] if _EITHER.search(item.quote(before[-2].end, max(before[-2].end, last.at))) else before
