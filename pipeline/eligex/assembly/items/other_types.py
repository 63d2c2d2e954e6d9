"""`type 1 or uncontrolled type 2 diabetes`, `diabetes type 1 or poorly controlled type 2`: two kinds of one disease, of
which the second has words of its own, so that they are no single name.
"""

import re

from eligex.assembly.items.designations import ONE, of_kind, with_designations
from eligex.assembly.items.premodifiers import is_adjective, tells_state
from eligex.components.findings import Finding, with_wholes
from eligex.text.lazily import lazily

_SOURCE = "conditions:shared-head"
_JOINT = r"\s*(?:,\s*(?:(?:or|and|and/or)\s+)?|/|\s(?:or|and|and/or)\s+(?:an?\s+)?)"
_OWN = r"(?P<own>(?:[a-z]+(?:ly|-)[\s-]*)?[a-z-]+)\s+"
_AHEAD = lazily(rf"\b(?P<whole>types?[\s-]+(?P<sort>{ONE})){_JOINT}{_OWN}\Z", re.IGNORECASE)
_BEHIND = lazily(rf"{_JOINT}{_OWN}(?P<whole>types?[\s-]+(?P<sort>{ONE}))(?!\s+diabet)", re.IGNORECASE)
_TYPED = lazily(r"types?[\s-]", re.IGNORECASE)
_TYPE = lazily(r"\btypes?\b", re.IGNORECASE)
_NEAR = 48


def with_kinds(found: list[Finding], text: str) -> list[Finding]:
    """The findings, those of diseases with their designations, with such kinds by the name that the whole has."""
    found = with_designations(found, text)
    typed = [f for f in found if f.label == "CONDITION" and _TYPE.search(text, f.start, f.end)]
    return with_wholes(found, [other for f in typed if (other := _other(f, text)) is not None])


def _other(f: Finding, text: str) -> Finding | None:
    first = _TYPED.match(text, f.start)
    m = _AHEAD.search(text, max(0, f.start - _NEAR), f.start) if first else _BEHIND.match(text, f.end)
    if m is None or not (tells_state(m["own"]) or is_adjective(m["own"])):
        return None
    told = of_kind(f, m["sort"], text, *m.span("whole"))
    return Finding(told.start, told.end, f.label, _SOURCE, told.name, told.system, told.code)
