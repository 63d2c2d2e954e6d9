"""The and/or tree of a criterion over its constraints' ids."""

import re
from dataclasses import replace
from functools import partial
from itertools import pairwise

from eligex.assembly.examples.kinds import examples_by, gathered
from eligex.assembly.exceptions.carved import exceptions, is_of_patients, of_another
from eligex.assembly.exceptions.kin import kin, only_treats
from eligex.assembly.exceptions.taken_back import is_taken_back
from eligex.assembly.forms.statement import Statement, is_treatment
from eligex.assembly.forms.trees import join, without
from eligex.assembly.grammar.choices import at_least, beside, chosen
from eligex.assembly.grammar.lists import CLOSED
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.announced_lists import announced
from eligex.assembly.logic.attached import is_attached, is_contained
from eligex.assembly.logic.bearers import about_whom, asks_more, duty_by
from eligex.assembly.logic.cancers import are_cancers, one_of
from eligex.assembly.logic.cells import (
    OR,
    Cell,
    cells_of,
    edge,
    gap_between,
    joined_by_or,
    one_head,
    units_of,
)
from eligex.assembly.logic.enumerations import enumerates
from eligex.assembly.logic.evidence import evidence_end, is_followed
from eligex.assembly.logic.grouping import ATTACHED, TOGETHER, UNDER, grouped, lead, listed_alike
from eligex.assembly.logic.lacking import WITH, lack_either, lacked
from eligex.assembly.logic.pairs import (
    apart,
    are_abilities,
    both_negative,
    each_unable,
    for_others,
    is_graded,
    is_of_people,
    is_shown,
    is_treated,
    opposes,
    tells_kind,
)
from eligex.assembly.logic.sentences import alternatives, joined_by
from eligex.assembly.logic.sorts import by_sorts
from eligex.assembly.logic.verb_phrases import before_verb, begins_clause, by_people
from eligex.assembly.people.conditionals import asked, parted
from eligex.assembly.polarity.negation import is_denied
from eligex.assembly.polarity.recoveries import tells_level
from eligex.assembly.times.parallel import is_either, is_parallel
from eligex.assembly.times.since import hold_together
from eligex.schema.trial import Logic

_EXAMPLE = re.compile(r"\b(?:includ|such\s+as|e\.?g\b|like\b)", re.IGNORECASE)
# "… and one of the following: A or B"
_TOGETHER_WITH = re.compile(r"[\s,)]*(?:and|with|plus|in\s+addition\s+to)\b", re.IGNORECASE)
_WHO = re.compile(r"\s*who\b[^,;]*$", re.IGNORECASE)
_OTHERS = re.compile(  # "A in adults and children with B": two kinds of patients, each of which is excluded
    r"\band\s+(?:(?:any|those)\s+)?(?:patients?|subjects?|participants?|individuals?|those|children|women|men|persons?)\s+(?:with|who|whose|having|on|receiving)\b",
    re.IGNORECASE,
)
_DEFINED = re.compile(  # "heart disease defined as: infarction, angina or heart failure"
    r"[\s,]*(?:\([^()]{0,40}\)\s*)?(?:[\s,:(]*(?:(?:which|that)\s+)?(?:is\s+|are\s+)?(?:defined|characteri[sz]ed|manifested)\s+(?:for\s+(?:this|the)\s+\w+\s+)?(?:as|by)\b"
    r"|:(?=\s))[\s:]*(?:(?:the|an?|any|history|of|known|recent|prior|following|either|presence|documented|current)\b[\s:]*)*",
    re.IGNORECASE,
)
_AND_SO_ON = re.compile(r"\b(?:etc\b|and\s+so\s+on|among\s+others)[\s.;)]*\Z", re.IGNORECASE)
_AND = re.compile(r"\b(?:and|but|as well as|plus)\b|&", re.IGNORECASE)
_EVERY = -1  # in place of a sentence's number
Carved = dict[int, list[Logic]]  # what is carved out of a statement, by the identity of that


def tree_of(item: Item, statements: list[Statement]) -> Logic:
    """Sentences together (all of an inclusion, any of an exclusion), members by their conjunctions,
    exceptions under their base."""
    own = [s for s in statements if s.base is None]
    duty = item.section == "exclusion" and any(s.obliged for s in own)
    own = own if duty else asked(item, own)
    if not own:
        return join("any", of_another(item, statements)) if statements else None
    parts: dict[int, list[Statement]] = {}
    for s in own:
        parts.setdefault(item.segments.index(s.at), []).append(s)
    carved, whole = _carved(item, statements)
    nodes = [without(_sentence(item, group, carved), whole.get(i, [])) for i, group in parts.items()]
    told = announced(item, list(parts.values()), nodes, partial(_sentence, item, carved=carved))
    return without(join(joined_by(item, own), alternatives(item, *told)), whole.get(_EVERY, []))


def _carved(item: Item, statements: list[Statement]) -> tuple[Carved, Carved]:
    """What is carved out of single statements, and out of whole sentences by their number."""
    carved: Carved = {}
    whole: Carved = {}
    own = [s for s in statements if s.base is None]
    bases = {id(s.base): s.base for s in statements if s.base is not None}
    inner = {b.id: without(b.id, _taken_back(item, b, statements)) for b in bases.values() if b.base}
    for base in [b for b in bases.values() if b.id not in inner]:
        for e in exceptions(item, base, _out_of(base, statements), inner):
            sentence = item.segments.index(base.at)
            beside = [s for s in own if item.segments.index(s.at) == sentence]
            others = kin(item, base, e.cue, own)
            if _are_drugs(beside) and is_of_patients(item, e.cue):
                others = [s for s in beside if s is not base]
            mixed = e.of_all and only_treats(item, base, _out_of(base, statements), beside)
            if mixed:
                others = [s for s in beside if is_treatment(s) and s is not base]
            if e.of_item:
                whole.setdefault(_EVERY, []).extend(e.trees)
            elif (e.of_all and not mixed) or len(others) + 1 == len(beside) > 1:
                whole.setdefault(sentence, []).extend(e.trees)
            else:
                for s in (base, *others):
                    carved.setdefault(id(s), []).extend(e.trees)
    return carved, whole


def _are_drugs(group: list[Statement]) -> bool:
    return len(group) > 1 and all(s.kind == "drug" and s.threshold is None for s in group)


def _out_of(base: Statement, statements: list[Statement]) -> list[Statement]:
    """What is carved out of `base`, with the conditions that its permission shares with others' (`A, B if C`)."""
    own = [s for s in statements if s.base is base]
    cues = [
        s.carver
        for s in own
        if s.carver is not None and s.carver.label == "ALLOWED" and s.at < s.carver.start
    ]
    return [
        s for s in statements
        if s.base is base or (s.base is not None and any(s.carver is c and s.at >= c.end for c in cues))
    ]  # fmt: skip


def _taken_back(item: Item, granted: Statement, statements: list[Statement]) -> list[Logic]:
    """What takes a permission back, which is an exception itself."""
    own = exceptions(item, granted, [s for s in statements if s.base is granted], {})
    return [tree for e in own for tree in e.trees]


def _sentence(item: Item, group: list[Statement], carved: Carved) -> Logic:
    """`Smokers must have a normal X-ray` excludes smokers without one; `if A, B` asks for B of who has A."""
    supposed, rest = parted(item, group)
    if supposed and rest:
        first, then = _members(item, supposed, carved), _sentence(item, rest, carved)
        return {"if": first, "then": then} if item.section == "inclusion" else join("all", [first, then])
    duty = [s for s in group if s.obliged]
    if not duty:
        return _members(item, group, carved)
    about = [s for s in group if not s.obliged]
    whom = _members(item, about, carved) if about else None
    asked, barred = [s for s in duty if not s.negated], [s for s in duty if s.negated]
    wanted = replace(item, section="inclusion")  # where "A and B" are both
    failed: list[Logic] = [{"not": _members(wanted, asked, carved)}] if asked else []
    failed += [_members(item, [s], carved) for s in barred]
    return join(duty_by(item, about, duty), [whom, join("any", failed)])


def _members(item: Item, group: list[Statement], carved: Carved) -> Logic:
    """`A, B and C or D`: `and` binds closer than `or`, a comma takes the next word's side."""
    units = units_of(item, group)
    cells = cells_of(item, gathered(item, units) if item.section == "inclusion" else units)
    signs = [_sign(item, edge(item, a), b.unit[0]) for a, b in pairwise(cells)]
    signs = one_of(item, cells, listed_alike(item, cells, signs))
    if item.section == "exclusion":
        signs = _exemplifying(item, cells, signs)
    if len(cells) == 2 and lack_either(item, cells):
        signs = ["any"]
    nodes = [_node(item, cell, carved) for cell in cells]
    if n := lacked(item, cells):
        return join("any", [_members(item, part, carved) for part in (_all(cells[:n]), _all(cells[n:]))])
    if people := by_people(item, cells, signs):
        return join("any", [_members(item, _all(own), carved) for own in people])
    if n := before_verb(item, cells, signs):
        return join("all", [_members(item, part, carved) for part in (_all(cells[:n]), _all(cells[n:]))])
    if whom := about_whom(item, cells, signs):
        return _headed(item, cells, nodes, whom, carved)
    if (listed := _chosen(item, cells, nodes, carved)) is not None:
        return listed
    if parts := by_sorts(item, cells, signs):
        return join("all", [_members(item, _all(part), carved) for part in parts])
    if (known := _known_by(item, cells, nodes, signs, carved)) is not None:
        cells, nodes, signs = known
    nodes, signs = grouped(item, cells, nodes, signs)
    if len(cells) > 1 and (_defines(item, cells[0], cells[1]) or _contains(item, cells)):
        return _headed(item, cells, nodes, 1, carved)
    if len(cells) > 2 and asks_more(item, gap_between(item, cells[0].unit[-1], cells[1].unit[0])):
        return _headed(item, cells, nodes, 1, carved)
    runs: list[list[Logic]] = [[nodes[0]]]
    for node, sign in zip(nodes[1:], _filled(signs, _default(item)), strict=True):
        if sign == "any":
            runs.append([node])
        else:
            runs[-1].append(node)
    return join("any", [join("all", run) for run in runs])


def _contains(item: Item, cells: list[Cell]) -> bool:
    """`chemotherapy including irinotecan or a taxane`: with any of them."""
    a, b = cells[0].unit[-1], cells[1].unit[0]
    drugs = all(s.kind == "drug" and s.threshold is None for cell in cells[1:] for s in cell.unit)
    return drugs and item.section == "exclusion" and is_contained(item, a, b, gap_between(item, a, b))


def _exemplifying(item: Item, cells: list[Cell], signs: list[str]) -> list[str]:
    """A kind of thing and each of its examples exclude by themselves, whatever joins what follows to them."""
    groups = examples_by(item, [s for cell in cells for s in cell.unit]) if "" in signs else []
    pairs = [{id(edge(item, a)), id(b.unit[0])} for a, b in pairwise(cells)]
    return [
        sign or ("any" if any(p <= g for g in groups) else "") for sign, p in zip(signs, pairs, strict=True)
    ]


def _headed(item: Item, cells: list[Cell], nodes: list[Logic], n: int, carved: Carved) -> Logic:
    """The first `n` hold together with all that the others make among themselves."""
    return join("all", [*nodes[:n], _members(item, _all(cells[n:]), carved)])


def _all(cells: list[Cell]) -> list[Statement]:
    return [s for cell in cells for unit in (cell.unit, *cell.bounds) for s in unit]


def _chosen(item: Item, cells: list[Cell], nodes: list[Logic], carved: Carved) -> Logic:
    """The list that `any of the following:` announces, at the sentence's begin or behind other members."""
    lo, _ = item.segments.bounds(cells[0].unit[0].at)
    denied = [i for i, cell in enumerate(cells) if any(s.negated for s in cell.unit)]
    for first in range(denied[-1] + 1 if denied else 0, len(cells)):
        begin = cells[first - 1].unit[-1].end if first else lo
        lead = item.quote(begin, max(begin, cells[first].unit[0].at))
        inside = item.segments.bracket(cells[first].unit[0].at)
        ended = first and inside is not None and cells[-1].unit[0].at >= inside[1]
        alone = first == len(cells) - 1 and ":" not in lead
        n = None if ended or alone or (first and _EXAMPLE.search(lead)) else chosen(lead)
        if n is None or n > len(nodes) - first or (first > 1 and not _TOGETHER_WITH.match(lead)):
            continue
        before = nodes[:first] if first < 2 else [_members(item, _all(cells[:first]), carved)]
        return join(beside(lead) if first else "all", [*before, at_least(n, nodes[first:])])
    return None


def _known_by(
    item: Item, cells: list[Cell], nodes: list[Logic], signs: list[str], carved: Carved
) -> tuple[list[Cell], list[Logic], list[str]] | None:
    """`A as shown by B or C, or D`: what shows A holds together with it, and what follows goes on from there."""
    found: list[tuple[Cell, Logic, str]] = []
    at = 0
    while at < len(cells):
        defined = at == 0 and len(cells) > 1 and _is_definition(item, cells)
        stop = 1 if defined else evidence_end(item, cells, at)
        shown = [unit for cell in cells[at + 1 : stop] for unit in (cell.unit, *cell.bounds)]
        inner = [_members(item, [s for unit in shown for s in unit], carved)] if shown else []
        whole = Cell(cells[at].unit, [*cells[at].bounds, *shown])
        found.append((whole, join("all", [nodes[at], *inner]), signs[at - 1] if at else ""))
        at = stop
    if len(found) == len(cells):
        return None
    return [f[0] for f in found], [f[1] for f in found], [f[2] for f in found[1:]]


def _defines(item: Item, head: Cell, first: Cell) -> bool:
    """What an exclusion names and then defines excludes by the definition."""
    s = head.unit[-1]
    plain = item.section == "exclusion" and s.threshold is None and not s.negated and not head.bounds
    gap = gap_between(item, s, first.unit[0], narrowed=True)
    if s.kind == "drug" and gap.strip() == ":":  # "antidepressants: nefazodone, fluvoxamine"
        return plain and s.window is None and all(x.kind == "drug" for x in first.unit)
    told = _DEFINED.fullmatch(gap) is not None and (s.kind == "condition" or "defined" in gap.lower())
    if told and gap.strip() == ":" and _AND_SO_ON.search(item.quote(s.end, item.segments.bounds(s.at)[1])):
        return False  # "heart disease: infarction, angina, etc." gives examples
    return plain and s.kind in ("condition", "state") and told


def _is_definition(item: Item, cells: list[Cell]) -> bool:
    """One that goes on to the end of the sentence, and not of its bracket."""
    inside = item.segments.bracket(cells[1].unit[0].at)
    return inside is None and not is_followed(item, cells) and _defines(item, cells[0], cells[1])


def _filled(signs: list[str], default: str) -> list[str]:
    """Where nothing was said, the next conjunction's side."""
    filled, following = [], default
    for sign in reversed(signs):
        following = sign if sign in ("any", "all") else following
        filled.append(sign or following)
    return filled[::-1]


def _node(item: Item, cell: Cell, carved: Carved) -> Logic:
    if len(cell.unit) > 1 and (_is_pair(cell.unit) or is_parallel(cell.unit) or _is_elided(item, cell.unit)):
        bare = join(_within(item, cell.unit), [s.id for s in cell.unit])
        out = [x for s in cell.unit for x in carved.get(id(s), [])]
        own = without(bare, [x for n, x in enumerate(out) if x not in out[:n]])
    else:
        own = join(_within(item, cell.unit), [_leaf(s, carved) for s in cell.unit])
    inner = [s for unit in cell.bounds for s in unit]
    return join("all", [own, _members(item, inner, carved)]) if inner else own


def _is_elided(item: Item, unit: list[Statement]) -> bool:
    return any(not s.is_elided for s in unit) and all(one_head(item, a, b) for a, b in pairwise(unit))


def _is_pair(unit: list[Statement]) -> bool:
    """`hypertension (> 160/100 mmHg), unless treated`, `ALT or AST > 3 × ULN unless …`: the exception is of both."""
    pair = all(s.threshold is not None and s.threshold.value.get("component") for s in unit)
    return pair or all(s.threshold is not None and s.threshold is unit[0].threshold for s in unit)


def _within(item: Item, unit: list[Statement]) -> str:
    """A wider bound for some patients is an alternative, and so is what `or` joins; all else holds together."""
    if is_parallel(unit):
        return "all" if unit[0].obliged else "any" if is_either(item, unit) else _default(item)
    if len(unit) > 1 and item.section == "inclusion" and gathered(item, [[s] for s in unit]) == [unit]:
        return "any"
    if len(unit) > 1 and one_head(item, unit[0], unit[1]):
        signs = _filled([_sign(item, a, b) for a, b in pairwise(unit)], _default(item))
        return "any" if "any" in signs or are_cancers(item, unit) else "all"
    if len(unit) > 1 and unit[0].threshold is unit[1].threshold:
        if all(is_denied(item, s) and s.cue is unit[0].cue for s in unit):  # "no AST or ALT > 3 × ULN"
            return "all"
        gaps = " ".join(gap_between(item, a, b) for a, b in pairwise(unit))
        if re.search(r"\band\s*/\s*or\b", gaps, re.IGNORECASE):
            return _default(item)
        both = _AND.search(gaps) and TOGETHER.search(lead(item, unit[0]))
        return "any" if OR.search(gaps) else "all" if both else _default(item)
    for a, b in pairwise(unit):
        if b.applies_to and not a.applies_to:
            return "any"
        if apart(a, b) or for_others(item, a, b):
            return "any"
        if a.threshold and b.threshold and a.threshold.end <= b.threshold.start:
            gap = item.quote(a.threshold.end, b.threshold.start)
            if OR.search(gap):
                return "any"
            if _AND.search(gap):
                return "all"
    return _default(item)


def _default(item: Item) -> str:
    """Where no word says it: any of what excludes, all of what includes."""
    return "any" if item.section == "exclusion" else "all"


def _sign(item: Item, a: Statement, b: Statement) -> str:
    """How two neighbours hold together, by the words between them; negated by one cue, both hold."""
    gap = gap_between(item, a, b)
    shared = (
        a.cue is not None
        and a.cue is b.cue
        and is_denied(item, a)
        and is_denied(item, b)
        and not are_abilities(item, a, b)
    ) or both_negative(item, a, b)
    if each_unable(item, a, b) or (
        item.section == "exclusion" and (_OTHERS.search(gap) or (shared and "and/or" in gap))
    ):
        return "any"
    if is_treated(gap, a, b) or is_contained(item, a, b, gap) or is_taken_back(item, gap):
        return UNDER
    if _WHO.match(gap) or is_graded(item, a, b) or tells_kind(item, a, b) or is_shown(gap, a, b):
        return ATTACHED
    if tells_level(item, a, b):
        return ATTACHED
    if is_of_people(item, a, b):
        return "all"
    if hold_together(item, a, b):
        return "all"
    if begins_clause(gap) and item.section == "inclusion":
        return "all"
    if joined_by_or(item, a, b, gap) or for_others(item, a, b):
        return "all" if shared else "any"
    if item.section == "exclusion" and not shared and enumerates(item, a, b, gap):
        return "any"
    if opposes(item, a, b):
        return ATTACHED
    if _AND.search(CLOSED.sub(" ", gap)) or shared:
        return "all"
    if gap.strip() == "/" and a.kind == b.kind != "drug":  # two names joined; of drugs a combination
        return "any"
    if WITH.match(gap) and "," not in gap:
        return ATTACHED if a.kind == b.kind else UNDER
    return UNDER if is_attached(item, a, b, gap) else ""


def _leaf(s: Statement, carved: Carved) -> Logic:
    out = carved.get(id(s))
    return {"base": s.id, "except": out} if out else s.id
