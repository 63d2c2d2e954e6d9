"""Members of a sentence that hold together as one before its conjunctions are asked: treatments of one disease,
the choices behind `either`; and which `and` only ends a list."""

import re
from itertools import pairwise

from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.forms.statement import Statement
from eligex.assembly.forms.trees import join
from eligex.assembly.grammar.described import whole_list
from eligex.assembly.grammar.lists import JOIN, is_comma, is_last
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.bracket_lists import choose_in_brackets
from eligex.assembly.logic.cancers import is_cancer
from eligex.assembly.logic.cells import Cell, Parts, as_choice, edge, gap_between, merged
from eligex.assembly.logic.inner_choices import hold_choices
from eligex.assembly.logic.local_or import join_locally
from eligex.assembly.qualifying.untreatable import NONE_LEFT
from eligex.schema.trial import Logic

UNDER = "under"  # says more of it, and may be a list
ATTACHED = (
    "with"  # holds together with the one before it, and says nothing of the others but those of a whole list
)
_EITHER = re.compile(  # "with either a clinical classification of NYHA III or …"
    r"\beither\b:?\s+(?:(?!(?:or|and|not|no|of)\b)[\w-]+\s+){0,3}(?:(?:of|in|to)\s+(?:(?:an?|the)\s+)?)?\Z",
    re.IGNORECASE,
)
TOGETHER = re.compile(
    r"\b(?:both\s+(?:\w+\s+){0,2}|(?:combinations?|consisting)\s+of\s+[^.;:()]*)$", re.IGNORECASE
)
_OF_BOTH = re.compile(  # not "A or transformation of B"
    r"\s*(?:\([^()]*\)\s*)?(?:with|without|that|which|who|on|under|during|while|events?|episodes?|(?!includ)\w{3,}(?:ing|ed))\b",
    re.IGNORECASE,
)
_OTHER = re.compile(  # "treated with A or other B (e.g. C)"
    r"(?<=or\s)(?:(?:any|another)\s+)?other\b|\(\s*(?:e\.?\s?g\b\.?|for\s+example|such\s+as|including|i\.?\s?e\b\.?)[,\s]*",
    re.IGNORECASE,
)
_OF_BOUND = re.compile(r"\A[^()]{1,40}\)")  # the rest of a bracket: "(> 10 mg | prednisone daily)"
_NOUN = re.compile(r"\s*(?:[a-z-]{3,}\s+){0,2}", re.IGNORECASE)
_LED_BY_WITH = re.compile(r"\s*(?:\([^()]*\)\s*)?with\s+(?:[\w-]+\s+){0,2}", re.IGNORECASE)
_PLAIN_OR = re.compile(r"\s+(?:and/or|or)\s+(?:(?:an?|other|associated)\s+)?")
_BY_ITSELF = re.compile(  # a disease of its own, seldom one that goes with another
    r"\b(?:HIV|AIDS|hepatitis|tubercul\w+|COPD|chronic\s+obstructive|heart\s+failure|diabetes|stroke|colitis|asthma|cancers?|carcinomas?|pregnan\w+)\b",
    re.IGNORECASE,
)
_OR_WITH = re.compile(  # "sarcoma with visceral spread or requiring chemotherapy"
    r"\s+or\s+(?:with|requiring|needing|necessitating)\s+(?:(?!(?:or|and)\b)[\w-]+\s+){0,3}", re.IGNORECASE
)
_NEAR = 80
_AND_OR = re.compile(r"\band\s?/\s?or\b", re.IGNORECASE)
_BASED = re.compile(r"-\s?(?:based|containing|induced|releasing)\b", re.IGNORECASE)  # told of one name alone
_OR_AGAIN = re.compile(r"\s*,\s*or\b", re.IGNORECASE)
_HOLDING = ("all", UNDER, ATTACHED)
_TREATMENTS = ("drug", "procedure")
_TREATS = re.compile(r"\b(?:treatment|therapy|anti-?coagulation|prophylaxis)\Z", re.IGNORECASE)
_COMBINED = re.compile(
    r"[\s)]*(?:(?:given|taken|used)\s+)?(?:in\s+combination|combined|together|along)\s+with\b", re.IGNORECASE
)
_TOLD_BY_A_WORD = re.compile(  # ", or equivalent": a member that a word narrows
    r"[\s,)]*(?:or|and/or)\s+(?!with|without|in|on|by|for|of|to|who|any|use|\w+(?:ed|ing)\b)[a-z-]+\s+"
)
Grouped = tuple[list[Logic], list[str]]


def grouped(item: Item, cells: list[Cell], nodes: list[Logic], signs: list[str]) -> Grouped:
    """The nodes, and the signs between them, with those as one that hold together."""
    cells, nodes, signs = choose_in_brackets(item, cells, nodes, signs)
    cells, nodes, signs = _none_left(item, cells, nodes, signs)
    cells, nodes, signs = _tied(item, *_bracketed(item, cells, nodes, signs))
    cells, nodes, signs = hold_choices(item, cells, nodes, signs, _HOLDING)
    return _tellings(item, cells, *join_locally(item, cells, *_either(item, cells, nodes, signs)))


def _bracketed(item: Item, cells: list[Cell], nodes: list[Logic], signs: list[str]) -> Parts:
    """`risk factors (A, B or C) and signs of it`: of what an exclusion lists in a bracket, and of its head, the `and`
    behind the bracket asks for any."""
    at = 0
    while item.section == "exclusion" and at < len(cells):
        inside = item.segments.bracket(cells[at].unit[0].at)
        stop = next((k for k in range(at, len(cells)) if not _is_in(item, cells[k], inside)), len(cells))
        begin = _head_of(item, cells, at, inside)
        bare = all(s.threshold is None and s.value is None for c in cells[at:stop] for s in c.unit)
        if begin is not None and bare and stop < len(cells) and _are_any(signs, begin, stop):
            whole = Cell(cells[begin].unit, [c.unit for c in cells[begin + 1 : stop]])
            cells, nodes, signs = as_choice((cells, nodes, signs), begin, stop, whole)
            stop = begin + 1
        at = max(stop, at + 1)
    return cells, nodes, signs


def _none_left(item: Item, cells: list[Cell], nodes: list[Logic], signs: list[str]) -> Parts:
    """`a tumour that has failed therapy or for which no therapy exists`: either is told of the tumour."""
    for i in reversed(range(1, len(signs))):
        last, s = edge(item, cells[i]), cells[i + 1].unit[0]
        told = NONE_LEFT.match(item.quote(last.end, max(last.end, s.at))) is not None
        if item.section == "inclusion" and told and s.negated and signs[i] == "any" != signs[i - 1]:
            whole = merged(cells[i : i + 2])
            cells, nodes, signs = as_choice((cells, nodes, signs), i, i + 2, whole)
    return cells, nodes, signs


def _tied(item: Item, cells: list[Cell], nodes: list[Logic], signs: list[str]) -> Parts:
    """`A and B and/or C`, `A with B and/or C`: those joined by `and/or` are one of what stands beside them."""
    at = 0
    while at < len(signs):
        begin, stop = _joined(item, cells, signs, at)
        before, after = signs[begin - 1] if begin else "", signs[stop] if stop < len(signs) else ""
        if begin < stop and (before in _HOLDING or after == "all"):
            whole = merged(cells[begin : stop + 1])
            cells, nodes, signs = as_choice((cells, nodes, signs), begin, stop + 1, whole)
            stop = begin
        at = max(stop, begin) + 1
    return cells, nodes, signs


def _joined(item: Item, cells: list[Cell], signs: list[str], at: int) -> tuple[int, int]:
    """The first and the last cell of the list in which `and/or` stands behind the one at `at`; else twice `at`."""
    gap = BRACKETED.sub(" ", gap_between(item, edge(item, cells[at]), cells[at + 1].unit[0]))
    before = gap_between(item, edge(item, cells[at - 1]), cells[at].unit[0]) if at else ""
    if signs[at] != "any" or not _AND_OR.search(gap) or _BASED.match(before):
        return at, at
    begin, stop = at, at + 1
    while stop < len(signs) and signs[stop] == "any":
        stop += 1
    while begin and signs[begin - 1] == "" and _is_beside(item, cells[begin - 1], cells[begin]):
        begin -= 1
    return begin, stop


def _is_beside(item: Item, a: Cell, b: Cell) -> bool:
    """Of one kind and in one bracket, if any."""
    one, other = a.unit[-1], b.unit[0]
    return one.kind == other.kind and item.segments.bracket(one.at) == item.segments.bracket(other.at)


def _are_any(signs: list[str], begin: int, stop: int) -> bool:
    """Whether several are listed from `begin` on, and `and` stands behind the last."""
    listed = begin < stop - 1 and {"", "any"}.issuperset(signs[begin : stop - 1])
    return listed and signs[stop - 1] == "all"


def _head_of(item: Item, cells: list[Cell], at: int, inside: tuple[int, int] | None) -> int | None:
    """Which cell the bracket stands behind that the one at `at` is in; itself, where the sentence names none."""
    if inside is None or at == 0:
        return 0 if inside else None
    end = edge(item, cells[at - 1]).end
    told = end <= inside[0] and _NOUN.fullmatch(item.quote(end, inside[0])) is not None
    return at - 1 if told else None


def _is_in(item: Item, cell: Cell, inside: tuple[int, int] | None) -> bool:
    return inside is not None and item.segments.bracket(cell.unit[0].at) == inside


def listed_alike(item: Item, cells: list[Cell], signs: list[str]) -> list[str]:
    """`an infection, A and long use of B`: behind commas the last of what excludes is one more, whatever it is."""
    if item.section != "exclusion" or "all" not in signs:
        return signs
    gaps = [gap_between(item, edge(item, a), b.unit[0]) for a, b in pairwise(cells)]
    found = list(signs)
    for i in range(1, len(signs)):
        listed = [s for c in cells[i - 1 : i + 2] for s in c.unit]
        plain = all(s.threshold is None for s in listed) and _each_by_itself(listed)
        lists = signs[i - 1] == "" and signs[i] == "all" and plain
        together = TOGETHER.search(lead(item, cells[i - 1].unit[0]))
        if lists and is_comma(gaps[i - 1]) and is_last(gaps[i]) and not together:
            found[i] = "any"
    return found


def _each_by_itself(listed: list[Statement]) -> bool:
    """Whether none is denied, but states that each lack by their own word: `noncompliance, inability to consent`."""
    denied = [s for s in listed if s.negated]
    own = {id(s.cue) for s in denied}
    return len(own) == len(denied) and all(s.kind == "state" for s in denied)


def _either(item: Item, cells: list[Cell], nodes: list[Logic], signs: list[str]) -> Grouped:
    """`A plus either B or C`: what follows `either` up to its `or` holds together as one."""
    for i, (a, b) in enumerate(pairwise(cells)):
        if not _EITHER.search(item.quote(a.unit[-1].end, max(a.unit[-1].end, b.unit[0].at))):
            continue
        stop = next((k for k in range(i + 1, len(signs)) if signs[k] == "any"), None)
        if stop is not None:
            stop = _last_either(item, cells, signs, stop)
            group = join("any", nodes[i + 1 : stop + 2])
            return [*nodes[: i + 1], group, *nodes[stop + 2 :]], [*signs[: i + 1], *signs[stop + 1 :]]
    return nodes, signs


def _last_either(item: Item, cells: list[Cell], signs: list[str], stop: int) -> int:
    """`either A, or B, or C`: where the first `or` has a comma before it, those with one go on."""
    while stop + 1 < len(signs) and signs[stop + 1] == "any":
        gaps = [gap_between(item, edge(item, cells[k]), cells[k + 1].unit[0]) for k in (stop, stop + 1)]
        if not all(_OR_AGAIN.match(gap) for gap in gaps):
            break
        stop += 1
    return stop


def _tellings(item: Item, cells: list[Cell], nodes: list[Logic], signs: list[str]) -> Grouped:
    """`fibrillation under warfarin or dabigatran`, `fibrillation or flutter with a rate > 130`: what is told holds
    together as one, and so does what it is told of."""
    if len(nodes) != len(cells):
        return nodes, signs
    for i in reversed([i for i, sign in enumerate(signs) if sign in (UNDER, ATTACHED)]):
        begin = _first_told(item, cells, signs, i)
        with_either = _is_with_either(item, cells, signs, i)
        told = signs[i] == UNDER or begin < i or with_either or _is_done_with(item, cells, i)
        if not told:
            continue
        stop = i + 2 if with_either else _last_told(item, cells, signs, i)
        head, tells = join("any", nodes[begin : i + 1]), join("any", nodes[i + 1 : stop + 1])
        nodes = [*nodes[:begin], head, tells, *nodes[stop + 1 :]]
        signs = [*signs[:begin], UNDER, *signs[stop:]]
    return nodes, signs


def _first_told(item: Item, cells: list[Cell], signs: list[str], i: int) -> int:
    """Where what is told by the cell behind the one at `i` begins: `A, B or C with …`, `A positive or B positive C`."""
    if i and signs[i - 1] == "any" and _is_list(item, cells, i):
        return 0
    begin, last = i, cells[i].unit[-1]
    while signs[i] == ATTACHED and last.value and begin and signs[begin - 1] in ("any", ""):
        s = cells[begin - 1].unit[-1]
        if s.kind != last.kind or s.value != last.value or s.threshold is not None:
            break
        begin -= 1
    return begin


def _last_told(item: Item, cells: list[Cell], signs: list[str], i: int) -> int:
    """Where the list ends that is told of the cell at `i`; commas alone begin something else."""
    stop = i + 1
    while stop < len(signs) and signs[stop] in ("any", "") and _is_more(item, cells, i, stop):
        stop += 1
    return stop if stop == i + 1 or signs[stop - 1] == "any" else i + 1


def _is_more(item: Item, cells: list[Cell], i: int, at: int) -> bool:
    """Whether the cell behind `at` is told of the one at `i` as well: of a list that is of another kind than that."""
    head, one, other = cells[i].unit[-1], cells[at].unit[-1], cells[at + 1].unit[0]
    treats = head.kind in _TREATMENTS and one.kind in _TREATMENTS
    apart = _is_done_with(item, cells, i) if treats else head.kind != one.kind
    gap = _OTHER.sub(" ", _OF_BOUND.sub("", gap_between(item, one, other)), count=1)
    if treats:
        second = at == i + 1 and _OR_AGAIN.match(gap)  # "A with B, or C"
        listed = JOIN.fullmatch(gap) or _TOLD_BY_A_WORD.fullmatch(gap)
        return apart and one.kind == other.kind and listed is not None and not second
    alike = one.kind == other.kind or (one.kind in _TREATMENTS and other.kind in _TREATMENTS)
    return alike and apart and JOIN.fullmatch(gap) is not None


def _is_done_with(item: Item, cells: list[Cell], i: int) -> bool:
    """`anticoagulation with A, B or C`, `A in combination with B or C`: treatments that another one is done with."""
    head, gap = cells[i].unit[-1], gap_between(item, edge(item, cells[i]), cells[i + 1].unit[0])
    treats = head.kind == "procedure" and _TREATS.search(item.quote(head.at, head.end)) is not None
    return _COMBINED.match(gap) is not None or (treats and _LED_BY_WITH.fullmatch(gap) is not None)


def _is_with_either(item: Item, cells: list[Cell], signs: list[str], i: int) -> bool:
    """`diabetes with retinopathy or nephropathy`, `anticoagulation with warfarin or heparin`: the sentence names no
    third, nor a comma before the last."""
    if signs[i + 1 : i + 3] not in (["any"], ["any", "any"]) or len(signs) > i + 2:
        return False
    head, one, other = (cells[k].unit[-1] for k in (i, i + 1, i + 2))
    kinds = (head.kind, one.kind, other.kind)
    shown = (
        one.kind == "measurement" and one.value is not None
    )  # "infarction with raised troponin or ST elevation"
    alike = kinds == ("condition",) * 3 or kinds == ("procedure", "drug", "drug")
    alike = alike or (kinds == ("condition", "measurement", "condition") and shown)
    free = head.threshold is one.threshold is other.threshold is None
    led = _LED_BY_WITH.fullmatch(gap_between(item, edge(item, cells[i]), one))
    by_itself = _BY_ITSELF.search(item.quote(other.at, other.end)) is not None
    other_cancer = by_itself or (is_cancer(item, head) and is_cancer(item, other))
    gap = gap_between(item, one, other)
    again = head.kind == "condition" and _OR_WITH.fullmatch(gap) is not None
    told = again or (alike and _PLAIN_OR.fullmatch(gap) is not None)
    return told and free and led is not None and not other_cancer


def _is_list(item: Item, cells: list[Cell], i: int) -> bool:
    """`A or B`, `A, B or C` up to the cell at `i`, with nothing before it in the sentence."""
    all_ = [s for cell in cells[: i + 1] for unit in (cell.unit, *cell.bounds) for s in unit]
    if len(all_) != i + 1 or not _OF_BOTH.match(gap_between(item, all_[-1], cells[i + 1].unit[0])):
        return False
    return len(whole_list(item, all_)) == len(all_)


def lead(item: Item, s: Statement) -> str:
    """The words before a statement."""
    return item.quote(max(item.start, s.at - _NEAR), s.at)
