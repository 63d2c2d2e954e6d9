"""`A 4-week washout of A or B`, `a washout of 4 weeks following A`: so long ago at least must the last of it be."""

import re
from dataclasses import replace

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.components.windows.times import times
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_WASHOUT = r"wash[\s-]?outs?(?:\s+(?:periods?|times?))?"
_AS_LONG = Scanner(
    lazily(
        rf"\b(?:\d+|one|two|three|four|five|six|eight|ten|twelve)[\s-]+(?:days?|weeks?|wks?|months?)['’]?\s+(?:minimum\s+|drug\s+|medication\s+)?{_WASHOUT}\s+(?:of|from|for)\s",
        re.IGNORECASE,
    )
)
_OF = lazily(
    rf"\b{_WASHOUT}\s+(?:(?:of|for|is|:)\s+)?(?:(?:about|approximately|a\s+minimum\s+of)\s+)?\Z",
    re.IGNORECASE,
)
_NEAR = 60


def wash_out(item: Item, statements: list[Statement]) -> None:
    """Gives the length of a washout to what it denies, and turns the times that would tell it as the most."""
    for m in item.matches(_AS_LONG):
        length = next(times(item.whole, *m.span()), None)
        if length is None:
            continue
        value = length.bounds("low_in") | {"unit": length.unit}
        for s in statements:
            if s.duration is None and _is_washed_out(s, m):
                s.duration = Finding(*m.span(), "DURATION", "assembly:washout", value=value)
                s.take(*m.span())
    for s in statements if item.section == "inclusion" else ():
        w = s.window
        if w is None or s.negated or w.value.get("low") is not None or w.value.get("relation") != "after":
            continue
        if _OF.search(item.quote(max(item.start, w.start - _NEAR), w.start)):
            least = {"low": w.value["high"], "low_inclusive": True, "high": None, "high_inclusive": None}
            s.window = replace(w, value={**w.value, **least})


def _is_washed_out(s: Statement, m: re.Match[str]) -> bool:
    free = s.window is None or s.window.value.get("low") is s.window.value.get("high") is None
    return free and s.negated and s.cue is not None and s.cue.overlaps(*m.span())
