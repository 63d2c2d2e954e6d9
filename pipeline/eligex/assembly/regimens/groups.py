"""Drugs of a sentence with the facts that they share, and what of a fact another drug may be given."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from eligex.assembly.regimens.mentions import Mention
from eligex.assembly.regimens.phases import FIELDS, SHARED, length_of
from eligex.components.findings import Finding

_JOINED = re.compile(
    r"(?:\.?[)\]]+)?\s*(?:,|;|/|\+|&|-(?=\Z)|\band\b|\bplus\b|\bor\b|\bwith\b|\bin combination with\b|\bcombined with\b"
    r"|\b(?:mixed|admixed|reconstituted|concurrently|simultaneously) with\b|\bemulsified (?:in|with)\b"
    r"|\balong with\b|\btogether with\b"
    r"|\b(?:then )?followed (?:immediately )?by\b|\bimmediately\b|\bas well as\b|\beither\b|\bthe\b"
    r"|(?<=or )\ban?\b|\ban?\s(?:fixed|flat|single|standard)\sdose\sof\b|\s|\()*\s*"
    r"(?:(?<=and )[a-z]+\s)?",
    re.IGNORECASE,
)
# `on day 1 of each treatment cycle + B`, `60 mg/m2* and B`
_OF_EACH = re.compile(
    r"^\s?\*|^\s(?:of|in)\s(?:each|every|the)\s(?:treatment\s|chemotherapy\s)?(?:cycle|course)\b",
    re.IGNORECASE,
)
_ALIAS = re.compile(r"[®™]?\s?(?:\([^()]{1,30}\)|\[[^\[\]]{1,12}\])")
_GIVING = re.compile(r"^\)?\sadministration\b")


@dataclass(slots=True)
class Group:
    """Drugs that share the facts about them."""

    drugs: list[Mention]
    facts: list[Finding] = field(default_factory=list)
    since: int = 0  # where the drug is named once more, with another phase of it


def is_joined(gap: str) -> bool:
    """`, `, ` and `, ` (Avastin) plus oral `: nothing between two drugs that tells them apart."""
    gap = _OF_EACH.sub("", _ALIAS.sub("", gap))
    if gap.count("(") > gap.count(")"):
        return False
    return len(gap) < 40 and bool(_JOINED.fullmatch(gap))


def adjoin(here: Group, after: Group, text: str) -> bool:
    last = max((f.end for f in here.facts), default=here.drugs[-1].end)
    first = min([f.start for f in after.facts if f.start > last] + [after.drugs[0].start])
    gap = text[max(last, here.drugs[-1].end) : first]
    return is_joined(_GIVING.sub("", gap))


def is_followed(here: Group, after: Group, text: str) -> bool:
    """`A for 14 days followed by B until day 100`: the end is B's."""
    between = text[here.drugs[-1].end : after.drugs[0].start].lower()
    return "follow" in between or "then" in between


def cycle_of(f: Finding) -> dict[str, Any]:
    return f.value.get("cycle") or {}


def route_of(facts: Sequence[Finding]) -> Optional[str]:
    return next((f.value["route"] for f in facts if f.value.get("route")), None)


def stated(facts: Sequence[Finding]) -> set[str]:
    return {k for f in facts for k, v in f.value.items() if v is not None and k in FIELDS}


def part_of(f: Finding, keys: set[str]) -> Finding:
    value = {k: v for k, v in f.value.items() if k in keys or k == "warning"}
    return replace(f, value=value, source=SHARED)


def as_cycle(f: Finding) -> Finding:
    """`every 3 weeks` behind a list of drugs with their days is the cycle's length."""
    rate = f.value.get("frequency")
    if rate is None or "cycle" in f.value or rate["times"] != 1 or length_of(rate) < 14:
        return f
    cycle = {"length": rate["period"], "unit": rate["period_unit"], "count": None}
    return replace(f, value={**f.value, "cycle": cycle})
