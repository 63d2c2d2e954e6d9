"""One stretch that was not understood, where it weighs enough to doubt what stands in the same clause of an exclusion.

`forbid suicide` is not what "represents a risk of suicide" asks for, nor `forbid asthma` what "over 3 asthma attacks"
does: a number, a thing that has a name, or words that lead to a name by a preposition. A harmless word does not count
("ongoing", "intended"); of two stretches `remains/withheld.py` tells.
"""

import re

from eligex.assembly.forms.extents import Extent, meets
from eligex.assembly.forms.statement import Statement
from eligex.assembly.forms.trees import leaves
from eligex.assembly.heads.lost_heads import PEOPLE
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.tree import tree_of
from eligex.assembly.remains.unread import numbers_item
from eligex.assembly.remains.withheld import apart, entangled, shuts_out, with_exceptions

_THINGS = ("CONDITION", "DRUG")
_GRADES = ("grade", "CTCAE grade")
_COUNTS = re.compile(r"\d")
_LEADS = re.compile(r"\s+(?:of|for|in|with|from)\s+(?:(?:an?|the|any|other)\s+)*", re.IGNORECASE)
_DONE, _WITH = re.compile(r"\w+ed", re.IGNORECASE), re.compile(r"\s+with\s")  # "to be vaccinated with"
_BESIDE = re.compile(r"\b(?:or|and)\s+\Z", re.IGNORECASE)  # "history or complication of"
_PEOPLE = re.compile(rf"(?:(?:{PEOPLE}|infants?|adolescents?|newborns?|and|or)\b\W*)+", re.IGNORECASE)
_REASON = re.compile(r"\b(?:because|due\s+to|in\s+order\s+to|so\s+that|may|might|can|could)\b", re.IGNORECASE)


def unclear(item: Item, statements: list[Statement], unclaimed: list[Extent]) -> list[Statement]:
    """Those of `statements` that are not to be stated, given the extents that were not understood."""
    if item.section != "exclusion" or not (unclaimed or len(statements) > 1):
        return []
    doubted = _bare(item, statements, unclaimed)
    for lo, hi in item.sentences:
        lost = apart(item, [e for e in unclaimed if lo <= e[0] < hi])
        here = [s for s in statements if lo <= s.at < hi]
        if len(lost) == 1 and _weighs(item, lost[0], here):
            beside = [s for s in entangled(item, here, lost) if not _is_reason(item, s, lost[0])]
            doubted += _tied(item, here, beside) if any(shuts_out(item, s) for s in beside) else []
    gone = {id(s) for s in with_exceptions(statements, doubted)}
    return [s for s in statements if id(s) in gone]


def _bare(item: Item, here: list[Statement], lost: list[Extent]) -> list[Statement]:
    """A grade or a number of nothing that is known, which holds beside other things and together with none; and what
    has no bound in the same clause."""
    bare = [s for s in here if s.base is None and (s.threshold or s.value) and _of_nothing(s)]
    if not bare or not (lost or len(here) > len(bare)):
        return []
    alone = [s for s in bare if shuts_out(item, s) and _tied(item, here, [s]) == [s]]
    return alone + (entangled(item, here, [(s.start, s.end) for s in alone]) if alone else [])


def _of_nothing(s: Statement) -> bool:
    if s.subject is None:
        return s.implied is None and not s.qualifiers
    return s.kind == "score" and s.subject.name in _GRADES


def _weighs(item: Item, lost: Extent, here: list[Statement]) -> bool:
    words = item.quote(*lost)
    if meets(lost, [e for s in here for e in s.taken]) or _PEOPLE.fullmatch(words):
        return False  # a longer name of what is stated
    named = any(m.overlaps(*lost) and m.label in _THINGS for m in item.mentions)
    counts = _COUNTS.search(words) is not None and not numbers_item(item, lost)
    return named or _leads(item, lost, here) or (counts and not _is_kind(item, lost, here))


def _leads(item: Item, lost: Extent, here: list[Statement]) -> bool:
    begins = [s.begin(lost[1]) for s in here]
    led = any(at >= lost[1] and _LEADS.fullmatch(item.quote(lost[1], at)) for at in begins)
    led = led and not (_DONE.fullmatch(item.quote(*lost)) and _WITH.match(item.text, lost[1] - item.start))
    return led and _BESIDE.search(item.quote(item.start, lost[0])) is None


def _is_kind(item: Item, lost: Extent, here: list[Statement]) -> bool:
    """`human immunodeficiency virus 1 and 2`."""
    return all(len(w) == 1 for w in re.findall(r"\d+", item.quote(*lost))) and any(
        s.end <= lost[0] and not item.quote(s.end, lost[0]).strip(" -") for s in here
    )


def _is_reason(item: Item, s: Statement, lost: Extent) -> bool:
    """`asthma because the drug may cause bronchospasm`."""
    return s.end <= lost[0] and _REASON.search(item.quote(s.end, lost[0])) is not None


def _tied(item: Item, here: list[Statement], beside: list[Statement]) -> list[Statement]:
    """With all that holds only together with one of them."""
    tree = tree_of(item, here)
    groups = tree["any"] if isinstance(tree, dict) and set(tree) == {"any"} else [tree]
    gone = {s.id for s in beside}
    tied = [ids for ids in map(set, map(leaves, groups)) if ids & gone]
    return [s for s in here if s.id in gone or any(s.id in ids for ids in tied)]
