"""Kinds of disease line by line under a head of an inclusion, `Eligible subtypes:`, `cancer including:`: a patient has
one of them."""

import re

from eligex.assembly.forms.trees import join
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.joined_lines import Line
from eligex.schema.trial import Logic

_HEAD = re.compile(
    r"(?:\b(?:diagnos[ie]s(?:\s+of)?|(?:sub)?types|histolog(?:y|ies)|malignancies|tumou?rs|cancers|lymphomas|leuka?emias|sarcomas"
    r"|neoplasms|diseases|disorders|syndromes|entities)"
    r"|(?:\bincludes?|\bincluding(?:,?\s+but\s+(?:(?:are|is)\s+)?not\s+limited\s+to)?|\bsuch\s+as|\be\.\s?g\.,?|\bfor\s+example)"
    r"(?:\s+(?:any\s+of\s+)?the\s+following(?:\s+[\w-]+){0,3})?)\s*:\s*\Z",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:ineligible|excluded|not|all|each|both|allowed|permitted|symptoms?|signs|features|criteria|must)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\b(?:must|should|is|are|has|have|had|was|were|who)\b", re.IGNORECASE)


def one_of_kinds(head: Item, lines: list[Line], nodes: list[Logic]) -> list[Logic]:
    """The nodes of the lines, with those that name a kind as one; what is denied among them is absent beside."""
    if (
        head.section != "inclusion"
        or head.negations
        or not _HEAD.search(head.text)
        or _OTHER.search(head.text)
    ):
        return nodes
    told = [(line, node) for line, node in zip(lines, nodes, strict=True) if node is not None]
    named = [node for line, node in told if _names(line)]
    denied = [node for line, node in told if line[1] and all(s.negated for s in line[1])]
    if len(named) < 2 or len(named) + len(denied) < len(told):
        return nodes
    return [join("any", named), *denied]


def _names(line: Line) -> bool:
    """Whether it is a disease's name, or a head over such."""
    item, statements = line
    plain = all(
        s.kind == "condition" and s.threshold is None and not s.negated and not s.permitted
        for s in statements
    )
    return plain and not _CLAUSE.search(item.text)
