"""The drugs of a sentence: those that the vocabulary knows, and names that only their place tells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from eligex.components.findings import Finding
from eligex.schema.regimen import RegimenDrug
from eligex.text.alternatives import alternatives
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_CODE = lazily(
    r"(?<![\w-])(?!(?:COVID|SARS|DAS|PHQ|GAD|PANSS|MADRS|HAMD|ACR|ASAS|PASI|HER|CD|PD|CTLA|HLA|IL|BCR|CYP|FEV|EGFR|KRAS|ECOG|NCT|TNF|NYHA|ICD|AUC"
    r"|HIV|HBV|HCV|CA|DL|MMSE|SF|TCID|PFU)-?\d)(?!(?:T|Q|C|D|G|H|L|N|M|S|P|W|V|A|B)-?\d{1,3}(?!\d))"
    r"(?:[A-Z]{1,7}-?[A-Z]{0,3}\d{2,7}[A-Za-z]?\d*(?:-\d+)?(?![\w%])"
    r"|(?!(?:IV|PO|SC|IM|IT|AUC|BID|TID|QD|CIV|DAY|WEEK|ARM|AGE|OF|AT|TO)\b)[A-Z]{2,4}\s\d{3,6}\b(?!\s?(?:mg|mcg|ug|g|mL|IU|U|units|%|cells)\b))"
)
# The name behind a word for what it is: `monoclonal antibody Hu1D10`.
_LABELLED = lazily(
    r"\b(?:antibody|vaccine|compound|agent|inhibitor)\s(?!(?:COVID|SARS|HER|CD|PD|IL|[Qq]\d|NCT|mRNA))"
    r"(?P<name>(?=[\w-]*\d)(?=[\w-]*[A-Za-z]\d*[A-Za-z])[A-Za-z]\w*(?:-\w+)*)"
)
_DIGIT = lazily(r"\d")
_PAIRED = lazily(r"\bof\s(?P<name>[A-Z]\d{2,3})\sand\s")
# `injections of HspE7 and …`
_INJECTED = Scanner(
    lazily(
        r"\b(?i:injections?|infusions?|vaccinations?|immuni[sz]ations?)\s(?:of|with)\s(?P<name>[A-Z][a-z]+[A-Z]\w*\d\w*)"
    )
)
# 5-AC, 17-AAG, O6-BG
_DIGIT_NAME = lazily(
    r"(?<![\w-])\d{3}[A-Z]{1,2}\d{2}\b|(?<![\w-])(?:\d{1,2}|(?!H[12]-)[A-Z]\d)-(?!EDTA)[A-Z]{2,4}\b(?!-)"
)


def _generic(*, of_vaccine: str, of_beam: str) -> re.Pattern[str]:
    """General words for what is given, with the words that may stand before some of them."""
    return lazily(
        r"\b(?:(?:matching |matched |sugar |active )?placebo|vehicle(?![\w-])"
        r"|study (?:drug|medication|treatment|vaccine)"
        r"|investigational (?:product|drug|medicinal product|vaccine)"
        rf"|(?:normal )?saline|{of_vaccine}vaccines?|(?:CAR[- ]?T|T|NK|stem"
        r"|stromal|dendritic)[ -]cells?|CAR-?T|TBI|total[- ]body irradiation"
        r"|(?-i:(?:m|R-)?(?:FOLFOX|FOLFIRI|FOLFIRINOX|FOLFOXIRI|CHOP|CAPOX|XELOX|XELIRI|CHOEP|EPOCH|FLAG|GEMOX"
        r"|CVP|ABVD|BEACOPP|TCHP?|ICE|ESHAP|DHAP|TPF|FEC|VRd?|BEAM|MVAC|FLOT)(?:-?\d{1,2}|-R|-IDA)?)"
        rf"|{of_beam}(?:radiotherapy|(?:re-?)?irradiation)|radiation(?: therapy)?|IMRT|SBRT"
        r"|(?:anti-)?PD-?(?:L?1|\(L\)1)\s(?:blockade|inhibitors?|antibod(?:y|ies)|blockers?)"
        r"|(?:standard|conventional|background)\s(?:of\scare\s)?chemotherapy"
        r"|(?-i:(?:WB?|C|X|IM|EB|SB|SA|HD|PC)?RT\b)|brachytherapy|(?-i:PB[PS]Cs?)\b(?!\stransplant)"
        r"|DLI|donor lymphocytes?(?: infusions?)?)\b",
        re.IGNORECASE,
    )


_GENERIC = _generic(
    of_vaccine=r"(?:(?!the|of|a|this|each|one|with)\w+ )?",
    of_beam=r"(?:external[ -]beam |(?!(?:of|by|during|with|and|no|the|for|to|after|before|or|from|receives?|received"
    r"|undergo|undergoing|daily|then|also|plus|concurrent|throughout|until|prior|while|via|as|in|on|definitive|when)\b)"
    r"\w+ )?",
)
_GENERIC_WORDS = Scanner(_generic(of_vaccine="", of_beam=""))  # each match of `_GENERIC` holds one of these
_BEFORE_DOSE = lazily(
    r"(?P<name>(?:[A-Z][a-z]+\s)?(?:[A-Za-z][A-Za-z0-9-]{3,}|[A-Z]{2}[A-Z0-9]\b|(?<![\w.,])[A-Za-z]{3}\b)[®™]?)"
    r"(?:\s(?:tablets?|capsules?|injection|cream|ointment|gel|nasal spray|oral solution))?"
    r"(?:\s\([^()\d]{1,30}\))?\s?[,:(]?\s?(?:at\s(?:a\sdose\sof\s)?)?$"
)
_AFTER_DOSE = lazily(
    r"^\)?\s?(?:\([A-Za-zμ]{1,4}\)\s)?(?:doses?\s)?(?P<of>of\s)?(?:the\s)?(?:[a-z]+ly\s(?:administered"
    r"\s|applied\s)?)?(?:\d+(?:\.\d+)?\s?%\s)?(?:recombinant\s(?=[A-Z]{2})"
    r"|human\s(?=[A-Z]{2}))?(?P<name>[A-Z]{3,5}\b(?![\d-])|(?<=nant )[A-Z]{2}\b|[a-z]{1,2}[A-Z]{2,4}\b"
    r"|[a-z]-\d\s[A-Z]\w{3,}|[A-Za-z][A-Za-z0-9-]{3,}(?:\s(?!on\b|at\b|for\b"
    r"|and\b|in\b|or\b|with\b|every\b|by\b|to\b|via\b)[a-z]{5,})?)"
)
_INN = lazily(
    r"(?:mab|nib|ine|ol|ide|ate|one|in|cel|pril|tan|ium|cept|vir|ane|ase|parin|tide)$", re.IGNORECASE
)
_ENDING = lazily(
    r"(?:mab|nib|ine|ole|ide|ane|cillin|mycin|pril|sartan|tan|ium|cept|vir|statin|parin|azole|olol|platin|taxel|rubicin)$",
    re.IGNORECASE,
)
_GRADED = lazily(r"-(?:dose|dosing|level|group|arm)s?\Z", re.IGNORECASE)  # `Medium-dose`
_NO_NAME = frozenset((Path(__file__).parent / "not_names.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A drug where it is named; `key` is the same for every name of the same drug."""

    start: int
    end: int
    key: str
    drug: RegimenDrug


_BLINDS = ("placebo", "vehicle")
_VEHICLE = lazily(r"\bvehicle\b(?!-)", re.IGNORECASE)


def is_blind(name: str) -> bool:
    """Whether a name ends as one of what holds no drug: `Xolair placebo`, `adapalene vehicle`."""
    return name.lower().endswith(_BLINDS)


def from_finding(text: str, f: Finding, long: Optional[str] = None) -> Mention:
    name = f.name or long
    written = text[f.start : f.end]
    if _VEHICLE.search(written):
        return unnamed(text, f.start, f.end)
    return Mention(
        f.start,
        f.end,
        (name or written).lower(),
        RegimenDrug(written, f.start, f.end, name, f.system, f.code),
    )


def unnamed(text: str, start: int, end: int, name: Optional[str] = None) -> Mention:
    written = text[start:end]
    return Mention(start, end, (name or written).lower(), RegimenDrug(written, start, end, name, None, None))


def coined(text: str, drugs: list[Finding]) -> Optional[re.Pattern[str]]:
    """The names that a text gives to what it calls an antibody or a vaccine (`antibody Hu1D10`), and short
    ones that it joins with a known drug's (`the dose of A10 and AS2-1`)."""
    starts = {f.start for f in drugs}
    names = {m["name"] for m in _LABELLED.finditer(text)}
    names |= {m["name"] for m in _PAIRED.finditer(text) if m.end() in starts}
    return lazily(rf"(?<![\w-])(?:{alternatives(sorted(names), re.escape)})(?![\w-])") if names else None


def codes(
    text: str, start: int, end: int, known: list[Finding], *, own: Optional[re.Pattern[str]] = None
) -> Iterator[Mention]:
    """Company codes, a text's `own` names, regimens by acronym and general words, where the vocabulary
    knows none."""
    taken = [(f.start, f.end) for f in known]
    for m in _named(text, start, end, own):
        first, last = m.span("name") if "name" in m.re.groupindex else m.span()
        if not any(a < last and first < b for a, b in taken):
            taken.append((first, last))
            yield unnamed(text, first, last)


def _named(text: str, start: int, end: int, own: Optional[re.Pattern[str]]) -> Iterator[re.Match[str]]:
    """What the patterns of `codes` find, one after the other; most sentences hold nothing for any of them."""
    if own:
        yield from own.finditer(text, start, end)
    yield from _INJECTED.finditer(text, start, end)
    if _DIGIT.search(text, start, end):
        yield from _CODE.finditer(text, start, end)
        yield from _DIGIT_NAME.finditer(text, start, end)
    if _GENERIC_WORDS.search(text, start, end):
        yield from _GENERIC.finditer(text, start, end)


_BESIDE = lazily(r"\)?\s?(?:of\s)?(?:[\w/-]+\s){0,2}\(?")
_OTHERWISE = lazily(r"\b(?:or|versus|vs\.?)\s$", re.IGNORECASE)
_FAR = 24  # characters from a drug to a dose, which may be that of what is named behind it
_TOWARDS = lazily(r"\b(?:with|followed by|then|plus|and)\b", re.IGNORECASE)
_HEAD = lazily(
    r"\W*(?P<name>[A-Z][\w-]*(?: [\w-]+){0,3}?) (?:tablets?|capsules?|injections?|cream|gel|ointment|syrup"
    r"|powder|drops|patch(?:es)?)\s?[:,(-]"
    r"|\W*(?P<short>[A-Z]{3,6}) [Dd]oses?(?: [Tt]ested)?\s?:"
)


def by_head(text: str, start: int, end: int) -> Iterator[Mention]:
    """What a sentence without a known drug opens with: `Calcined magnesia capsules: one per day`."""
    m = _HEAD.match(text, start, end)
    part = "name" if m and m["name"] else "short"
    if m and not set(m[part].lower().split()) & _NO_NAME:
        yield unnamed(text, *m.span(part))


def by_place(
    text: str, start: int, end: int, doses: list[Finding], *, known: list[Mention], facts: list[Finding]
) -> Iterator[Mention]:
    """Names that only their place beside an amount tells: `Dramadol 10 mg`, `10 mg of Dramadol`.

    Beside a known drug only what has a drug's ending does: `A 10 mg and dramadine 5 mg`.
    """
    for dose in doses:
        name = _name_before(text, start, dose, known, _left_of(text, dose, facts))
        if name is None and not any(_has(text, k, dose, facts) for k in known):
            name = _name_after(text, end, dose)
        if name and not any(f.label == "ROUTE" and f.start == name[0] for f in facts):
            yield unnamed(text, *name)


_OBJECT = lazily(
    r"\b(?:receiv(?:e|es|ed|ing)|takes?|taking|took|given|infused|injected)\s(?:an?\s|the\s)?"
    r"(?P<name>(?=[\w-]{3})(?=[a-z\d-]*[A-Z])[A-Za-z\d][\w-]*\w)(?:®|™)?(?:\s\([^()]{1,20}\))?\s$"
)


# `Xq-DRAM will be administered intravenously`
_SUBJECT = lazily(
    r"[\s\W]{0,6}(?P<name>(?=[\w-]{0,6}(?:\d|-[A-Z]|[A-Z]{2}))(?!(?:CT|PET|MRI|ECG|PK|BMI|IV)\b)[A-Z][\w-]{2,})(?:®|™)?\s"
    r"(?:is|was|will\sbe)\s(?:given|administered|infused|injected|taken)\b"
)


def by_object(text: str, start: int, known: list[Mention], facts: list[Finding]) -> Iterator[Mention]:
    """What is received by a way or for a length told directly behind it: `receive Xq-Dram IV over 30 minutes`."""
    subject = _SUBJECT.match(text, start)
    if subject and not known and any(f.value.get("route") or "dose" in f.value for f in facts):
        yield unnamed(text, *subject.span("name"))
    for f in facts:
        if not (f.value.get("route") or "infusion" in f.value) or f.value.get("kind") == "form":
            continue
        m = _OBJECT.search(text, max(start, f.start - 60), f.start)
        if m is None or m["name"].lower() in _NO_NAME:
            continue
        first, last = m.span("name")
        taken = [(k.start, k.end) for k in known] + [(g.start, g.end) for g in facts]
        if not any(a < last and first < b for a, b in taken):
            yield unnamed(text, first, last)


_SUM = lazily(r"\s(?:\+|plus)\s(?P<name>[A-Z][a-z][\w-]+(?:\s[A-Z][\w-]+){0,2})\s?\(?")


def by_sum(text: str, start: int, end: int, known: list[Mention], facts: list[Finding]) -> Iterator[Mention]:
    """What is added to a known drug: `A (once daily) + Dramadol Tears (twice daily)`."""
    begins = {f.start for f in facts}
    for m in _SUM.finditer(text, start, end):
        free = not any(k.start < m.end() and m.start("name") < k.end for k in known)
        before = any(k.end <= m.start() for k in known)
        if before and free and m.end() in begins and not set(m["name"].lower().split()) & _NO_NAME:
            yield unnamed(text, m.start("name"), m.end("name"))


def _has(text: str, k: Mention, dose: Finding, facts: list[Finding]) -> bool:
    """Whether a dose may be a known drug's: one before it that has no other dose, or one directly behind."""
    if k.start >= dose.end:
        return k.start < dose.end + 24 and _BESIDE.fullmatch(text, dose.end, k.start) is not None
    if _OTHERWISE.search(text[k.end : dose.start]):
        return False
    far = dose.start - k.end > _FAR and _TOWARDS.search(text, k.end, dose.start)
    if far and text.startswith(" of ", dose.end):
        return False  # `placebo followed by a phase with 30 g of glycine`
    others = [f for f in facts if "dose" in f.value and f.end <= dose.start]
    return not any(d.start >= k.end or text[d.end : k.start].strip() in ("", "of") for d in others)


def _left_of(text: str, dose: Finding, facts: list[Finding]) -> int:
    """Where a dose begins with the routes and frequencies directly before it: `PO/NGT 500 mg`."""
    at = dose.start
    for f in reversed([f for f in facts if f.end <= dose.start and "dose" not in f.value]):
        if text[f.end : at].strip(" ,/") or f.label == "DURATION":
            break
        at = f.start
    return at


def _name_before(
    text: str, start: int, dose: Finding, known: list[Mention], left: int
) -> Optional[tuple[int, int]]:
    begin = max(start, left - 60)
    m = _BEFORE_DOSE.search(text[begin:left])
    if m is None:
        return None
    at, name = begin + m.start("name"), m["name"]
    first, _, rest = name.partition(" ")
    if rest and first.lower() in _NO_NAME:
        at, name = at + len(first) + 1, rest
    if any(k.start < dose.start and k.end > at for k in known):
        return None
    if name.endswith("ly"):
        return None
    listed = name[0].islower() and ":" in text[at : dose.start]
    opens = not listed and not text[start:at].strip(" -*•\n\t") and not set(name.lower().split()) & _NO_NAME
    opens = opens and not _GRADED.search(name)
    near = any(0 <= dose.start - k.end < 30 for k in known)
    told = not near or _ENDING.search(name) or _is_told_apart(text, start, dose, name)
    return (at, at + len(name)) if opens or (told and _is_name(name)) else None


def _name_after(text: str, end: int, dose: Finding) -> Optional[tuple[int, int]]:
    m = _AFTER_DOSE.search(text[dose.end : min(end, dose.end + 60)])
    if m is None:
        return None
    name, _, second = m["name"].partition(" ")
    name = name if second in _NO_NAME else m["name"]
    of_mass = m["of"] and len(name) > 3 and not {"mL", "uL"} & {dose.value["dose"]["unit"]}
    at = dose.end + m.start("name")
    if _is_added_piece(text, dose, at + len(name)) and name.lower() not in _NO_NAME:
        return at, at + len(name)
    if not _is_name(name) and not (of_mass and name.lower() not in _NO_NAME):
        return None
    told = (
        m["of"]
        or re.search(r"[A-Z\d]", name)
        or (len(name) > 7 and _INN.search(name))
        or _ENDING.search(name)
    )
    return (at, at + len(name)) if told else None


def _is_added_piece(text: str, dose: Finding, end: int) -> bool:
    """Whether a name that ends at `end` is that of a second thing: `+ 900 mg gluten capsules`."""
    return bool(_ADDED.search(text, max(0, dose.start - 6), dose.start) and _FORMED.match(text, end))


_ADDED = lazily(r"(?:\+|\band|\bplus)\s?\Z", re.IGNORECASE)
_FORMED = lazily(r"\s(?:tablets?|capsules?|powder|drops)\b", re.IGNORECASE)


def _is_told_apart(text: str, start: int, dose: Finding, name: str) -> bool:
    """Whether a capital name behind a known drug is another: `from A to Zelapar 1 mg`, `A and Zelapar 1 mg`."""
    before = text[max(start, dose.start - 60) : dose.start]
    joined = rf"(?:\b(?:to|and|plus|with|or|by)|[,+/;])\s{re.escape(name)}"
    return name[0].isupper() and name[1:2].islower() and re.search(joined, before) is not None


def _is_name(words: str) -> bool:
    first, *rest = words.lower().rstrip("-").split()
    return (
        first not in _NO_NAME
        and not _GRADED.search(words)
        and not any(w in _NO_NAME for w in rest)
        and (bool(re.search(r"[A-Z\d-]", words)) or bool(_INN.search(words)))
    )


_WHAT = lazily(
    r"\b(?:receiv(?:e|es|ed|ing)|administer(?:ed|ing)?|given|taking|takes?|took|appl(?:y|ying)|use|ingest(?:s|ed)?"
    r"|consumes?|(?:application|administration|injections?|infusions?|doses?|use|intake) of|treated with)\s",
    re.IGNORECASE,
)
_ARTICLE = lazily(
    r"(?:\s|,|\(|a\b|an\b|the\b|their\b|either\b|both\b|of\b|dose\b|single\b|with\b)+", re.IGNORECASE
)
_STOP = (
    r"on|at|for|and|in|or|with|every|by|to|via|from|until|during|over|per|once|twice|daily|weekly|as|will|is|are"
    r"|was|were|be|been|given|administered|applied|taken|injected|infused|plus|then|followed|before|after|prior"
    r"|within|following|including|without|while|when|that|which|who|if|up|using|through|into|versus|vs|according"
)
_NOUNS = lazily(rf"(?:(?!(?:{_STOP})\b)[A-Za-z][\w-]*(?:[ ]|\b)){{1,4}}(?:\d{{1,3}}(?= \())?")
_IS_GIVEN = lazily(
    r"(?<![\w-])(?P<name>[A-Z][\w-]*(?: (?!(?:"
    + _STOP
    + r")\b)[A-Za-z][\w-]*){0,4}(?: \d{1,3}\b)?)(?: \([^()]{1,40}\))?"
    r"(?: (?:is|are|was|were|will be|to be))?,? (?:given|administered|applied|taken|instilled|injected|infused)\b"
)


_HAVING = lazily(r"\b(?:patients|participants|subjects|those)\swith\s\Z", re.IGNORECASE)


def by_verb(text: str, start: int, end: int, facts: list[Finding]) -> Iterator[Mention]:
    """The name of what is given, in a sentence that names no known drug: `receive XYZ extract daily`."""
    subjects = [
        m.start("name")
        for m in _IS_GIVEN.finditer(text, start, end)
        if not _HAVING.search(text, 0, m.start())
    ]
    places = subjects + [m.end() for m in _WHAT.finditer(text, start, end)]
    for at in places:
        at = _past(text, at, end, facts)
        at, words = _words(text, at, end, facts)
        if words.lower() in _NO_NAME:  # `the standard intravenous fat emulsion`
            ways = [f for f in facts if f.label == "ROUTE"]
            at, words = _words(text, _past(text, at + len(words), end, ways), end, facts)
        if words and not set(words.lower().split()) & _NO_NAME:
            yield unnamed(text, at, at + len(words))
            return


def _words(text: str, at: int, end: int, facts: list[Finding]) -> tuple[int, str]:
    stop = min((f.start for f in facts if f.start >= at), default=end)
    m = _NOUNS.match(text, at, stop)
    return at, m.group().rstrip() if m else ""


def _past(text: str, at: int, end: int, facts: list[Finding]) -> int:
    """Behind articles and facts: `oral daily the …`."""
    while True:
        inside = next((f for f in facts if f.start <= at < f.end), None)
        m = _ARTICLE.match(text, at, end)
        if inside is None and m is None:
            return at
        at = inside.end if inside else m.end() if m else at
