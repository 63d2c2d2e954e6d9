"""Amounts that are no dose: samples, concentrations, diluents, strengths of a package, increments."""

import re

from eligex.text.lazily import lazily

_CONCENTRATION = lazily(
    r"\s?(?:/|\bper\b)\s?(?:\d*\s?(?:mL|dL|L|lit(?:er|re)s?|cc|mm|μL|uL|gm?|mg|h)\b|cm|high|vial|capsules?\b|tablets?\b"
    r"|puff|spray"
    r"|actuation|inhalation|ampoule|syringe|bottle|disc|\(|\[)",
    re.IGNORECASE,
)
_SAMPLE = lazily(
    r"\s?(?:of\s)?(?:(?:peripheral|venous|whole|fasting|fresh|maternal|the)\s)*"
    r"(?:(?:each\s)?to\smeasure\b|blood|urine|serum|plasma|csf|bone marrow|saliva|bile|fluid samples?)\b",
    re.IGNORECASE,
)
_DRAWN = lazily(
    r"\b(?:samples?|specimens?|aspirates?|blood|urine|serum|volumes?|drainage|loss|output|diuresis"
    r"|(?<!rich )(?<!frozen )(?<!convalescent )(?<!immune )plasma|tubes?|blood\ssamplings?"
    r"|(?:saliva|stool|sputum)\scollections?)\b[^.;,]{0,8}$",
    re.IGNORECASE,
)
_COLLECTED = lazily(
    r"\s(?:\w+\s){0,5}(?:is|are|be|was|were)\s(?:collected|drawn|withdrawn|obtained|sampled|removed)\b",
    re.IGNORECASE,
)
_DILUTED = lazily(r"\b(?:in|into)\s(?:a\s|the\s|about\s)?$", re.IGNORECASE)
_MIXED = lazily(
    r"\b(?:dilut|mix|dissol|reconstitut|suspend|flush|rins|wash|made\sup|water|tak(?:e|en|ing)\b|swallow|ingest|oral|tablet|capsule)\w*"
    r"\b[^.;]{0,60}\bwith\s(?:a\s|about\s)?$",
    re.IGNORECASE,
)
_WITH = lazily(r"\bwith\s(?:a\s|about\s|approximately\s)?$", re.IGNORECASE)
_SOLVENTS = lazily(
    r"\s?(?:\([A-Za-z]{1,3}\)\s)?(?:of\s)?(?:[\d.,]+\s?%\s)?(?:(?:normal|sterile|physiological|isotonic|plain|tap|cold|warm|bottled)\s)*"
    r"(?:saline|water|dextrose|glucose|sodium chloride|NaCl|D5W|diluent|solvent|juice|milk)\b",
    re.IGNORECASE,
)
_FILLED = lazily(r"\bdilut\w*\b[^;]{0,60}\bto\s$", re.IGNORECASE)
_RATE = lazily(r"(?:/|per)\s?(?:min|h|hr|hours?|minutes?|s|sec)$", re.IGNORECASE)
_VACCINE = lazily(r"\bvaccin\w+|\bantigen", re.IGNORECASE)
_STEP = lazily(
    r"(?:rounded\s(?:up\s|down\s)?to(?:\seither)?|increments?\sof|\bnearest|(?<!followed\s)\bby|steps\sof|\bin\s(?:tablets|capsules|vials)\sof|(?:adjustments?|changes|steps)\s(?:\w+\sbe\smade\s)?in|contain(?:ing|s)?|available\sas"
    r"|supplied\sas|\b(?:unit\sdose|dose|dosage|tablet|capsule)\sstrengths?(?:\sof)?"
    r"|\b(?:increas|escalat|titrat|decreas|taper)(?:e|es|ed|ing)?)\s(?:about\s)?$",
    re.IGNORECASE,
)
_AT_CONCENTRATION = lazily(r"\bconcentrations?\s(?:of\s)?(?:about\s)?[~\\≈]*\s?$", re.IGNORECASE)
_DIET = lazily(r"\s(?:diet|deficit|restriction)\b", re.IGNORECASE)  # `a 500 kcal/day diet`
_WEIGHT = lazily(
    r"\b(?:birth\s?|body\s?|tumou?r\s)?weigh(?:t|s|ing)(?:\s(?:of|is|at\sleast|above|below|over|under|less\sthan|more\sthan|between))?\s?[<>≥≤]?\s?$",
    re.IGNORECASE,
)
_HELD = lazily(
    r"(?:\b(?:(?:[2-9]|two|three|four|five|six)\s(?:tablet|capsule|pill|sachet)s|tablet|capsule|pill|sachet|lozenge|patch|supplement|suppository)|(?:\A|[\n'\":.])\s?(?:tablet|capsule|sachet)s)"
    r"\s(?:(?:each\s)?contain(?:ing|s)\s(?:about\s)?|of\s(?:dose\s|unit\s)?strength(?:\sof)?\s)$",
    re.IGNORECASE,
)
# `1.2 mL prefilled pen`, `from a 60 mL syringe`: what it is given with.
_CONTAINER = lazily(r"[\s-]?(?:pre-?filled\s)?(?:pen|syringe|cartridge|tube|bottle)s?\b", re.IGNORECASE)
_FROM = lazily(r"\b(?:from|via|using|in|with)\s(?:an?\s|the\s)?$", re.IGNORECASE)
_LINE = lazily(r"[1-4]L")  # `1L mesothelioma`: in the first line
_FLUID = lazily(
    r"\s?(?:of|per|/|normal|saline|ringer\w*|water|fluids?|crystalloids?|PEG|polyethylene|bolus|bag|iv|over|daily|[).,;]|\Z)",
    re.IGNORECASE,
)
_INCREMENT = lazily(r"\s?(?:dose\s)?increments?\b", re.IGNORECASE)
_GAUGE = lazily(r"\d{1,2}\s?(?-i:G)\Z", re.IGNORECASE)
_TOOL = lazily(r"\b(?:needles?|biops(?:y|ies)|cannulas?|catheters?|gauge|cores?)\b", re.IGNORECASE)
_SOLVENT = lazily(r"\s?(?:dextrose|glucose|saline|sodium chloride|NaCl|D5W)\b", re.IGNORECASE)
_SHARE = lazily(
    r"\b(?:dilut\w*\sin|dissolved\sin|\sinto?|increas\w*|decreas\w*|reduc\w*|by|than)\s(?:[a-z]+\s){0,2}$",
    re.IGNORECASE,
)
_ORDINAL = lazily(
    r"(?:level|arm|cohort|group|part|step|stage|week|day|phase|cycle|course|visit)s?\s?$", re.IGNORECASE
)


def is_no_dose(text: str, start: int, end: int, kind: str, tail: str) -> bool:
    """Whether an amount of a `kind` of unit, with its per-parts in `tail`, is not what a patient is given."""
    if (
        _CONCENTRATION.match(text, end)
        or _is_step(text, start)
        or _WEIGHT.search(text, max(0, start - 30), start)
        or _is_gauge(text, start, end)
        or _AT_CONCENTRATION.search(text, max(0, start - 30), start)
        or _DIET.match(text, end)
        or _INCREMENT.match(text, end)
        or text[max(0, start - 2) : start].rstrip().endswith("±")
    ):
        return True
    if kind != "volume":
        return False
    return bool(
        _DRAWN.search(text, max(0, start - 30), start)
        or _DILUTED.search(text, max(0, start - 20), start)
        or _is_solvent(text, start, end)
        or (_LINE.fullmatch(text[start:end]) and not _FLUID.match(text, end))
        or _is_container(text, start, end)
        or _FILLED.search(text, max(0, start - 80), start)
        or (_RATE.search(tail) and "kg" not in tail.lower())
        or _SAMPLE.match(text, end)
        or _COLLECTED.match(text, end)
    )


def _is_container(text: str, start: int, end: int) -> bool:
    m = _CONTAINER.match(text, end)
    return m is not None and bool("filled" in m.group() or _FROM.search(text, max(0, start - 12), start))


def _is_gauge(text: str, start: int, end: int) -> bool:
    """`25G needle`, `core biopsy (14G)`: how thick a needle is."""
    return bool(_GAUGE.match(text[start:end]) and _TOOL.search(text, max(0, start - 50), end + 30))


def _is_solvent(text: str, start: int, end: int) -> bool:
    """`diluted with 10 mL`, `with 5 mL of saline`, but not `block with 10 mL ropivacaine`."""
    if not _WITH.search(text, max(0, start - 20), start):
        return False
    return bool(_SOLVENTS.match(text, end) or _MIXED.search(text, max(0, start - 100), start))


def is_diluent(text: str, start: int, end: int) -> bool:
    """Whether a percentage is one of what a drug is dissolved in, or by which something changes."""
    return bool(_SOLVENT.match(text, end) or _SHARE.search(text, max(0, start - 40), start))


def _is_step(text: str, start: int) -> bool:
    """An increment, or what is in a package; not what is in a vaccine or in a capsule that is taken."""
    return bool(_STEP.search(text, max(0, start - 24), start)) and not (
        _VACCINE.search(text, max(0, start - 80), start) or _HELD.search(text, max(0, start - 36), start)
    )


def is_ordinal(text: str, at: int) -> bool:
    """Whether the number that begins at `at` counts levels or weeks: `Level 1 - 100 mg`."""
    return bool(_ORDINAL.search(text, max(0, at - 10), at))
