"""Which sentences and which drugs of a block are about giving one."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Optional

from spacy.tokens import Doc

from eligex.assembly.regimens.aliases import STUDY, is_alias, is_placebo_of, names, start_of
from eligex.assembly.regimens.asides import is_aside, is_tracer
from eligex.assembly.regimens.binding import Binder
from eligex.assembly.regimens.blocks import Block, sentences
from eligex.assembly.regimens.combinations import definition, lists_a_course, without_sums
from eligex.assembly.regimens.given import (
    DILUENT,
    is_acronym,
    is_defined,
    is_example,
    is_given,
    is_heading,
    is_measure,
    is_short,
)
from eligex.assembly.regimens.groups import is_joined
from eligex.assembly.regimens.mentions import (
    Mention,
    by_head,
    by_object,
    by_place,
    by_sum,
    by_verb,
    codes,
    coined,
    from_finding,
    is_blind,
    unnamed,
)
from eligex.assembly.regimens.phases import SCHEDULE, Phase
from eligex.assembly.regimens.plans import Plan, fill, is_beam
from eligex.components import findings as groups
from eligex.components.findings import Finding, between, longest, read
from eligex.text.scan import Scanner
from eligex.text.view import view

_BRIEF = 3  # words beside the facts of a sentence that need not name its drug
_IDLE = 3  # sentences without a word of treatment after which a later one is about something else
_GIVING = re.compile(
    r"\b(?:treat\w*|therap\w*|dos\w*|cycles?|courses?|administ\w*|given|receiv\w*|infus\w*|inject\w*"
    r"|repeat\w*|continu\w*|tak(?:e|en|ing)|start\w*|vaccinat\w*|maintenance|regimen|medication|drug"
    r"|appl\w*|replaced)\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:receiv\w*|given|administered|repeats?|treated with|infused|take"
    r"|(?:medication|drugs?|tablets?|capsules?)\s(?:will be|is|are|was|were)\staken)\b",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\b(?:survival|defined (?:as|for)|endpoints?|outcomes?|measured|from the date|rates?\b"
    r"(?! of infusion)|comparison of|assess(?:ed|ments?)|evaluat(?:ed|ions?)|biops(?:y|ies)|follow"
    r"(?:ed(?! (?:[\w-]+ ){0,3}by\b)|-up| up)|questionnaires?|MRI|ECGs?|scans?|samples?|imaging|visits?"
    r"|registration)\b",
    re.IGNORECASE,
)
_AIM = re.compile(
    r"\b(?:determin\w*|evaluat\w*|explor\w*|compar\w*|investigat(?!or)\w*|efficacy|toxicity|safety"
    r"|pharmaco\w*|tests?\b|testing|tested|approved|developed|objectives?)\b",
    re.IGNORECASE,
)
_UNTIMED = {"cycle", "warning", "start", "relative"}
_COHORT = re.compile(r"(?:dose\s)?(?:cohorts?|levels?|groups?|parts?|stratum)\b", re.IGNORECASE)
_DEED = re.compile(
    r"\b(?:walk|run|jog|swim|danc|exercis|train|yoga|stretch|massag|sessions?|class(?:es)?|counsel|educat|coach|meditat|visit"
    r"|sham\b|acupunct|electrode|questionnaire|telephone|phone|calls?\b|text messag|meetings?|lessons?)",
    re.IGNORECASE,
)
# A therapy of words; what is said of its times is no drug's.
_THERAPY = re.compile(
    r"\b(?:counsel|psycho(?:therap|educat)|cognitive|behaviou?ral|relapse prevention|physiotherap"
    r"|lifestyle|sham|acupunct|electrode)\w*",
    re.IGNORECASE,
)
_AND = re.compile(r"\b(?:and|plus|or|versus|vs)\b|\+", re.IGNORECASE)
_ELEMENTAL = re.compile(r"\belemental\b", re.IGNORECASE)
_CELLS = re.compile(r"[A-Z][\w+-]*\s(?:[\w+-]+\s){0,3}cells\b|\b[a-z]+\s(?:[a-z]+\s){0,2}cells\b")
# `Allowed regimens include A, B or C`: what may be chosen; nobody is said to get all of it.
_OFFERED = re.compile(
    r"\b(?:allowed|permitted|acceptable|permissible)\s(?:\w+\s){0,3}(?:includ|are\b|were\b)", re.IGNORECASE
)
_AIMS, _GIFTS, _OUTCOMES, _OFFERS = map(Scanner, (_AIM, _GIVEN, _OUTCOME, _OFFERED))


class Reader:
    """Reads the drugs and facts of a Doc, block by block, into plans."""

    def __init__(self, doc: Doc, text: str) -> None:
        self.text = text
        self.written = view(doc).text
        self.drugs = longest(read(doc, groups.DRUGS))
        self.doses = read(doc, groups.DOSES)
        self.times: list[Phase] = []
        self.before: Optional[tuple[Optional[str], Plan]] = None
        self.named: Optional[tuple[Optional[str], Mention]] = None  # the last drug of the block before
        self.own = coined(self.written, self.drugs)
        self.cycle = definition(text, self.doses)
        self.long = {(a.start, a.end): a.name for a in read(doc, groups.ABBREVIATIONS)}

    def plans(self, block: Block) -> list[Plan]:
        binder = Binder(self.text)
        idle, titled = 0, False
        for start, end in self._sentences(block):
            facts = self._facts(start, end)
            others: list[Mention] = []
            drugs = self._drugs(start, end, facts, others)
            facts = [f for f in facts if not self._is_way_of(f, others)]
            drugs, facts = without_sums(self.text, (start, end), drugs, facts)
            if block.title and not self.text[block.title : end].strip():
                drugs = drugs or self._placebos(start, end)
                binder.sentence(drugs, [])
                titled = bool(drugs)
                continue
            cycles = facts and all(set(f.value) <= {"cycle", "warning"} for f in facts)
            if (binder.has_current or cycles) and all(
                STUDY.fullmatch(self.text[d.start : d.end]) for d in drugs
            ):
                drugs = []
            if not drugs and (titled or not binder.has_current) and _is_dosed(facts):
                drugs = list(by_verb(self.written, start, end, facts))
            titled = titled and not facts
            if not drugs and facts:
                drugs = list(by_head(self.written, start, end))
            if not (drugs or self._goes_on(start, end, facts) or self._is_brief(start, end, facts)):
                idle += 1
                continue
            if not drugs and idle > _IDLE:
                binder.forget()
            idle = 0
            if not facts and self.cycle and len(drugs) > 1 and lists_a_course(self.text[start:end]):
                binder.shared(drugs, [self.cycle])
            elif drugs or binder.has_current:
                binder.sentence(drugs, facts)
            elif not _is_dosed(facts) and any("cycle" in f.value for f in facts):
                binder.ahead(facts)
            elif _stands_alone(facts, block) and (_is_dosed(facts) or self._is_brief(start, end, facts)):
                binder.orphan(self._undosed(block), facts)
                self._complete(binder.plans[-1])
        binder.close(self._of_all(block))
        self._leave(block, binder.plans)
        return binder.plans

    def _placebos(self, start: int, end: int) -> list[Mention]:
        """The placebo that a title names."""
        return [m for m in codes(self.written, start, end, []) if is_blind(m.key)]

    def _sentences(self, block: Block) -> Iterator[tuple[int, int]]:
        """Those of a block, of which a title is one, however long it is."""
        begin = min(max(block.title, block.start), block.end)
        yield from sentences(self.text, block.start, begin)
        yield from sentences(self.text, begin, block.end)

    def _undosed(self, block: Block) -> Optional[Mention]:
        """The drug whose doses a table of cohorts gives: `A is given weekly. Cohort 1: 10 mg`."""
        if not _COHORT.match(block.arm or ""):
            return None
        if self.before is not None and self.before[0] == block.section:
            return self.before[1].mention
        return self.named[1] if self.named is not None and self.named[0] == block.section else None

    def _of_all(self, block: Block) -> list[Finding]:
        """`(1 cycle = 21 days)`: how long the cycles are of all that is given on days in a block."""
        return [self.cycle] if self.cycle and block.start <= self.cycle.start < block.end else []

    def _complete(self, plan: Plan) -> None:
        """Gives a cohort's doses the times that the text before the table states for all of them."""
        general = self.before[1] if self.before and plan.mention is self.before[1].mention else None
        if plan.mention is None or general is None or not plan.phases:
            return
        self.times = self.times or general.phases
        general.phases = []
        for known in self.times[:1]:
            for phase in plan.phases:
                fill(phase, known, (*SCHEDULE, "route", "method"))

    def _leave(self, block: Block, plans: list[Plan]) -> None:
        """Remembers the one drug of a block, or the one without a dose, for the cohorts behind it."""
        named = [p for p in plans if p.mention]
        told = [p.mention for p in named if p.mention and p.phases]
        if told:
            self.named = (block.section, max(told, key=lambda m: m.start))
        elif not plans:
            self.named = None
        open_ = [p for p in named if not any(ph.states(("dose",)) for ph in p.phases)]
        if named and not _COHORT.match(block.arm or ""):
            self.before, self.times = (block.section, open_[0]) if len(open_) == 1 else None, []

    def _facts(self, start: int, end: int) -> list[Finding]:
        """What a sentence states about giving a drug; nothing of an aim or an outcome."""
        facts = [f for f in between(self.doses, start, end) if f.value]
        facts = [f for f in facts if not is_aside(self.text, self.doses, f, start, end)]
        if any("dose" in f.value for f in facts):
            return [] if is_tracer(self.text, start, end, facts) else facts
        if any(not _is_in(m, facts) for m in _AIMS.finditer(self.text, start, end)):
            routes = all(f.label == "ROUTE" for f in facts)
            if routes or not _GIFTS.search(self.text, start, end):
                return []
            if all(f.label == "ROUTE" or "days" in f.value for f in facts):
                return facts
        return [] if self._is_outcome(start, end, facts) else facts

    def _is_way_of(self, f: Finding, others: list[Mention]) -> bool:
        """`while continuing their oral A`, `after the IV A infusion`: the way of what is not given now."""
        return f.label == "ROUTE" and any(
            not self.text[min(f.end, m.end) : max(f.start, m.start)].strip()
            and not DILUENT.fullmatch(self.text[m.start : m.end])
            for m in others
        )

    def _drugs(self, start: int, end: int, facts: list[Finding], others: list[Mention]) -> list[Mention]:
        """The drugs that a sentence says are given; those that it only mentions go to `others`."""
        kept: list[Mention] = []
        known = between(self.drugs, start, end)
        found = [from_finding(self.written, f, self.long.get((f.start, f.end))) for f in known]
        if all(f.label == "ROUTE" for f in facts):
            named = [*found, *codes(self.written, start, end, known, own=self.own)]
            subject = min(named, key=lambda m: m.start, default=None)
            if subject and is_defined(self.text, subject, start, end):
                return [subject]
        if not facts and _OFFERS.search(self.text, start, end):
            return []
        if not facts:
            found += [m for m in codes(self.written, start, end, known) if is_beam(self.written, m)]
        if facts:
            found += codes(self.written, start, end, [*known, *facts], own=self.own)
            doses = [f for f in facts if "dose" in f.value and not any(self._is_behind(f, m) for m in found)]
            found += by_place(self.written, start, end, doses, known=found, facts=facts)
            found += list(by_object(self.written, start, found, facts))
            found += list(by_sum(self.written, start, end, found, facts))
            found += [] if found else self._cells(doses)
        last: Optional[Mention] = None
        passed: Optional[Mention] = None
        alias: Optional[Mention] = None
        for mention in sorted(found, key=lambda m: m.start):
            gap = self.text[passed.end : mention.start] if passed else ""
            if last is not None and is_measure(self.text, last, mention, facts):
                continue
            if last is not None and (
                is_example(self.text, mention, start, facts)
                or is_short(self.text, mention)
                or is_acronym(self.text, mention, kept)
            ):
                continue
            if len(found) > 1 and _ELEMENTAL.search(self.text, max(0, mention.start - 10), mention.end):
                continue
            beside = passed is not None and (is_joined(gap) or gap.strip() == "(")
            if beside or not is_given(self.text, mention, start, facts, last):
                passed = mention
                others.append(mention)
                continue
            if kept and last is kept[-1] and names(self.text, last, mention, self.own):
                kept[-1] = last = replace(mention, start=last.start)
            elif kept and is_heading(self.text, last, mention):
                kept[-1] = last = mention
            elif _is_named_before(mention, kept) or not any(
                a and is_alias(self.text, a, mention) for a in (last, alias)
            ):
                if last is not None and is_placebo_of(self.text, last, mention):
                    kept.pop()
                    mention = replace(mention, start=start_of(self.text, last, mention))
                kept.append(mention)
                last = mention
            alias = mention
        return kept

    def _is_behind(self, f: Finding, m: Mention) -> bool:
        """Whether a dose stands directly behind a drug, and not behind `and`."""
        return 0 <= f.start - m.end < 8 and not _AND.search(self.text, m.end, f.start)

    def _cells(self, doses: list[Finding]) -> list[Mention]:
        """`2 x 10^6 CAR+ T cells/kg`: what is counted is what is given."""
        for f in doses:
            m = _CELLS.search(self.text, f.start, f.end) if f.value["dose"]["unit"] == "{cells}" else None
            if m:
                return [unnamed(self.written, *m.span())]
        return []

    def _is_outcome(self, start: int, end: int, facts: list[Finding]) -> bool:
        """A sentence about what is measured, with times that are no drug's."""
        if _GIFTS.search(self.text, start, end):
            return False
        found = list(_OUTCOMES.finditer(self.text, start, end))
        return any(not _is_in(m, facts) for m in found)

    def _is_brief(self, start: int, end: int, facts: list[Finding]) -> bool:
        """Whether a sentence says little beside its facts: `Capsules, once a day for 42 days`."""
        if not facts:
            return False
        rest = list(self.text[start:end])
        for f in facts:
            rest[f.start - start : f.end - start] = " " * (f.end - f.start)
        if not _is_dosed(facts) and _DEED.search(self.text, start, end):
            return False
        return len(re.findall(r"[A-Za-z]{2,}", "".join(rest))) <= _BRIEF

    def _goes_on(self, start: int, end: int, facts: list[Finding]) -> bool:
        """Whether a sentence that names no drug is still about giving one."""
        if not facts:
            return False
        if not _is_dosed(facts) and _THERAPY.search(self.text, start, end):
            return False
        first = self.text[start : facts[0].start].strip(" -*•\n\t([:,")
        labels = {f.label for f in facts}
        return (
            "DOSE" in labels or "ROUTE" in labels or not first or bool(_GIVING.search(self.text, start, end))
        )

    def counts(self, phase: Phase, block: Block) -> bool:
        """A method alone is no regimen, nor a route alone outside of arms and interventions."""
        stated = {k for k, v in phase.facts.items() if v is not None and k not in phase.carried}
        if not stated - {"method"}:
            return False
        return bool(stated - {"method", "route"}) or block.own


def _is_named_before(m: Mention, kept: list[Mention]) -> bool:
    """`A + B A: 5 mg`: what was named before another drug is no second name of that one."""
    return any(k.key == m.key for k in kept[:-1]) and kept[-1].key != m.key


def _is_in(m: re.Match[str], facts: list[Finding]) -> bool:
    explains = m.group().lower().startswith("defined")  # `until progression, defined as …`
    return any(
        f.start <= m.start() < f.end
        or (explains and "until" in f.value and 0 <= m.start() - f.end <= len(", "))
        for f in facts
    )


def _is_dosed(facts: list[Finding]) -> bool:
    """Whether something is said to be given, rather than only when something happens."""
    return any("dose" in f.value or f.value.get("route") or f.value.get("method") for f in facts)


def _stands_alone(facts: list[Finding], block: Block) -> bool:
    """Whether facts without any drug are a regimen: `10 mg PO BID` under an intervention's name."""
    dosed = any("dose" in f.value for f in facts)
    timed = any(set(f.value) - _UNTIMED for f in facts if f.label in ("SCHEDULE", "DURATION"))
    return dosed or timed or (block.own and any(f.label == "ROUTE" for f in facts))
