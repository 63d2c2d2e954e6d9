"""Sex as a statement of its own, where it limits the patients and not a threshold."""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.persons import SOURCE as PERSON
from eligex.assembly.items.reading import Item
from eligex.assembly.people.bystanders import is_avoided
from eligex.assembly.people.sexed_heads import HIS, line_of
from eligex.assembly.polarity.provisos import explanations
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_POPULATION_OF = re.compile(
    r"\s*(?:patients?|subjects?|participants?)?\s*(?:of|who|must|should|with|using|capable|not)\b", re.I
)
_THE_ONE = re.compile(
    r"\w\s+(?:the|this|that|his|her)\s+$", re.IGNORECASE
)  # not at the beginning: "the male must be …"
_ONE = ("woman", "man", "female", "male", "girl", "boy")
_LEAD = lazily(  # "Must be a healthy", "Eligible patients are adult"
    r"\W*(?:\d+\W+)?(?:(?:(?:patients?|subjects?|participants?|volunteers?|the|all|both)\s+)*(?:(?:must|should|will|to)\s+)?(?:be|is|are)\s+)?(?:(?:an?|all|any|only|consenting"
    r"|eligible|healthy|adult|young|elderly|older|obese|overweight|ambulatory|hospitali[sz]ed|infertile|nulliparous|nulligravid|asymptomatic|symptomatic|consecutive"
    r"|caucasian|chinese|japanese|white|black|hispanic|(?:pre|post|peri)-?\s?menopausal|(?:sexually|otherwise|medically|clinically)\W(?:active|healthy|stable)|english-speaking)\s+)*",
    re.IGNORECASE,
)
_AS_PATIENT = lazily(  # the sex of whom the trial takes, not of whom a duty is
    r"\s*(?:(?:adult|healthy)\s+)?(?:patients?|subjects?|participants?|volunteers?|individuals?|adults?|gender|sex)?\s*(?:[,;.(]|\Z|with\b(?!\s+(?:\w+\s+){0,2}partners?\b)"
    r"|who\s+(?:(?:has|have|had|were|was)\b|(?:is|are)\s+(?:at\s+least|over|between|older|aged?|≥|>|\d))|diagnosed|having|suffering|undergoing|scheduled|presenting|requiring|complaining|attending|admitted|seeking"
    r"|(?:able|willing)\s+(?:and|to)\b|aged?\b|ages\b|between|over\b|older|in\s+(?:the\s+)?(?:age|good)|from\b|≥|>|\d|and\s+(?:aged?|between|at\s+least|over|older|≥|\d)|at\s+least\b)",
    re.IGNORECASE,
)
_DUTY = lazily(r"\b(?:must|should|shall|will|may|agree\w*|required|need|needs|partners?)\b", re.IGNORECASE)
_ITS_OWN = {
    "contraception",
    "pregnancy",
    "lactation",
    "gamete_donation",
    "pregnancy_intent",
    "childbearing_potential",
    "menopause",
}
_OTHERS = {"male": line_of(r"(?:females?|wom[ae]n|girls)"), "female": line_of(HIS)}
_SHUT_OUT = lazily(
    r"\s+(?:(?:patients?|subjects?|participants?)\s+)?(?:are|will\s+be)\s+(?:excluded|ineligible|not\s+(?:be\s+)?"
    r"(?:eligible|included|enrolled|recruited|allowed|permitted|admitted))\b(?!\s+(?:if|unless|when))",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*(?:,|/|&|(?:and\s*/\s*)?\bor\b|\band\b|,?\s*non-?)?\s*", re.IGNORECASE)


def add_sexes(item: Item, statements: list[Statement]) -> None:
    """One statement where an item names a sex as such, outside of what it only tells; `all` where it names both or
    says any."""
    sexes = [
        m for m in item.mentions if m.label == "SEX" and not (_is_somebody(item, m) or is_avoided(item, m))
    ]
    told = explanations(item) if sexes else []
    sexes = [m for m in sexes if not any(m.within(a, b) for a, b in told)]
    if not sexes or not _limits(item, sexes, statements):
        return
    taken = [m for m in sexes if not _is_shut_out(item, m)] or sexes
    names = {m.name for m in taken}
    first = taken[0]
    s = Statement("sex", first.start, first.end, first)
    s.value = names.pop() if len(names) == 1 else "all"
    for m in sexes:
        s.take(m.start, m.end)
        if _JOINT.fullmatch(item.quote(s.end, m.start)):
            s.end = m.end  # the "or" of "men or women" parts nothing else
    statements.append(s)
    statements.sort(key=lambda s: (s.at, s.start))


def _is_shut_out(item: Item, m: Finding) -> bool:
    """`Men older than 18. Women are not eligible.`"""
    return item.section == "inclusion" and _SHUT_OUT.match(item.text, m.end - item.start) is not None


def _is_somebody(item: Item, m: Finding) -> bool:
    """`the physician caring for the woman`: one that was spoken of, no limit of whom the trial takes."""
    before = item.quote(max(item.start, m.start - 12), m.start)
    return _THE_ONE.search(before) is not None and item.quote(m.start, m.end).lower() in _ONE


def _limits(item: Item, sexes: list[Finding], statements: list[Statement]) -> bool:
    """Not where the sex only says whom another statement is about ("pregnant women", "men > 450 ms")."""
    if any(m.name == "all" for m in sexes):
        return True
    others = [s for s in statements if s.kind != "age" and not (s.subject and s.subject.source == PERSON)]
    if {m.name for m in sexes} == {"male", "female"}:
        bounded = any(s.threshold is not None and s.kind != "age" for s in statements)
        return not any(s.kind == "state" for s in others) and (not bounded or _are_patients(item, sexes))
    if _is_patient(item, sexes[0], others):
        return True
    return not others and not _POPULATION_OF.match(item.quote(sexes[-1].end, item.end))


def _are_patients(item: Item, sexes: list[Finding]) -> bool:
    """`Male or female volunteers with a BMI of 18-30`, at the beginning and nowhere else."""
    a, b = sexes[0], sexes[-1]
    joined = len(sexes) == 2 and _JOINT.fullmatch(item.quote(a.end, b.start))
    return bool(joined) and _LEAD.fullmatch(item.quote(item.start, a.start)) is not None


def _is_patient(item: Item, m: Finding, others: list[Statement]) -> bool:
    """`Women with endometriosis`, `Must be female with …` of a trial that has no line for the others."""
    if item.section != "inclusion" or m.name not in _OTHERS or item.parent:
        return False
    lo, hi = item.segments.bounds(m.start)
    lead = _LEAD.fullmatch(item.quote(lo, m.start)) and _AS_PATIENT.match(item.quote(m.end, hi))
    if lead is None or not lead or _DUTY.search(item.quote(m.end, hi)):
        return False
    return not any(s.state in _ITS_OWN for s in others) and _OTHERS[m.name].search(item.whole) is None
