"""`gastrointestinal ulcer, perforation or bleeding`: what befalls a part of the body is of the part that the first of a
list is told of; a bare perforation, obstruction or rupture is of nowhere.
"""

import re
from dataclasses import replace

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import JOINT
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_OF_NOWHERE = (
    r"(?:perforations?|(?:sub)?obstructions?|(?:sub)?occlusions?|fistulas?|fistulae|strictures?|stenos[ei]s|regurgitation"
    r"|ruptures?|tears?|detachments?|dissections?)"
)
_BEFALLS = (
    rf"(?:{_OF_NOWHERE}|ulcer(?:s|ations?)?|bleed(?:ing|s)?|ha?emorrhages?|abscess(?:es)?|infarct(?:ion)?s?"
    r"|aneurysms?)"
)
_PART = (
    r"(?:(?:upper|lower)\s+)?(?:gastrointestinal(?:\s+tract)?|GI|gastric|duodenal|gastroduodenal|intestinal|bowel|colonic|o?esophageal"
    r"|(?:intra-?)?abdominal|rectal|anal|tracheal|bronchial|pulmonary|cerebral|intracranial|coronary|aortic|mitral|valvular"
    r"|biliary|ureteral|urinary(?:\s+tract)?|retinal|uterine|tendon)"
)
_FIRST = lazily(rf"(?:(?:acute|chronic|major)\s+)?(?P<part>{_PART})\s+{_BEFALLS}", re.IGNORECASE)
_BARE = lazily(_BEFALLS, re.IGNORECASE)
_NOWHERE = lazily(_OF_NOWHERE, re.IGNORECASE)
_EITHER = lazily(r"\b(?:or|and)\b|/", re.IGNORECASE)
# "bleeding from other sites", "bleeding tendency"
_ENDS = lazily(
    r"\s*(?:\Z|[,.;:()\]/]|(?:or|and|and/or|within|during|prior|before|in\s+the\s+(?:past|last|previous|prior)|who|that|which|requiring|if|unless"
    r"|is|are|has|have|associated|due|related|caused|as|at\s+(?:any|the)\s+time|\d)\b)",
    re.IGNORECASE,
)


def share_organs(item: Item, statements: list[Statement]) -> None:
    """Renames the bare members of each such list after the part that its first names."""
    for i, first in enumerate(statements):
        part = _part_of(item, first)
        members = _behind(item, statements, i) if part else []
        for s in members if members and _tells_of_a_place(item, first, members) else ():
            assert part is not None
            assert s.subject is not None
            name = f"{part} {item.quote(s.subject.start, s.subject.end)}".lower()
            s.subject = replace(s.subject.renamed(" ".join(name.split())), source="assembly:shared-head")


def _tells_of_a_place(item: Item, first: Statement, members: list[Statement]) -> bool:
    """A list with one that is of nowhere; "cerebral infarct, or bleeding" may be bleeding anywhere."""
    of_nowhere = any(_NOWHERE.search(item.quote(s.at, s.end)) for s in (first, *members))
    return of_nowhere and _EITHER.search(item.quote(first.end, members[-1].at)) is not None


def _part_of(item: Item, s: Statement) -> str | None:
    if not _is_plain(s):
        return None
    m = _FIRST.fullmatch(item.quote(s.at, s.end))
    return m["part"] if m else None


def _behind(item: Item, statements: list[Statement], i: int) -> list[Statement]:
    """The bare members that are listed behind the one at `i`, where each ends its noun phrase."""
    members: list[Statement] = []
    for before, s in zip(statements[i:], statements[i + 1 :], strict=False):
        gap = item.quote(before.end, max(before.end, s.at))
        bare = _is_plain(s) and _BARE.fullmatch(item.quote(s.at, s.end))
        if not (bare and JOINT.fullmatch(gap) and _ENDS.match(item.text, s.end - item.start)):
            break
        members.append(s)
    return members


def _is_plain(s: Statement) -> bool:
    return s.kind == "condition" and s.subject is not None and s.threshold is None and not s.value
