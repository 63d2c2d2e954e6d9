"""Binds the facts of a block's sentences to their drugs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Optional

from eligex.assembly.regimens.mentions import Mention
from eligex.assembly.regimens.phases import FIELDS, SCHEDULE, Phase, length_of, phases_of
from eligex.components.findings import Finding

_BESIDE = re.compile(r"\s*(?:\(|-)?\s*(?:(?:doses?|dosing)\s+)?(?:of\s+)?(?:the\s+|an?\s+)?\Z", re.IGNORECASE)
_JOINED = re.compile(
    r"\)?\s*(?:,|;|/|\+|&|\band\b|\bplus\b|\bor\b|\bwith\b|\bin combination with\b|\bcombined with\b"
    r"|\balong with\b|\btogether with\b"
    r"|\bfollowed (?:immediately )?by\b|\bimmediately\b|\bas well as\b|\beither\b|\bthe\b|\s|\()*\s*"
    r"(?:(?<=and )[a-z]+\s)?",
    re.IGNORECASE,
)
_ALIAS = re.compile(r"[®™]?\s?\([^()]{1,30}\)")
_TREATMENT = ("cycle", "until", "total_duration")


@dataclass(slots=True)
class Plan:
    """One drug's phases within a block."""

    mention: Optional[Mention]
    phases: list[Phase]


@dataclass(slots=True)
class Group:
    """Drugs that share the facts about them."""

    drugs: list[Mention]
    facts: list[Finding] = field(default_factory=list)


class Binder:
    """Reads a block's sentences in order; `plans` grows."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plans: list[Plan] = []
        self._current: list[Plan] = []

    def sentence(self, drugs: Sequence[Mention], facts: Sequence[Finding]) -> None:
        if not facts:
            if drugs:
                self._current = [self._known(d) or Plan(d, []) for d in drugs]
            return
        if not drugs:
            self._continue(list(facts))
            return
        self._bind(_same_drug(self._groups(drugs, facts)))

    def shared(self, drugs: Sequence[Mention], facts: Sequence[Finding]) -> None:
        """Facts that hold for every drug of a sentence, wherever they stand."""
        self._bind([Group(list(drugs), list(facts))])

    def _bind(self, groups: list[Group]) -> None:
        _share_back(groups, self.text)
        self._current = []
        for g in groups:
            for drug in g.drugs:
                plan = self._state(drug, g.facts)
                if not any(p is plan for p in self._current):
                    self._current.append(plan)

    def orphan(self, drug: Optional[Mention], facts: Sequence[Finding]) -> None:
        """Facts of a sentence that names no drug, in a block that has named none."""
        self._current = [self._state(drug, list(facts))]

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
        leading = [f for f in facts if f.start < drugs[0].start]
        at = 0
        for i, drug in enumerate(drugs):
            upto = drugs[i + 1].start if i + 1 < len(drugs) else None
            after = [f for f in facts if f.start >= drug.end and (upto is None or f.start < upto)]
            prefix = self._prefix(after, drugs[i + 1], facts) if upto is not None else []
            if groups and not groups[-1].facts and self._joined(groups[-1].drugs[-1], drug) and not at:
                groups[-1].drugs.append(drug)
            else:
                groups.append(Group([drug]))
            groups[-1].facts = groups[-1].facts + [f for f in after if f not in prefix]
            if at:
                groups[-1].facts = self._pending + groups[-1].facts
            self._pending, at = prefix, len(prefix)
        self._lead(groups, leading)
        return groups

    def _lead(self, groups: list[Group], leading: list[Finding]) -> None:
        """What stands before the first drug: its own, and the schedule for all of the sentence."""
        if len(groups[0].drugs) > 1 and any("dose" in f.value for f in leading):
            first, *rest = groups[0].drugs
            groups[0].drugs = rest
            groups.insert(0, Group([first], list(groups[0].facts)))
        groups[0].facts = leading + groups[0].facts
        shared = [
            f
            for f in leading
            if f.label in ("SCHEDULE", "DURATION")
            and ("cycle" in f.value or not _BESIDE.match(self.text[f.end : groups[0].drugs[0].start]))
        ]
        for g in groups[1:]:
            said = Phase()
            for f in g.facts:
                said.take(f)
            g.facts = [f for f in shared if not said.states(k for k in SCHEDULE if k in f.value)] + g.facts

    def _prefix(self, between: list[Finding], drug: Mention, facts: Sequence[Finding]) -> list[Finding]:
        """The facts directly before a drug that are its own: `20 mg of oral dexamethasone`."""
        taken: list[Finding] = []
        at = drug.start
        for f in reversed(between):
            gap = self.text[f.end : at]
            if "\n" in gap or f.label == "DURATION" or "days" in f.value or not _BESIDE.fullmatch(gap):
                break
            if f.label == "DOSE" and "of" not in gap and self._has_own_dose(drug, facts):
                break
            taken.insert(0, f)
            at = f.start
        return taken

    def _has_own_dose(self, drug: Mention, facts: Sequence[Finding]) -> bool:
        after = [f for f in facts if f.start >= drug.end and "dose" in f.value]
        return bool(after) and after[0].start - drug.end < 25

    def _joined(self, a: Mention, b: Mention) -> bool:
        return is_joined(self.text[a.end : b.start])

    def _state(self, drug: Optional[Mention], facts: list[Finding]) -> Plan:
        """Adds facts about a drug to what the block has said of it."""
        plan = self._known(drug)
        if plan is None:
            plan = Plan(drug, [])
            self.plans.append(plan)
        fresh = phases_of(facts, self.text)
        if not fresh:
            return plan
        if plan.phases and self._refines(plan, fresh):
            return plan
        plan.phases.extend(fresh)
        return plan

    def _refines(self, plan: Plan, fresh: list[Phase]) -> bool:
        """Whether the new facts only fill what the phases known so far leave open; fills them."""
        if len(fresh) == 1 and not fresh[0].states(("dose",)):
            targets = plan.phases if fresh[0].states(SCHEDULE) else plan.phases[-1:]
            if not any(_conflict(p, fresh[0]) for p in targets):
                for p in targets:
                    _fill(p, fresh[0], FIELDS)
                return True
        last = plan.phases[-1]
        same = last.facts.get("dose") == fresh[0].facts.get("dose") or not last.states(("dose",))
        if (
            len(plan.phases) == 1
            and same
            and not any(
                _conflict(last, p)
                for p in fresh
                if not p.states(("dose",)) or not last.states(("dose",)) or p is fresh[0]
            )
        ):
            for p in fresh[: 1 if last.states(("dose",)) else None]:
                _fill(p, last, FIELDS)
            plan.phases[:] = fresh
            return True
        return False

    def _continue(self, facts: list[Finding]) -> None:
        """A sentence without a drug goes on about the last ones; cycles and ends hold for the block."""
        if not self._current:
            return
        fresh = phases_of(facts, self.text)
        if not fresh:
            return
        for plan in list(self._current):
            if plan not in self.plans:
                self.plans.append(plan)
            if not plan.phases:
                plan.phases.extend(phases_of(facts, self.text))
            elif not self._refines(plan, phases_of(facts, self.text)) and fresh[0].states(
                ("dose", "days", "frequency")
            ):
                if fresh[0].states(("dose",)):
                    more = phases_of(facts, self.text)
                    for p in more:
                        for key in ("route", "method"):
                            if key in plan.phases[-1].facts:
                                p.facts.setdefault(key, plan.phases[-1].facts[key])
                    plan.phases.extend(more)
        for plan in self.plans:
            if plan not in self._current and not fresh[0].states(("dose",)):
                for p in plan.phases:
                    _fill(p, fresh[0], _TREATMENT)


def is_joined(gap: str) -> bool:
    """`, `, ` and `, ` (Avastin) plus oral `: nothing between two drugs that tells them apart."""
    gap = _ALIAS.sub("", gap)
    return len(gap) < 40 and bool(_JOINED.fullmatch(gap))


def _same_drug(groups: list[Group]) -> list[Group]:
    """A drug named twice in a row is one: what stands between is about it."""
    joined: list[Group] = []
    for g in groups:
        last = joined[-1] if joined else None
        if last and len(last.drugs) == len(g.drugs) == 1 and last.drugs[0].key == g.drugs[0].key:
            last.facts = last.facts + g.facts
        else:
            joined.append(g)
    return joined


def _conflict(a: Phase, b: Phase) -> bool:
    return any(
        a.facts.get(k) is not None and b.facts.get(k) is not None and a.facts[k] != b.facts[k]
        for k in ("dose", "route", "days", "frequency", "until", "total_duration", "infusion")
    )


def _fill(phase: Phase, other: Phase, keys: Sequence[str]) -> None:
    took = False
    for key in keys:
        value = other.facts.get(key)
        if value is None:
            continue
        if key not in phase.facts:
            phase.facts[key] = value
            took = True
        elif key == "cycle":
            known = phase.facts[key]
            joined = {k: known[k] if known[k] is not None else value[k] for k in known}
            took = took or joined != known
            phase.facts[key] = joined
    if took:
        phase.evidence.extend(e for e in other.evidence if e not in phase.evidence)
        phase.warnings.extend(w for w in other.warnings if w not in phase.warnings)


def _share_back(groups: list[Group], text: str) -> None:
    """`A 900 mg and B 200 mg IV on day 1`: the schedule at the end holds for both; of `A on day 1 and
    B on days 1-14 of each 21-day cycle` only the cycle does."""
    for i in range(len(groups) - 2, -1, -1):
        here, after = groups[i], groups[i + 1]
        if not _stated(after.facts) & set(SCHEDULE) or not _adjoin(here, after, text):
            continue
        known = _stated(here.facts)
        keys = {"cycle", "until"} - known if known & set(SCHEDULE) else {*SCHEDULE, "route", "method"} - known
        if len(here.facts) > 1 and not known & set(SCHEDULE):
            keys -= {"route", "method"}
        if _route(here.facts) != _route(after.facts):
            keys -= {"frequency"} if _route(here.facts) else set()
        behind = [f for f in after.facts if f.start > after.drugs[0].start]
        if "days" in known and "cycle" in keys:
            behind = [_as_cycle(f) for f in behind]
        here.facts = here.facts + [_part(f, keys) for f in behind if keys & set(f.value)]


def _route(facts: Sequence[Finding]) -> Optional[str]:
    return next((f.value["route"] for f in facts if f.value.get("route")), None)


def _stated(facts: Sequence[Finding]) -> set[str]:
    return {k for f in facts for k, v in f.value.items() if v is not None and k in FIELDS}


def _part(f: Finding, keys: set[str]) -> Finding:
    return replace(f, value={k: v for k, v in f.value.items() if k in keys or k == "warning"})


def _as_cycle(f: Finding) -> Finding:
    """`every 3 weeks` behind a list of drugs with their days is the cycle's length."""
    rate = f.value.get("frequency")
    if rate is None or "cycle" in f.value or rate["times"] != 1 or length_of(rate) < 14:
        return f
    cycle = {"length": rate["period"], "unit": rate["period_unit"], "count": None}
    return replace(f, value={**f.value, "cycle": cycle})


def _adjoin(here: Group, after: Group, text: str) -> bool:
    last = max((f.end for f in here.facts), default=here.drugs[-1].end)
    first = min([f.start for f in after.facts if f.start > last] + [after.drugs[0].start])
    return is_joined(text[max(last, here.drugs[-1].end) : first])
