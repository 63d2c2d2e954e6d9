"""Binds the facts of a block's sentences to their drugs."""

import copy
import itertools
import re
from collections.abc import Sequence
from typing import Optional

from eligex.assembly.regimens.again import is_given_again
from eligex.assembly.regimens.groups import Group, is_joined
from eligex.assembly.regimens.handed_back import share_back
from eligex.assembly.regimens.leading import BESIDE, inner, is_of_others, of_another, own_before
from eligex.assembly.regimens.mentions import Mention
from eligex.assembly.regimens.phases import FIELDS, GRAYS, SCHEDULE, Phase, agree, is_rough
from eligex.assembly.regimens.plans import (
    Plan,
    conflict,
    fill,
    is_beam,
    is_placebo,
    is_radiated,
    is_radiation,
    without_ways,
)
from eligex.assembly.regimens.sequence import phases_of
from eligex.assembly.regimens.sharing import (
    hand_on,
    hand_over,
    has_no_time,
    same_drug,
    share_on,
    split_respectively,
)
from eligex.components.findings import Finding

_STAGE = re.compile(
    r"\b(maintenance|consolidation)\s(?:(?:therapy|treatment)\s(?:with|of|comprising)\s)?$", re.IGNORECASE
)
_BREAK = re.compile(r"\n|\.\s")
_LATER = re.compile(r"\b(?:then|thereafter|afterwards|subsequently)\b,?\s*$", re.IGNORECASE)
# `For subsequent cycles, study drug is given …`
_SUBSEQUENT = re.compile(
    r"\b(?:for|in|during)\s(?:all\s|the\s)?(?:subsequent|later|following)\s(?:cycles|courses)\b",
    re.IGNORECASE,
)
_ADDED = re.compile(r"\s?(?:\+|plus)\s?", re.IGNORECASE)
_DIRECT = 3  # characters from a name to the dose directly behind it
# A sentence or clause that begins another stage: `Maintenance: every 8 weeks`.
_STAGED = re.compile(
    r"(?:^|[.;:\n])\s*(?:maintenance|consolidation|continuation)(?:\s(?:dos(?:e|ing)|phase|therapy|treatment|period))?"
    r"\s?[:,-]\s*\Z",
    re.IGNORECASE,
)
# `All patients receive intrathecal chemotherapy`: none of the drugs named before.
_OTHER_THERAPY = re.compile(r"\s(?:chemotherapy|antibiotics|nutrition|steroids)\b", re.IGNORECASE)
_OF_DRUGS = ("mg", "g", "ug", "mg.min", "mL")
_TREATMENT = ("cycle", "until", "total_duration")


def _is_retold(plan: Plan, fresh: Sequence[Phase]) -> bool:
    """`A 30 mg for 1 week, then 60 mg. A: 30 mg orally for 7 days, then 60 mg`: the same stages once more."""
    pairs = list(zip(plan.phases, fresh, strict=False))
    if not len(fresh) == len(plan.phases) > 1 or any(conflict(a, b) for a, b in pairs):
        return False
    return all(a.states(("dose",)) and b.states(("dose",)) for a, b in pairs)


class Binder:
    """Reads a block's sentences in order; `plans` grows."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._pending: list[Finding] = []
        self.plans: list[Plan] = []
        self._current: list[Plan] = []
        self._last: list[Plan] = []  # of these, what the last of a sentence's doses was about
        self._ahead: list[Finding] = []
        self._end = 0  # of what was read last
        self._run: list[Plan] = []  # of the clauses before, where a semicolon joins them

    def sentence(self, drugs: Sequence[Mention], facts: Sequence[Finding]) -> None:
        self._run_on([*drugs, *facts])
        self._read(drugs, facts)
        self._join_run()

    def _join_run(self) -> None:
        self._run += [p for p in self._current if not any(p is q for q in self._run)]

    def _run_on(self, said: Sequence[Mention | Finding]) -> None:
        """Forgets the clauses before unless a semicolon joins them with this one."""
        if not said:
            return
        gap = self.text[self._end : min(s.start for s in said)]
        if ";" not in gap or _BREAK.search(gap):
            self._run = []
        self._end = max(s.end for s in said)

    def _read(self, drugs: Sequence[Mention], facts: Sequence[Finding]) -> None:
        if self._is_no_beam(drugs, facts):
            drugs = []
            if not self._current:
                self._orphan(None, facts)
                return
        if not facts:
            if drugs:
                named: dict[str, Mention] = {}
                for d in drugs:
                    named.setdefault(d.key, d)
                self._current = [self._known(d) or Plan(d, []) for d in named.values()]
            return
        if not drugs:
            self._continue(list(facts))
            return
        ahead = [f for f in facts if f.end <= drugs[0].start]
        labelled = self._current and self.text.startswith(":", drugs[0].end)
        others = ahead if labelled else of_another(self.text, ahead, drugs[0])
        if any("dose" in f.value for f in others):
            self._read([], others) if self._current else self._orphan(None, others)
        facts = [f for f in facts if f not in others]
        if facts:
            orphaned = self._name_orphan(drugs, facts)
            self._bind(same_drug(self._groups(drugs, facts)))
            for phase in orphaned:
                if not phase.states(SCHEDULE):
                    fill(phase, self._current[0].phases[-1], (*SCHEDULE, "route", "method"))
            self._share_run()

    def _is_no_beam(self, drugs: Sequence[Mention], facts: Sequence[Finding]) -> bool:
        """`concurrent radiotherapy: AUC 2 weekly`: a dose that is not in gray is a drug's."""
        units = {f.value["dose"]["unit"] for f in facts if "dose" in f.value}
        told = any(u.partition("/")[0] in _OF_DRUGS for u in units) and not units & set(GRAYS)
        return told and all(is_beam(self.text, d) for d in drugs)

    def _name_orphan(self, drugs: Sequence[Mention], facts: Sequence[Finding]) -> list[Phase]:
        """`below 40 kg: 10 mg; above: 20 mg of A`: the doses before are A's."""
        leads = any("dose" in f.value and f.end <= drugs[0].start for f in facts)
        if not (len(self._run) == len(drugs) == 1 and leads and self._run[0].mention is None):
            return []
        self._run[0].mention = drugs[0]
        return list(self._run[0].phases)

    def _share_run(self) -> None:
        """`A 75 mg/m2 D1; B 500 mg/m2 D1, every 3 weeks`: the cycle at the end is of both."""
        last = next((p for plan in self._current for p in plan.phases if p.states(("cycle",))), None)
        if last is None or not last.states(("days",)):
            return
        for phase in (p for plan in self._run for p in plan.phases):
            if phase.states(("days",)) and not phase.states(("cycle", "frequency")):
                fill(phase, last, ("cycle",))

    def shared(self, drugs: Sequence[Mention], facts: Sequence[Finding]) -> None:
        """Facts that hold for every drug of a sentence, wherever they stand."""
        self._bind([Group(list(drugs), list(facts))])

    def _bind(self, groups: list[Group]) -> None:
        groups = split_respectively(groups, self.text)
        hand_on(groups, self.text)
        share_back(groups, self.text)
        share_on(groups, self.text)
        self._current = []
        for g in groups:
            for drug in g.drugs:
                anew = is_given_again(self.text, drug, groups, g, self._known(drug))
                plan = self._state(drug, without_ways(self.text, drug, g.facts), anew=anew)
                alone = drug is g.drugs[0] and not is_placebo(drug)
                self._last = [plan] if alone else [*(p for p in self._last if p is not plan), plan]
                if not any(p is plan for p in self._current):
                    self._current.append(plan)

    def orphan(self, drug: Optional[Mention], facts: Sequence[Finding]) -> None:
        """Facts of a sentence that names no drug, in a block that has named none."""
        self._run_on(facts)
        self._orphan(drug, facts)
        self._join_run()

    def _orphan(self, drug: Optional[Mention], facts: Sequence[Finding]) -> None:
        self._current = [self._state(drug, list(facts))]

    def ahead(self, facts: Sequence[Finding]) -> None:
        """Cycles that a block states before it names a drug: `Each cycle is 28 days. A is given …`."""
        self._ahead += facts

    def close(self, of_all: Sequence[Finding] = ()) -> None:
        """Gives what was stated ahead to the phases that do not state it, and what holds for `of_all` days to those
        that state some."""
        for stated in phases_of(list(of_all), self.text)[:1]:
            for phase in (p for plan in self.plans for p in plan.phases):
                if phase.states(("days",)) and not phase.states(("frequency",)):
                    fill(phase, stated, ("cycle",))
        for stated in phases_of(self._ahead, self.text)[:1]:
            for phase in (p for plan in self.plans for p in plan.phases):
                fill(phase, stated, ("cycle",))

    def forget(self) -> None:
        """Later sentences no longer go on about the drugs named so far."""
        self._current = []

    @property
    def has_current(self) -> bool:
        return bool(self._current)

    def _known(self, drug: Optional[Mention]) -> Optional[Plan]:
        key = drug.key if drug else None
        return next((p for p in self.plans if (p.mention.key if p.mention else None) == key), None)

    def _groups(self, drugs: Sequence[Mention], facts: Sequence[Finding]) -> list[Group]:
        groups: list[Group] = []
        facts = [f for f in facts if not is_of_others(self.text, f, drugs)]
        leading = [f for f in facts if f.start < drugs[0].start]
        at = 0
        for i, drug in enumerate(drugs):
            upto = drugs[i + 1].start if i + 1 < len(drugs) else None
            after = [f for f in facts if f.start >= drug.end and (upto is None or f.start < upto)]
            own = inner(drug, facts) if after or (leading and not groups) else []
            prefix = own_before(self.text, after, drugs[i + 1], facts) if upto is not None else []
            joined = bool(groups) and not groups[-1].facts and not at
            if joined and self._joined(groups[-1].drugs[-1], drug, after):
                groups[-1].drugs.append(drug)
            else:
                groups.append(Group([drug]))
            groups[-1].facts = groups[-1].facts + own + [f for f in after if f not in prefix]
            if at:
                groups[-1].facts = self._pending + groups[-1].facts
            self._pending, at = prefix, len(prefix)
        self._lead(groups, leading)
        for one, other in itertools.pairwise(groups):
            hand_over(one, other, self.text)
        return groups

    def _lead(self, groups: list[Group], leading: list[Finding]) -> None:
        """What stands before the first drug: its own, and the schedule for all of the sentence."""
        if len(groups[0].drugs) > 1 and any("dose" in f.value for f in leading):
            first, *rest = groups[0].drugs
            groups[0].drugs = rest
            groups.insert(0, Group([first], list(groups[0].facts)))
        groups[0].facts = leading + groups[0].facts
        timed = [f for f in leading if f.label in ("SCHEDULE", "DURATION")]
        beside = [f for f in timed if BESIDE.match(self.text[f.end : groups[0].drugs[0].start])]
        shared = [f for f in timed if "cycle" in f.value or f not in beside]
        if len(groups) == 2 and has_no_time(groups, self.text):
            shared = timed
        for g in groups[1:]:
            said = Phase()
            for f in g.facts:
                said.take(f)
            g.facts = [f for f in shared if not said.states(k for k in SCHEDULE if k in f.value)] + g.facts

    def _joined(self, a: Mention, b: Mention, after: list[Finding]) -> bool:
        """Whether both share what follows; of `A + B 300 mg` the dose is B's."""
        gap = self.text[a.end : b.start]
        own = _ADDED.fullmatch(gap) and any(
            "dose" in f.value and f.start - b.end < _DIRECT for f in after[:1]
        )
        headed = not gap.strip() and self.text.startswith(":", b.end)  # `A + B A: 5 mg`
        return is_joined(gap) and "follow" not in gap and not own and not headed

    def _state(self, drug: Optional[Mention], facts: list[Finding], *, anew: bool = False) -> Plan:
        """Adds facts about a drug to what the block has said of it."""
        plan = self._known(drug)
        stage = self._stage(drug)
        if plan is None:
            plan = Plan(drug, [])
            self.plans.append(plan)
        fresh = phases_of(facts, self.text)
        if not fresh:
            return plan
        if stage and plan.phases:
            self._maintain(plan, fresh, stage)
        elif anew or not plan.phases or not self._refines(plan, fresh):
            plan.phases.extend(fresh)
        return plan

    def _stage(self, drug: Optional[Mention]) -> Optional[str]:
        """`maintenance` of `maintenance rituximab`."""
        m = _STAGE.search(self.text, max(0, drug.start - 40), drug.start) if drug else None
        return m[1].lower() if m else None

    def _maintain(self, plan: Plan, fresh: list[Phase], stage: str) -> None:
        """A stage of its own is a phase of its own; a second sentence about it fills that one."""
        if plan.phases[-1].stage == stage and not conflict(plan.phases[-1], fresh[0]):
            fill(plan.phases[-1], fresh[0], FIELDS)
            return
        for p in fresh:
            p.stage = stage
        plan.phases.extend(fresh)

    def _refines(self, plan: Plan, fresh: list[Phase]) -> bool:
        """Whether the new facts only fill what the phases known so far leave open; fills them."""
        if len(fresh) == 1 and not fresh[0].states(("dose",)):
            targets = plan.phases if fresh[0].states(SCHEDULE) else plan.phases[-1:]
            if set(fresh[0].facts) <= set(_TREATMENT):
                for p in targets:
                    fill(p, fresh[0], _TREATMENT)
                return True
            if not any(conflict(p, fresh[0]) for p in targets):
                for p in targets:
                    fill(p, fresh[0], FIELDS)
                return True
        if (
            len(fresh) == 1
            and set(fresh[0].facts) == {"dose"}
            and not any(p.states(("dose",)) for p in plan.phases)
        ):
            for p in plan.phases:
                fill(p, fresh[0], FIELDS)
            return True  # `A weekly, then monthly. The dose of A is 30 mg`
        if _is_retold(plan, fresh):
            for p, again in zip(plan.phases, fresh, strict=True):
                fill(p, again, FIELDS)
            return True
        last, given = plan.phases[-1], plan.phases[-1].states(("dose",))
        if len(plan.phases) > 1 or (
            given and not agree("dose", last.facts["dose"], fresh[0].facts.get("dose"))
        ):
            return False
        touched = fresh[:1] if given else fresh
        if any(conflict(last, p) for p in touched):
            return False
        for p in touched:
            fill(p, last, FIELDS)
        plan.phases[:] = fresh
        return True

    def _continue(self, facts: list[Finding]) -> None:
        """A sentence without a drug goes on about the last ones; cycles and ends hold for the block."""
        if not self._current:
            return
        facts = [f for f in facts if not self._is_told_from(f)]
        if all(f.label == "ROUTE" and _OTHER_THERAPY.match(self.text, f.end) for f in facts):
            return
        beams = [p.mention for p in self._current if p.mention and is_beam(self.text, p.mention)]
        facts = without_ways(self.text, beams[0], facts) if len(beams) == len(self._current) else facts
        fresh = phases_of(facts, self.text)
        if not fresh:
            return
        self._drop_pieces(fresh[0])
        later = (
            self._opens(facts[0])
            or bool(_SUBSEQUENT.search(self.text, self._sentence_of(facts[0]), facts[0].start))
            or (
                fresh[0].states(("days", "frequency"))
                and bool(_LATER.search(self.text, max(0, facts[0].start - 16), facts[0].start))
            )
        )
        staged = bool(_STAGED.search(self.text, max(0, facts[0].start - 40), facts[0].start))
        dosed = fresh[0].states(("dose",)) and any(p is q for p in self._current for q in self._last)
        targets = self._last if dosed else self._current
        if is_radiation(fresh[0]):
            targets = [p for p in targets if is_radiated(p)] or [p for p in self.plans if is_radiated(p)][-1:]
        for plan in targets:
            if not any(p is plan for p in self.plans):
                self.plans.append(plan)
            self._extend(plan, copy.deepcopy(fresh), later=later, staged=staged)
        if fresh[0].states(("dose",)):
            return
        for plan in self.plans:
            if not any(p is plan for p in self._current):
                apart = fresh[0].states(("cycle",)) and is_beam(self.text, plan.mention)
                for phase in () if apart else plan.phases:
                    fill(phase, fresh[0], _TREATMENT)

    def _sentence_of(self, f: Finding) -> int:
        """Where the sentence of a fact begins, no more than two lines before it."""
        return max(self.text.rfind(". ", 0, f.start), self.text.rfind("\n", 0, f.start), f.start - 120, 0)

    def _is_told_from(self, f: Finding) -> bool:
        """`four weeks after completion of radiotherapy, …`: not when radiotherapy is given."""
        event = f.value.get("relative") or f.value.get("start") or {}
        names = (p.mention.drug.text for p in self._current if p.mention)
        return any(n and n.lower() in (event.get("anchor") or "").lower() for n in names)

    def _drop_pieces(self, fresh: Phase) -> None:
        """`A 625 mg tablets. Two tablets daily`: pieces say no more of a dose that is known."""
        known = (p.facts["dose"] for plan in self._current for p in plan.phases if p.states(("dose",)))
        if fresh.states(("dose",)) and is_rough(fresh.facts["dose"]) and not all(map(is_rough, known)):
            del fresh.facts["dose"]

    def _opens(self, fact: Finding) -> bool:
        """`…; orally until day 180`: a clause that begins with another route."""
        before = self.text[max(0, fact.start - 4) : fact.start].rstrip()
        return bool(fact.value.get("route")) and before.endswith(";")

    def _extend(self, plan: Plan, fresh: list[Phase], *, later: bool, staged: bool) -> None:
        """Adds phases to a plan where they do not refine it; route and method go on."""
        anew = staged and fresh[0].states(("frequency",))
        if not plan.phases:
            plan.phases.extend(fresh)
        elif (anew or not self._refines(plan, fresh)) and fresh[0].states(("dose",)):
            ahead = ("frequency",) if plan.phases[-1].is_timed_ahead() else ()
            for p in fresh:
                fill(p, plan.phases[-1], ("route", "method", *(() if p.states(("days",)) else ahead)))
            plan.phases.extend(fresh)
        elif (later or anew) and not any(p in plan.phases for p in fresh):
            for p in fresh:
                fill(p, plan.phases[-1], ("dose", "route", "method"))
            plan.phases.extend(fresh)
