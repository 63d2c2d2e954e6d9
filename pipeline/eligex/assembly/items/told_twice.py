"""`vascular endothelial growth factor (VEGF) targeted therapy`, `Bruton tyrosine kinase (BTK) inhibitors`: one thing,
named by what it acts on and by the short form of that.

Without it the target itself would be a drug or a disease, and the action any.
"""

import re
from collections.abc import Iterator, Sequence

from eligex.assembly.items.drug_actions import drug_by_target
from eligex.components.findings import Finding, with_wholes
from eligex.text.lazily import lazily

_OPENS = lazily(r"\s*[(\[]\s*")
_ACTION = lazily(
    r"\s*[)\]][\s-]*(?:(?:pathway|receptor|kinase|axis)[\s-]+)?(?P<action>(?:inhibitors?|antagonists?|agonists?|blockers?|modulators?|degraders?"
    r"|(?:targeted|directed|targeting|blocking)[\s-]+(?P<what>agents?|drugs?|medications?|compounds?|therap(?:y|ies)|treatments?))\b)(?!\s+of\b|-)",
    re.IGNORECASE,
)
_JOINT = lazily(
    r"(?P<closed>\s*[)\]])\s*(?:,\s*)?(?:/|(?:or|and|and/or)\b)?\s*(?:(?:an?|any|other|anti)[\s-]+)*",
    re.IGNORECASE,
)
_CURES = lazily(r"therap(?:y|ies)|treatments?", re.IGNORECASE)


def with_told_twice(found: list[Finding], text: str, abbreviations: Sequence[Finding]) -> list[Finding]:
    """The findings, with such a thing in place of its parts; what the vocabulary names as a whole stays."""
    told = [
        f for f in _each(text, abbreviations, found)
        if not any(x.label in ("DRUG", "PROCEDURE") and x.code and x.start <= f.start and f.end <= x.end for x in found)
    ]  # fmt: skip
    return with_wholes(found, told)


def _each(text: str, abbreviations: Sequence[Finding], found: Sequence[Finding]) -> Iterator[Finding]:
    """From the last to the first: "A (B) or C (D) inhibitors" are inhibitors of both."""
    behind: tuple[int, re.Match[str]] | None = None  # where the next target begins, and the action
    for short in sorted(abbreviations, key=lambda f: f.start, reverse=True):
        begin, end = short.value.get("defined_at") or (0, 0)
        if end > short.start or _OPENS.fullmatch(text, end, short.start) is None:
            continue
        m, last = _ACTION.match(text, short.end), None
        if m is None and behind is not None and not any(_is_itself(x, begin, end) for x in found):
            last = _JOINT.fullmatch(text, short.end, behind[0])
            m = behind[1] if last else None
        behind = (begin, m) if m is not None else None
        if m is not None:
            label = "PROCEDURE" if m["what"] and _CURES.fullmatch(m["what"]) else "DRUG"
            stop = last.end("closed") if last else m.end()
            yield drug_by_target(begin, stop, text[short.start : short.end], m["action"], label)


def _is_itself(x: Finding, begin: int, end: int) -> bool:
    """`methotrexate (MTX) or Janus kinase (JAK) inhibitors`: a drug or a disease, and no target of the action."""
    known = x.code is not None or x.label == "PROCEDURE" or "analyte" in x.value
    ill = x.label in ("CONDITION", "PROCEDURE", "MEASUREMENT") and known and x.overlaps(begin, end)
    return ill or (x.label == "DRUG" and x.name is not None and x.start <= begin and end <= x.end)
