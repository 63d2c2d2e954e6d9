"""Sex as a statement of its own, where it limits the patients and not a threshold."""

import re

from eligex.assembly.provisos import explanations
from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.components.findings import Finding

_POPULATION_OF = re.compile(
    r"\s*(?:patients?|subjects?|participants?)?\s*(?:of|who|must|should|with|using|capable|not)\b", re.I
)
_THE_ONE = re.compile(
    r"\w\s+(?:the|this|that|his|her)\s+$", re.IGNORECASE
)  # not at the beginning: "the male must be …"
_ONE = ("woman", "man", "female", "male", "girl", "boy")
_JOINT = re.compile(r"\s*(?:,|/|&|(?:and\s*/\s*)?\bor\b|\band\b|,?\s*non-?)?\s*", re.IGNORECASE)


def add_sexes(item: Item, statements: list[Statement]) -> None:
    """One statement where an item names a sex as such, outside of what it only tells; `all` where it names both or
    says any."""
    sexes = [m for m in item.mentions if m.label == "SEX" and not _is_somebody(item, m)]
    told = explanations(item) if sexes else []
    sexes = [m for m in sexes if not any(m.within(a, b) for a, b in told)]
    if not sexes or not _limits(item, sexes, statements):
        return
    names = {m.name for m in sexes}
    first = sexes[0]
    s = Statement("sex", first.start, first.end, first)
    s.value = names.pop() if len(names) == 1 else "all"
    for m in sexes:
        s.take(m.start, m.end)
        if _JOINT.fullmatch(item.quote(s.end, m.start)):
            s.end = m.end  # the "or" of "men or women" parts nothing else
    statements.append(s)
    statements.sort(key=lambda s: (s.at, s.start))


def _is_somebody(item: Item, m: Finding) -> bool:
    """`the physician caring for the woman`: one that was spoken of, no limit of whom the trial takes."""
    before = item.quote(max(item.start, m.start - 12), m.start)
    return _THE_ONE.search(before) is not None and item.quote(m.start, m.end).lower() in _ONE


def _limits(item: Item, sexes: list[Finding], statements: list[Statement]) -> bool:
    """Not where the sex only says whom another statement is about ("pregnant women", "men > 450 ms")."""
    if any(m.name == "all" for m in sexes):
        return True
    others = [s for s in statements if s.kind != "age"]
    if any(s.kind == "state" for s in others):
        return False
    if {m.name for m in sexes} == {"male", "female"}:
        return all(s.threshold is None or s.kind == "age" for s in statements)
    return not others and not _POPULATION_OF.match(item.quote(sexes[-1].end, item.end))
