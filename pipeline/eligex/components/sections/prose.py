"""Whether a text without any header speaks as criteria do, rather than describes a study or a treatment."""

import re

from eligex.text.scan import Scanner

_LISTED = re.compile(r"^[ \t]*(?:[•*+-]|\(?\d{1,2}\s?[.)]|\(?[a-z]\))[ \t]+\S", re.MULTILINE)
_PARAGRAPH = re.compile(r"\n\s*\n")
_BEGINS = re.compile(
    r"\W{0,20}(?:(?:in|ex)clusion|(?:(?!the\b|these|this|to\b|in\b|our\b|drugs)[A-Za-z-]+\s){0,3}"
    r"(?:patients|subjects|participants|volunteers|individuals|adults|women|men|(?:fe)?males?|children|infants|"
    r"people|persons|nurses|families|controls?)\b|age[ds]?\b|histor(?:y|ical|olog)|diagnos(?:is|ed|tic)|known\b|"
    r"written\b|signed\b|informed\b|must\b|no\b|able\b|willing|ability\b|histologic|histologically|cytologic|"
    r"documented|confirmed|disease characteristics|between\b|at least\b|evidence of|presence of|absence of|"
    r"clinical|pregnan|currently|prior\b|previous|group \w+\s*:|for \w+ patients)",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:eligib\w+|ineligible|must (?:be|have|not)|years? (?:of age|old|or older)|or older\b|"
    r"(?:in|ex)clu(?:sion|ded)\b|informed consent|volunteers|(?<!discontinuation )(?<!stopping )criteria|"
    r"ages? (?:of )?\d|ages? between|"
    r"DISEASE CHARACTERISTICS|recruit(?:ed|ment))",
    re.IGNORECASE,
)


def _any_of(*ways: str) -> "re.Pattern[str]":
    return re.compile(rf"\b(?:{'|'.join(ways)})\b", re.IGNORECASE)


_EXAMINE = (
    r"(?:determine|evaluate|assess|compare|study|test|investigate|examine|describe|measure|explore|learn|"
    r"identify|characteri[sz]e|develop)"
)
_DESCRIBES = _any_of(
    r"(?:this|our|the (?:present|current|proposed)) (?:\w+ ){0,2}(?:study|trial|protocol|project|research)",
    r"the (?:study|trial) (?:is|was|will|aims?|has|consists)",
    r"stud(?:y|ies) (?:to|of|that|show\w*|have|suggest\w*)",
    r"(?:purpose|aim|goal|objective|hypothes[ei]s)(?:s|es)? (?:of|is|are|was|to)",
    r"(?:rationale|purpose|objectives?|outline|aims?|hypothesis|background):",
    r"(?:primary|secondary)(?: objectives?)?:",
    r"primary (?:end ?points?|outcome)",
    r"single-arm|open-label|randomi[sz]ed|double-blind",
    r"(?:overall|event[- ]free) survival|outcome|efficacy|effectiveness|tolerability",
    r"hypothesi[sz]e[ds]?|we|investigators? (?:will|propose|hypothesi)",
    rf"(?:to|and|will) {_EXAMINE}",
    r"trial (?:to|of|in)",
    r"(?:was|were) (?:found|shown|observed|reported)",
    r"ha(?:s|ve) been (?:shown|reported|used|found)",
    r"will be(?! (?:studied|included|enrolled|eligible|recruited|excluded|selected))",
    r"will (?:have|undergo|complete|continue|take|use|help|include)",
    r"may (?:help|kill|stop|be (?:effective|useful))",
    r"patients (?:undergo|are (?:stratified|followed|randomi[sz]ed|treated|entered|assigned))",
)
_OPENS = re.compile(
    rf"\W{{0,20}}(?:to (?:{_EXAMINE}|find|see|gather)|rationale|purpose|(?:primary )?objectives?|hypothesis|"
    r"background|(?:protocol )?outline|(?:the|this|a|an) [\w ,/-]{0,60}?"
    r"\b(?:study|trial|project|research|protocol)\b|"
    r"[\w ()-]{3,60}? (?:(?:is|are|was|were|be) (?:given|treated|administered|randomi[sz]ed)|"
    r"(?:receives?|undergo|undergoes|consists|provides?|takes?)\b))",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"(?<!who )(?<!that )(?<!which )(?<!must )(?<!if )"
    r"\b(?:is|was|were|can|could|has|remains?|causes?|leads?)\b"
    r"(?! (?:required|allowed|eligible|not|acceptable|excluded|permitted|at least|no more))",
    re.IGNORECASE,
)
_DOSES = _any_of(
    r"\d[\d.,]{0,12}\s?(?:mg|mcg|ug|µg|g|IU|units?|mL|c?Gy)\b(?!\s?/\s?d?L)",
    r"\d\s?mg/(?:m2|kg)|AUC",
    r"will (?:receive|be (?:given|treated|administered|randomi[sz]ed))",
    r"(?:is|are|was|were|be|(?<!had )been) (?:administered|given|infused|injected|treated|applied)",
    r"(?<!had )received|receives|receiving|(?:participants|subjects) t(?:reated with|ook|ake)",
    r"(?:is|are) (?:initiated|started|continued|repeated|infused)|repeats? every",
    r"(?:administered|applied|dosing|application|administration|injections?)",
    r"(?:once|twice|two|three|four|\d)(?: times)?[ -](?:daily|weekly|(?:a|per) (?:day|week))",
    r"(?:every|q) ?(?:other|\d+|two|three|four) ?(?:hours?|days?|weeks?|months?|[hdw])",
    r"(?:intravenous|oral|subcutaneous|intramuscular|topical|sublingual)(?:ly)?|by (?:vein|mouth)|sc|iv|po|im|infusion",
    r"placebo|(?:bi|ti|qi)d|daily|(?:bi-?)?weekly|monthly|fractions?|capsules?|tablets?|drops?",
    r"(?:arm|cohort|group|intervention) [A-Z\d]|cycles?|days? -?\d+",
    r"(?:for|over|during) (?:up to )?\d+(?:-\d+)? (?:successive |consecutive )?(?:hours|days|weeks|months|years)",
)


_GIVES = re.compile(
    r"\bwill (?:receive|be (?:given|treated|administered))\b|\b(?:patients|participants|subjects) receive[ds]?\b",
    re.IGNORECASE,
)
_SAYINGS, _DESCRIPTIONS, _DOSINGS, _STATINGS = map(Scanner, (_SAYS, _DESCRIBES, _DOSES, _STATES))


def is_listed(text: str) -> bool:
    return _LISTED.search(text) is not None


def _items(text: str) -> int:
    """List items that may be criteria: steps of a treatment (`* 300 mg dose`) are told in doses."""
    ends = (text.find("\n", m.end()) for m in _LISTED.finditer(text))
    items = (
        (m.start(), end if end >= 0 else len(text))
        for m, end in zip(_LISTED.finditer(text), ends, strict=True)
    )
    return sum(_DOSINGS.search(text, *i) is None or _SAYINGS.search(text, *i) is not None for i in items)


def _count(scanner: Scanner, text: str) -> int:
    return sum(1 for _ in scanner.finditer(text))


def looks_like_criteria(text: str) -> bool:
    """Criteria speak in noun phrases, ages, eligibility; prose in sentences about a study; arms in doses."""
    paragraphs = [p for p in _PARAGRAPH.split(text) if p.strip()]
    speaks = 2 * _count(_SAYINGS, text) + sum(_BEGINS.match(p) is not None for p in paragraphs)
    tells = _count(_DESCRIPTIONS, text) + _count(_DOSINGS, text) + _count(_STATINGS, text) // 2
    tells += 2 * (_OPENS.match(text) is not None) + 2 * (_GIVES.search(text) is not None)
    return speaks + min(_items(text), 2 * len(paragraphs)) >= tells
