"""Joins the grammars of amounts and times with the vocabularies of routes and frequencies."""

import bisect
import re
from collections.abc import Iterator

from spacy.tokens import Doc

from eligex.components.base import Tagger
from eligex.components.doses.amounts import amounts, strengths
from eligex.components.doses.lines import Places, unwrapped
from eligex.components.doses.times import times
from eligex.components.findings import DOSES, DRUGS, Finding, by_position, longest, read
from eligex.text.view import view
from eligex.vocab.doses import Rate, rates, ways
from eligex.vocab.phrases import PhraseIndex

_PART_NEAR = 6  # characters from a dose, `) of `, within which a part of the body is a route
_NEAR = 30  # characters between a word that is a route only beside a dose or a drug, and these
_BESIDE = 25  # characters between a dose and the weeks in which it is given
_APART = re.compile(r"[.;\n]")
_HEADED = re.compile(r"\s?[:)]")
_CHANGED = re.compile(
    r"\b(?:increas|decreas|up-?titrat|titrat|escalat|reduc|taper|adjust|wean|rais|lower)(?:e|es|ed|ing|s|ated|ating)?"
    r"(?!\sdos)(?:,?\s(?:(?:steps|increments)\sof|the\sdos(?:e|age)|(?!(?:to|at|of|up|then|followed|administered|given|injected|taken|dos\w*(?!\sincrement))\b)[\w%./-]+)){0,6},?\s$"
    r"|\bincrease\sdose\s$",
    re.IGNORECASE,
)
_ONCE_AFTER = re.compile(
    r"\s*(?:[.,;)\n]|$|(?:on|at|prior|before|only|during|over|for|in|preoperatively|intraoperatively"
    r"|within|by|via)\b)",
    re.IGNORECASE,
)
_SENTENCE_START = re.compile(r"(?:^|[.;:\n•])\s*$")
_STAGE = re.compile(
    r"(?:\b(?:stages?|grades?|phase|class|type|arm|group|cohort|part)\s|\bI{1,3}[ABC]?\s?(?:,|/|-|or"
    r"|and|to|vs\.?)\s?(?:or\s)?)$",
    re.IGNORECASE,
)
# What a route or method is said of, when nothing is given: a place in the body, a reaction, a test.
_NOT_GIVEN = re.compile(
    r"-facial\b|[\s-](?:related|reactions?|sites?|rates?|pumps?|pain|cavity|mucos\w*|lesions?|lichen|lining|cancers?"
    r"|carcinomas?|squamous|tumou?rs?|candidiasis|thrush|ulcers?|ulcerations?|infections?|diseases?|disorders?"
    r"|hygiene|health|examinations?|surgery|surgeries|intubation|challenges?(?!\swith)|skin tests?|tests?|biops\w*"
    r"|polyp\w*|devices?|contracept\w*|drug (?:abuse|use|users?|addict\w*)|abuse|users?|access|line|lines|fluids?"
    r"|hypertension|hemorrhage|haemorrhage|bleeding|pressure|adhesions?|metastas\w*|spread|extension|dilatation"
    r"|growth|synthesis|IgG|ultrasound|imaging|scans?|catheters?|nutrition|intake of (?:food|fluid|water))\b"
    r"|[\s-]time(?=\s(?:ratio|increases|of))",
    re.IGNORECASE,
)
_THROUGH = re.compile(r"\b(?:via|through|by)\s(?:an?\s|the\s)?$", re.IGNORECASE)
_TUBE = re.compile(r"\s(?:catheters?|lines?|access|pumps?|devices?)\b", re.IGNORECASE)
_SHORT = re.compile(r"\s\([A-Z]{2}\)")  # `an intravenous (IV) catheter`
_BY_WAY = re.compile(r"\b(?:PO|IV|SC|SQ|IM|orally|by mouth)\s$")  # `5 mg PO a day`
_EACH = re.compile(r"\b(?:each|every)\s$", re.IGNORECASE)  # `each single infusion`
_CAPS = re.compile(r"[\s-]?cap", re.IGNORECASE)  # `gel caps`
_BASAL = re.compile(r"\bbasal[\s-]$", re.IGNORECASE)
_NUMBERED = re.compile(r"\s?-?\d{4}|-T\b")  # a company's code, a unit of allergens
_RATES = ("daily", "weekly", "monthly")
# `the daily dose of A is divided into six infusions`
_DIVIDED_DAY = re.compile(r"\s(?:doses?|amounts?)\s[^.;\n]{1,80}\bdivided\s(?:in|into)\b", re.IGNORECASE)
# `daily from weeks 2-14`
_TIMED = re.compile(
    r"\b(?:daily|weekly|monthly|QD|BID|TID|SC|IV|PO|orally|once|twice)\sfrom\s?$", re.IGNORECASE
)
_NTH = re.compile(r"\d(?:st|nd|rd|th)\s$")  # `the 24th weekly dose`
_RESPONSE = re.compile(r"\b(?:CR|SD|PD|response|remission)\b")  # beside PR, a partial response
_PLACE = re.compile(
    r"\b(?:sites? of|tolerate|toxicity|reactions? (?:in|at)|rate of|into the|fluid|food|calor\w*"
    r"|(?:end|start|completion|beginning|conclusion|time) of(?: the| each)?(?: [\w-]+)?"
    r"|(?:after|before|following|with|surrounding|around) (?:each|every|ea\.?)|catheter (?:will be |is "
    r"|was )?(?:inserted and )?placed)\s$",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\bwithout\s(?:an?\s)?$", re.IGNORECASE)  # `without a bolus`
_GIVEN_AS = re.compile(
    r"\s*(?:[-\w]+\s)?(?:administ|appl|instill|solution|suspension|spray|drops|ointment|gel|cream|dos"
    r"|use\b|route|inject|infus|tablet|capsule|suppositor|formulation|therap|treatment)",
    re.IGNORECASE,
)


class DoseTagger(Tagger):
    """Writes DOSES: DOSE, ROUTE, SCHEDULE and DURATION, each with what it states."""

    key = DOSES

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._phrases = PhraseIndex(exact_below=4)
        for form in ways():
            self._phrases.add(f"way:{form}", [form])
        for form in rates():
            self._phrases.add(f"rate:{form}", [form])

    def match(self, doc: Doc) -> list[Finding]:
        text, places = unwrapped(view(doc).folded)
        drugs = read(doc, DRUGS)
        named = {places.within(f)[0] for f in drugs}
        given = [*amounts(text), *strengths(text, [places.within(f) for f in drugs])]
        given = longest(given)
        sure = given + [f for f in times(text) if _is_told(f, text, given, named)]
        beside = sorted(
            {p for f in sure for p in (f.start, f.end)} | {p for f in drugs for p in places.within(f)}
        )
        known = [f for k in self._known(doc, text, places) for f in _behind(k, text, given)]
        ways = {f.start: f for f in known if f.label == "ROUTE"}
        known += [f for s in known if s.source == "doses:single" for f in _single_dose(s, ways, text)]
        given_at = set(ways) | {f.start for f in given}
        known = [f for f in known if f.source != "doses:single" or f.end + 1 in given_at]
        found = longest([*sure, *(f for f in known if _holds(f, text, beside) and not _is_pace(f, text))])
        return by_position(places.original(f) for f in found)

    def _known(self, doc: Doc, text: str, places: Places) -> Iterator[Finding]:
        """Routes and frequencies of the tables, at their places in the unwrapped text."""
        seen = view(doc)
        for first, last, key in self._phrases.find(doc):
            start, end = places.inside(seen.starts[first]), places.inside(seen.ends[last - 1])
            kind, _, form = key.partition(":")
            if kind == "way":
                way = ways()[form]
                value = {"route": way.route, "method": way.method, "kind": way.kind}
                yield Finding(start, end, "ROUTE", "doses:route", name=way.route, value=value)
            else:
                yield _frequency(start, end, text[start:end], rates()[form])


def _behind(known: Finding, text: str, given: list[Finding]) -> Iterator[Finding]:
    """Of `2 weekly` in `AUC 2 weekly` only what stands behind the amount."""
    i = bisect.bisect_left(given, known.start, key=lambda g: g.start)
    end = given[i - 1].end if i else 0
    if end <= known.start:
        yield known
        return
    rest = text[end : known.end].lstrip()
    if rest in rates():
        yield _frequency(known.end - len(rest), known.end, rest, rates()[rest])


def _single_dose(single: Finding, ways: dict[int, Finding], text: str) -> Iterator[Finding]:
    """`a single oral dose`: how often and by which way at once."""
    way = ways.get(single.end + 1)
    if way and text[way.end : way.end + 5].lower() == " dose":
        value = {**way.value, **single.value}
        yield Finding(single.start, way.end + 5, "DOSE", "doses:frequency", value=value)


def _is_told(f: Finding, text: str, given: list[Finding], named: set[int]) -> bool:
    """Whether a time is one of giving a drug: `6 months of` before its name, `week 2` beside a dose, and
    not the pace at which a dose is changed."""
    if f.source == "doses:of-drug":
        return f.end + len(" of ") in named
    if f.source in ("doses:week", "doses:weeks"):
        return _is_beside(f, text, given)
    return not _is_pace(f, text)


def _is_beside(f: Finding, text: str, given: list[Finding]) -> bool:
    i = bisect.bisect_left(given, f.start, key=lambda g: g.start)
    before = text[given[i - 1].end : f.start] if i else None
    if f.source == "doses:weeks" and (
        text[f.start : f.start + 5].lower() == "from "
        or _TIMED.search(text, max(0, f.start - 16), f.start + 5)
    ):
        return True
    after = text[f.end : given[i].start] if i < len(given) else None
    reach = _BESIDE if f.source == "doses:weeks" else 3
    if before is not None and len(before) <= reach and not _APART.search(before):
        return True
    return after is not None and (len(after) <= 3 or (len(after) <= _BESIDE and bool(_HEADED.match(after))))


def _is_pace(f: Finding, text: str) -> bool:
    """`increased by 25 mg every week`, `titrated weekly`: how fast a dose is changed."""
    return "frequency" in f.value and bool(_CHANGED.search(text, max(0, f.start - 60), f.start))


def _frequency(start: int, end: int, text: str, rate: Rate) -> Finding:
    frequency = {
        "times": rate.times, "period": rate.period, "period_unit": rate.period_unit, "text": text,
    }  # fmt: skip
    value = {"frequency": frequency, **({"warning": rate.warning} if rate.warning else {})}
    label = "DOSE" if rate.period is None and "dose" in text.lower() else "SCHEDULE"
    rule = "single" if text.lower().endswith("single") else "frequency"
    return Finding(start, end, label, f"doses:{rule}", value=value)


def _holds(f: Finding, text: str, beside: list[int]) -> bool:
    """Whether an ambiguous word stands where it means a route or a frequency."""
    word = text[f.start : f.end]
    if word == "IV" and _STAGE.search(text, max(0, f.start - 24), f.start):
        return False
    if word.lower() == "gel" and _CAPS.match(text, f.end):
        return False
    if word.lower() == "bolus" and _BASAL.search(text, max(0, f.start - 8), f.start):
        return False
    if word == "SQ" and _NUMBERED.match(text, f.end):
        return False
    if f.label == "ROUTE" and _is_no_giving(text, f):
        return False
    if f.value.get("kind") == "part":
        return bool(_GIVEN_AS.match(text, f.end)) or _near(f, beside, _PART_NEAR)
    if f.value.get("kind") == "code" and _RESPONSE.search(text, max(0, f.start - 16), f.end + 10):
        return False
    if word == "PR" and not text[max(0, f.start - 4) : f.start].rstrip().endswith(("g", "L", "ies", "y")):
        return False
    if f.value.get("kind") == "code":
        return not text[: f.start].rstrip().endswith("%") and _near(f, beside, _NEAR)
    if word.lower() == "daily" and text[max(0, f.start - 6) : f.start].lower() == "total ":
        return False
    if word.lower() == "daily" and _DIVIDED_DAY.match(text, f.end):
        return False
    if word.lower() in _RATES and _NTH.search(text, max(0, f.start - 8), f.start):
        return False
    if word.lower() == "single" and _EACH.search(text, max(0, f.start - 6), f.start):
        return False
    if word.lower() in ("a day", "a week", "a month"):
        if _BY_WAY.search(text, max(0, f.start - 10), f.start):
            return True
        i = bisect.bisect_left(beside, f.start - 2)
        return i < len(beside) and beside[i] <= f.start
    if word.lower() == "once":
        opening = _SENTENCE_START.search(text, max(0, f.start - 6), f.start)
        return not opening and bool(_ONCE_AFTER.match(text, f.end)) and _near(f, beside, 80)
    return True


def _is_no_giving(text: str, f: Finding) -> bool:
    """`oral mucositis`, `injection site`, `an infusion reaction`: no administration."""
    before = text[max(0, f.start - 44) : f.start]
    again = _SHORT.match(text, f.end)
    end = again.end() if again else f.end
    through = _THROUGH.search(before) and _TUBE.match(text, end)
    if not f.value.get("route") and _WITHOUT.search(before):
        return True
    return bool((_NOT_GIVEN.match(text, end) and not through) or _PLACE.search(before))


def _near(f: Finding, beside: list[int], reach: int) -> bool:
    i = bisect.bisect_left(beside, f.start - reach)
    return i < len(beside) and beside[i] <= f.end + reach
