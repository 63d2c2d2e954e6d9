"""Whether a text without any header speaks as criteria do, rather than describes a study or a treatment."""

import re

_LISTED = re.compile(r"^[ \t]*(?:[•*+-]|\(?\d{1,2}\s?[.)]|\(?[a-z]\))[ \t]+\S", re.MULTILINE)
_PARAGRAPH = re.compile(r"\n\s*\n")
_BEGINS = re.compile(
    r"\W{0,20}(?:(?:in|ex)clusion|(?:all|any|adult|eligible|healthy|normal|male|female)?\s*"
    r"(?:patients|subjects|participants|volunteers|individuals|adults|women|men|males|females|children|infants|"
    r"people|persons|nurses|families|controls?)\b|age[ds]?\b|histor(?:y|ical|olog)|diagnos(?:is|ed|tic)|known\b|"
    r"written\b|signed\b|informed\b|must\b|no\b|able\b|willing|ability\b|histologic|histologically|cytologic|"
    r"documented|confirmed|disease characteristics|between\b|at least\b|evidence of|presence of|absence of|"
    r"clinical|pregnan|currently|prior\b|previous|group \w+\s*:|for \w+ patients)",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:eligib\w+|ineligible|must (?:be|have|not)|years? (?:of age|old|or older)|or older\b|"
    r"(?:in|ex)clu(?:sion|ded)\b|informed consent|volunteers|criteria|ages? (?:of )?\d|ages? between|"
    r"DISEASE CHARACTERISTICS|recruit(?:ed|ment))",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(
    r"\b(?:(?:this|our|the present) (?:study|trial|protocol)|in this study|"
    r"(?:purpose|aim|goal|objective)s? (?:of|is|are)|primary (?:end ?points?|outcome)|single-arm|open-label|"
    r"randomi[sz]ed|double-blind|will be enrolled|overall survival|event[- ]free survival|outcome|"
    r"investigators? (?:propose|hypothesi)|we (?:propose|report|describe|present)|efficacy)\b",
    re.IGNORECASE,
)
_DOSES = re.compile(
    r"\b(?:\d[\d.,]{0,12}\s?(?:mg|mcg|ug|µg|g|IU|units?|mL)\b(?!\s?/\s?d?L)|"
    r"will (?:receive|be (?:given|treated|administered|randomi))|"
    r"(?:is|are|was|were|be|been) (?:administered|given|infused|injected|treated|applied)|receiv(?:ed|es|ing)|"
    r"(?:once|twice|three times) (?:daily|weekly|a day|per day)|intravenously|orally|subcutaneously|infusion|"
    r"placebo|q\d+[hdw]|(?:bi|ti|qi)d\b|(?:arm|cohort|group) [A-Z\d]\b|cycles?\b|days? \d)",
    re.IGNORECASE,
)


def is_listed(text: str) -> bool:
    return _LISTED.search(text) is not None


def looks_like_criteria(text: str) -> bool:
    paragraphs = [p for p in _PARAGRAPH.split(text) if p.strip()]
    speaks = 2 * len(_SAYS.findall(text)) + sum(_BEGINS.match(p) is not None for p in paragraphs)
    tells = len(_DESCRIBES.findall(text)) + len(_DOSES.findall(text))
    return speaks + len(_LISTED.findall(text)) >= tells
