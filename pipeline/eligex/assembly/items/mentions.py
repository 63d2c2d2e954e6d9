"""Two lists out of the vocabularies, the trained recogniser and the head-noun rules.

`mentions` are what statements are made of: names first, widened by the phrase or the recognised span
around them ("acute leukemia", not "leukemia"), then what the recogniser adds. `spans` are the entities:
there the recogniser, which has read what the vocabularies say, decides the extents, and takes name, code
and payload from the vocabulary's finding around it (`items/naming.py`); a disease that a vocabulary knows keeps its
whole name, "lung cancer" where the recogniser saw "cancer".
Without a recogniser both are the vocabularies'. States, ages and sexes stand first in either.
"""

import bisect
import re
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from eligex.assembly.items.bodies import outside_names
from eligex.assembly.items.compounds import compounds, is_of_a_thing, is_part, joined, names_another, served
from eligex.assembly.items.directed import with_directed
from eligex.assembly.items.donations import with_donations
from eligex.assembly.items.drug_actions import with_targets
from eligex.assembly.items.enrolled import with_trials
from eligex.assembly.items.hepatitis import with_letters
from eligex.assembly.items.investigational import with_unapproved
from eligex.assembly.items.markers import with_markers
from eligex.assembly.items.naming import by_own_words, is_bare, named_by
from eligex.assembly.items.of_organs import of_organs
from eligex.assembly.items.opposites import with_opposites
from eligex.assembly.items.organ_and_marrow import with_marrow
from eligex.assembly.items.organ_rows import with_organ_rows
from eligex.assembly.items.other_types import with_kinds
from eligex.assembly.items.parted_names import with_parted_names
from eligex.assembly.items.precautions import with_precautions
from eligex.assembly.items.pregnancy_tests import with_pregnancy_tests
from eligex.assembly.items.premodifiers import is_listed
from eligex.assembly.items.ratios import with_ratios
from eligex.assembly.items.shared_classes import with_shared_classes
from eligex.assembly.items.shared_nouns import with_shared_nouns
from eligex.assembly.items.told_twice import with_told_twice
from eligex.assembly.items.tumor_stages import is_tumor_stage
from eligex.assembly.items.viral_loads import with_viral_loads
from eligex.assembly.items.visits import with_visits
from eligex.components import findings as groups
from eligex.components.findings import START, Finding, between, by_position, overlapping, read
from eligex.text.view import view

_VOCABULARY = (
    groups.DRUGS, groups.MEASUREMENTS, groups.DEMOGRAPHICS, groups.STATES, groups.CONDITIONS, groups.PROCEDURES,
)  # fmt: skip
# "no prior cancer therapy" speaks of a therapy, not of having cancer
_SERVES = re.compile(
    r"(?:[^\S\n]+|-|[^\S\n]*\n[^\S\n]*(?![-*•\d\s]))(?:(?:related|specific|directed)\s+)?(?:therap(?:y|ies)|treatments?|medications?|drugs?|surger(?:y|ies)|vaccin\w+|"
    r"screening|clinics?|cent(?:er|re)s?|stud(?:y|ies)|trials?|research|specialists?|agents?|tests?|testing|risk"
    r"|institutes?|societ(?:y|ies)|networks?|registr(?:y|ies)|criteria|risk\s+factors?|(?:necrosis\s+)?factors?)\b"
    r"|-(?:specific|directed)\s+[a-z]|\s+immuni[sz]ations?\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"(?:especially|particularly|notably|namely|including|such\s+as|(?:for\s+)?(?:example|instance)|e\.?\s?g\.?|i\.?\s?e\.?)[\s,:]+",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\s+(?=\w)", re.IGNORECASE)
_UNIT = re.compile(r"(?:weeks?|days?|months?|years?)['’]?\s+(?=gestation|post)", re.IGNORECASE)
_UNIT_NEAR = 3  # characters from a number to its unit
_NON = re.compile(r"non[\s-]", re.IGNORECASE)
_WIDEST_ROW = 40  # characters from one course of a disease to the last, which is followed by its name
_ABUSE_DISORDER = re.compile(
    r"\s*(?:or|and|and/or|/|,)\s*[\w-]+\s+abuse\s+(?:disorder|problem|condition)", re.IGNORECASE
)
_BLEEDING = re.compile(r"bleeding|clotting|seizure", re.IGNORECASE)
_OTHER_DISORDER = re.compile(r"(?:\s*/\s*|\s+(?:or|and|and/or)\s+)[\w-]+\s+disorders?\b", re.IGNORECASE)
_PERSONALITY = re.compile(
    r"(?:(?:\s*,\s*(?:(?:or|and|and/or)\s+)?|\s+(?:or|and|and/or)\s+)[\w-]+){1,10}\s+personality\s+disorders?\b",
    re.IGNORECASE,
)
_UNABLE_OR = re.compile(
    r"\b(?:inability|unable|unwilling(?:ness)?|failure)\s*(?:,|/|and/or|and|or)\s*\Z", re.IGNORECASE
)
_NON_BEFORE = re.compile(r"\bnon\s?-?\s?\Z", re.IGNORECASE)
_OR_BEFORE = re.compile(r"\bor\s+\Z", re.IGNORECASE)
_SECOND_WORD = re.compile(r"[a-z] [a-z]", re.IGNORECASE)
_NOUN_AHEAD = re.compile(
    r" (?!(?:patients?|subjects?|participants?|volunteers?|individuals?|persons?|(?:wo)?men|(?:fe)?males?"
    r"|adults?|children|groups?"
    r"|cohorts?|controls?|and|or|with|without|who|at|during|for|in|of|on|to|as|is|are|by|that|which|from|within|before|after|if)\b)[a-z]",
    re.IGNORECASE,
)
_LISTED_AHEAD = re.compile(  # "non-biologic, immunomodulatory agents", "non-taxane, non-platinum regimens"
    r"\s*,?\s*(?:(?:and|or)\s+)?non-|,\s+(?:(?!(?:or|and|any|other)\b)[\w-]+\s+){1,3}(?:agents?|drugs?|therap\w+|medicat\w+|medicines?|treatments?"
    r"|chemotherap\w+|regimens?|inhibitors?|products?|antibod\w+)\b",
    re.IGNORECASE,
)
_ATTENUATED = re.compile(r"attenuated\s+(?P<of>[\w-]+\s+)?vaccines?", re.IGNORECASE)
_WRITTEN_BEFORE = re.compile(
    r"\b(?:(?:written|signed|dated|voluntary|full)\b(?:\s+and)?[\s,]*){0,2}"
    r"(?:written|signed|dated|voluntary|full),\s+\Z",
    re.IGNORECASE,
)
_CONSENT_REACH = 48
_LIVE_BEFORE = re.compile(r"\blive\s?,\s\Z", re.IGNORECASE)
_OPPOSED = {"DRUG", "CONDITION", "PROCEDURE"}
_ABNORMAL = re.compile(r"\s+abnormalit(?:y|ies)\Z", re.IGNORECASE)
# "allergy to the study drug" asks about the drug; elsewhere its name only tells when or where.
_FEARED = re.compile(
    r"(?:allerg|hypersens|sensitiv|intoleran|contra-?indicat|anaphyla|reaction|resistan)[^.;\n]*\Z",
    re.IGNORECASE,
)
_FEARED_REACH = 80
# "a risk when taking the study drug", "on the first day of study drug administration"
_WHILE_ON = re.compile(
    r"\b(?:when|while|whilst|upon|once|by)\s+(?:taking|receiving|using|being\s+given|on)\s+(?:the\s+)?\Z"
    r"|\b(?:day|date|time)\s+of\s+(?:the\s+)?(?:first\s+)?\Z",
    re.IGNORECASE,
)
# Where two mentions cover the same words, the vocabulary that knows more about them wins.
_RANK = {
    "STATE": 0, "AGE": 1, "SEX": 1, "MEASUREMENT": 2, "SCORE": 2, "DRUG": 3, "PROCEDURE": 4, "CONDITION": 5,
}  # fmt: skip
_FIXED = {"STATE", "AGE", "SEX"}
# What may stand inside a longer condition, procedure or state and still be told on its own.
_INNER = {"DRUG", "MEASUREMENT", "PROCEDURE", "SEX"}
_OUTER = {"CONDITION", "PROCEDURE", "STATE"}


@dataclass(frozen=True, slots=True)
class Mentions:
    """Both lists sorted by position; in neither two of the same label overlap."""

    mentions: list[Finding]
    spans: list[Finding]


# what is read of the words around a name, each in the place of what it holds
_FIRST_STEPS = (with_visits, with_directed, with_targets, with_ratios, with_kinds, with_donations)
_LAST_STEPS = (
    with_pregnancy_tests, with_precautions, with_unapproved, with_shared_classes, with_trials, with_shared_nouns,
    of_organs, with_organ_rows, with_letters, with_marrow, with_opposites,
)  # fmt: skip


def mentions_of(doc: Doc, abbreviations: list[Finding]) -> Mentions:
    text, folded = view(doc).text, view(doc).folded
    found = outside_names([f for key in _VOCABULARY for f in read(doc, key)], folded)
    every = found
    found = [f for f in found if f.label != "CONDITION" or not _SERVES.match(text, f.end)]
    found = [f for f in found if not is_of_a_thing(f, text) and not is_tumor_stage(f, text)]
    found = [f for f in found if not _is_inability(f, text)]
    tests = {f.end for f in found if f.label == "MEASUREMENT"}
    found = [f for f in found if not _is_result(f, tests, text)]
    named = _without_inner_ages([f for f in found if not f.source.endswith(":head-noun")])
    phrases = [_trimmed(f, text) for f in found if f.source.endswith(":head-noun")]
    seen = [f for f in outside_names(read(doc, groups.RECOGNISED), folded) if not names_another(f, text)]
    seen = [_trimmed(f, text) for f in seen if not _is_result(f, tests, text)]
    recognised = named_by(seen, named, text)
    bare = [f for f in recognised if is_bare(f, text[f.start : f.end])]
    telling = [f for f in recognised if not is_bare(f, text[f.start : f.end])]
    fixed = [f for f in named if f.label in _FIXED or "state" in f.value]
    entities = (fixed, telling, _completed(bare, phrases, text), _own(named, text), _trusted(phrases, doc))
    whole = compounds(telling, (*named, *phrases), text)
    whole += served((*every, *telling), named, text)
    statements = tuple(
        [f for f in tier if not is_part(f, whole)] for tier in (fixed, whole, named, phrases, telling, bare)
    )
    wide, narrow = Kept(leads=False), Kept(leads=True)
    for kept, tiers in ((wide, statements), (narrow, entities)):
        for tier in tiers:
            for f in sorted(tier, key=lambda f: (f.start - f.end, _RANK.get(f.label, 9), f.start)):
                kept.offer(f)
        _short_forms(kept, text, abbreviations)
    stated = [
        _with_own_head(_with_prefix(_whole(f, text), text), text)
        for f in wide.found
        if not _is_opposite(f, text)
    ]
    for step in _FIRST_STEPS:
        stated = step(stated, text)
    stated = with_told_twice(stated, text, abbreviations)
    stated = [
        f for f in stated if not (_is_role(f) and _WHILE_ON.search(text, max(0, f.start - 40), f.start))
    ]
    stated = with_parted_names(stated, text)
    stated = with_viral_loads([by_own_words(f, text) for f in stated], text)
    for step in _LAST_STEPS:
        stated = step(stated, text)
    return Mentions(
        _with_courses(joined(with_markers(by_position(stated), text), text), text),
        by_position(_with_prefix(f, text) for f in narrow.found),
    )


def _is_inability(f: Finding, text: str) -> bool:
    """`inability or refusal to undergo`: one cue of what is not done, and no refusal beside it."""
    return (
        f.value.get("state") == "refusal"
        and _UNABLE_OR.search(text, max(0, f.start - 24), f.start) is not None
    )


def _is_opposite(f: Finding, text: str) -> bool:
    """`non-insulin antidiabetic drugs`, `non-cancer systemic therapy`: what another thing is not."""
    if f.label not in _OPPOSED or "non" not in text[max(0, f.start - 5) : f.start + 3].lower():
        return False
    own = _NON.match(text, f.start)
    before = own or _NON_BEFORE.search(text, max(0, f.start - 5), f.start)
    if before is None:
        return False
    # "insulin or non-insulin hypoglycaemic medication" asks for no insulin
    if f.label != "DRUG" and _OR_BEFORE.search(text, max(0, before.start() - 8), before.start()):
        return False  # "myeloablative or non-myeloablative conditioning" speaks of both
    word = f.label == "DRUG" and " " not in text[f.start : f.end]
    listed = word and _LISTED_AHEAD.match(text, f.end) is not None
    return listed or _NOUN_AHEAD.match(text, f.end) is not None


def _with_courses(found: list[Finding], text: str) -> list[Finding]:
    """`acute` of "acute or subacute intestinal occlusion" is an acute intestinal occlusion."""
    named = list(found)
    for i, f in enumerate(found):
        if not (_is_elided(f) and is_listed(text[f.start : f.end].lower())):
            continue
        whole = next((g for g in found[i + 1 :] if not _is_elided(g)), None)
        words = (
            text[whole.start : whole.end].lower().split()
            if whole and whole.start - f.end < _WIDEST_ROW
            else []
        )
        if len(words) > 2 and is_listed(words[0].removeprefix("sub")):
            named[i] = f.renamed(" ".join([text[f.start : f.end].lower(), *words[1:]]))
    return named


def _with_own_head(f: Finding, text: str) -> Finding:
    """`psychiatric` of "psychiatric or substance abuse disorders" is a disorder, and no abuse; `paranoid` of "paranoid
    or antisocial personality disorders" one of the personality; `bleeding` of "bleeding/clotting disorders" one too."""
    own, name = text[f.start : f.end].lower(), f.name or ""
    if f.label == "CONDITION" and _BLEEDING.fullmatch(own) and _OTHER_DISORDER.match(text, f.end):
        return f.renamed(f"{own} disorder")
    if not _is_elided(f):
        return f
    if name.startswith(own) and _PERSONALITY.match(text, f.end):
        return f.renamed(f"{own} personality disorder")
    abuse = name.endswith(" abuse") and _ABUSE_DISORDER.match(text, f.end)
    return f.renamed(f"{own} disorder") if abuse else f


def _with_prefix(f: Finding, text: str) -> Finding:
    """`non-cancer pain` is no cancer pain: what follows the prefixed word is told by the whole."""
    if f.label not in _OPPOSED or "non" not in text[max(0, f.start - 5) : f.start].lower():
        return f
    m = _NON_BEFORE.search(text, max(0, f.start - 5), f.start)
    if m is not None and _is_elided(f) and f.name is not None:  # "non-ischemic or ischemic cardiomyopathy"
        return replace(f.renamed(f"non-{f.name}"), start=m.start())
    if m is None or not _SECOND_WORD.search(text, f.start, f.end):
        return f
    return replace(f.renamed(None), start=m.start())


def _whole(f: Finding, text: str) -> Finding:
    """`live, attenuated vaccine`, `written, informed consent`: one thing."""
    if f.value.get("state") == "informed_consent":
        written = _WRITTEN_BEFORE.search(text, max(0, f.start - _CONSENT_REACH), f.start)
        return replace(f, start=written.start()) if written else f
    own = f.label == "DRUG" and _ATTENUATED.fullmatch(text, f.start, f.end)
    m = _LIVE_BEFORE.search(text, max(0, f.start - 8), f.start) if own else None
    if not own or m is None:
        return f
    return replace(f if own["of"] else f.renamed("live vaccine"), start=m.start())


def _trimmed(f: Finding, text: str) -> Finding:
    """Without what announces it; `vaccination` of "1st vaccination", where a recogniser saw "st vaccination"."""
    f = _uncued(f, text)
    f = _unitless(f, text)
    m = _ORDINAL.match(text, f.start, f.end) if text[max(0, f.start - 1) : f.start].isdigit() else None
    return replace(f, start=m.end()) if m else f


def _unitless(f: Finding, text: str) -> Finding:
    """`gestational age` of "35 weeks gestational age", where a recogniser saw "weeks gestational age"."""
    m = _UNIT.match(text, f.start, f.end)
    numbered = m is not None and text[max(0, f.start - _UNIT_NEAR) : f.start].rstrip()[-1:].isdigit()
    return replace(f, start=m.end()) if m is not None and numbered else f


def _uncued(f: Finding, text: str) -> Finding:
    """`lymphoma` of "especially lymphoma": what announces an example is no part of its name."""
    m = _ANNOUNCES.match(text, f.start, f.end)
    if m is None or m.end() >= f.end:
        return f
    name = text[m.end() : f.end].lower() if f.name is not None else None
    return replace(f, start=m.end(), name=name)


def _is_result(f: Finding, tests: set[int], text: str) -> bool:
    """`liver function abnormalities` tells a test's result; it is no disease."""
    m = _ABNORMAL.search(text, f.start, f.end) if f.label == "CONDITION" else None
    return m is not None and m.start() in tests


def _without_inner_ages(named: list[Finding]) -> list[Finding]:
    """`gestational age` is a measurement, not the patient's age."""
    ages = by_position(f for f in named if f.label == "AGE")
    tests = [f for f in named if f.label == "MEASUREMENT"]
    inner = {id(a) for t in tests for a in between(ages, t.start, t.end) if a.start > t.start}
    return [f for f in named if id(f) not in inner]


def _own(named: list[Finding], text: str) -> list[Finding]:
    """Names that are entities where the recogniser is silent."""
    return [f for f in named if not _is_elided(f) and not (_is_role(f) and not _is_feared(f, text))]


def _trusted(phrases: list[Finding], doc: Doc) -> list[Finding]:
    """Without the procedures that only a head noun tells and a recogniser passed over: five of six are none."""
    return [f for f in phrases if f.label != "PROCEDURE"] if groups.RECOGNISED in doc.spans else phrases


def _completed(bare: list[Finding], phrases: list[Finding], text: str) -> list[Finding]:
    """The last word of a phrase alone, `disease` of `renal or hepatic disease`, is named by the whole phrase."""
    whole = {f.end: f for f in phrases}
    return [_named_after(f, whole[f.end], text) if f.end in whole else f for f in bare]


def _named_after(f: Finding, phrase: Finding, text: str) -> Finding:
    if phrase.label != f.label or phrase.start >= f.start:
        return f
    name = text[phrase.start : phrase.end].lower()
    return replace(f, name=name, source=f"{f.source}+{phrase.source}")


class Kept:
    """Findings so far, by position, so that a rival is found without looking at all of them.

    Where the recogniser `leads`, nothing takes the place of what it found.
    """

    def __init__(self, *, leads: bool) -> None:
        self.found: list[Finding] = []
        self._leads = leads
        self._longest = 0

    def rivals(self, f: Finding) -> list[Finding]:
        return overlapping(self.found, f.start, f.end, widest=self._longest)

    def offer(self, f: Finding) -> None:
        rivals = self.rivals(f)
        beaten = [g for g in rivals if _widens(f, g) and not (self._leads and _is_recognised(g))]
        if all(g in beaten or _nests(f, g) or _nests(g, f) for g in rivals):
            for g in beaten:
                self._drop(g)
                if _is_recognised(f):
                    f = replace(f, source=f"{f.source}+{g.source}")
            self.found.insert(bisect.bisect_left(self.found, f.start, key=START), f)
            self._longest = max(self._longest, f.end - f.start)

    def _drop(self, g: Finding) -> None:
        at = bisect.bisect_left(self.found, g.start, key=START)
        del self.found[next(i for i in range(at, len(self.found)) if self.found[i] is g)]


def _nests(inner: Finding, outer: Finding) -> bool:
    inside = inner.within(outer.start, outer.end) and (inner.start, inner.end) != (outer.start, outer.end)
    return inside and inner.label in _INNER and outer.label in _OUTER and inner.label != outer.label


def _is_role(f: Finding) -> bool:
    """`investigational product` tells a drug's place in the trial; it names none."""
    return f.value.get("kind") == "study-drug"


def _is_feared(f: Finding, text: str) -> bool:
    return _FEARED.search(text, max(0, f.start - _FEARED_REACH), f.start) is not None


def _is_elided(f: Finding) -> bool:
    """`renal` in `renal or hepatic disease` makes a statement; as words it is an adjective."""
    return f.source == "conditions:shared-head"


def _is_recognised(f: Finding) -> bool:
    return f.source.startswith("recogniser:")


def _widens(f: Finding, g: Finding) -> bool:
    """The recogniser, or a phrase, with the same head sees more of a condition or procedure than the name."""
    wider = g.within(f.start, f.end) and f.end - f.start > g.end - g.start
    same_head = f.end == g.end and (f.source.endswith(":head-noun") or _is_recognised(f))
    return wider and same_head and f.label == g.label and f.label in ("CONDITION", "PROCEDURE")


def _short_forms(kept: Kept, text: str, abbreviations: list[Finding]) -> None:
    """A short form whose long form is a mention is one as well, wherever it stands."""
    long_forms = {text[f.start : f.end].lower(): f for f in reversed(kept.found)}
    for a in abbreviations:
        meant = long_forms.get(str(a.value.get("long", "")).lower())
        if meant is not None and not kept.rivals(a):
            name = meant.name or text[meant.start : meant.end].lower()
            kept.offer(
                Finding(a.start, a.end, meant.label, a.source, name, meant.system, meant.code, meant.value)
            )
