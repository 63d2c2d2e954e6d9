"""States of the vocabulary that a text names in passing: who signs, who is spoken to, the trial itself.

`consent of the patient or a legal guardian`, `communicate with the study staff`, `other study procedures`: none of it
is asked of the patient.
"""

import re

from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

REPRESENTED = re.compile(  # before a guardian, whom only those have that lack it
    r"\b(?:represented\s+by|under|with|ha(?:s|ve|ving)|need(?:s|ing)?|requir(?:e|es|ing))\s+(?:(?:an?|the)\s+)?\Z",
    re.IGNORECASE,
)
GUARDIAN = lazily(r"\b(?:guardian|representative|LAR)s?\W*$", re.IGNORECASE)
_SPOKEN_TO = lazily(
    r"\b(?:communicat|cooperat|collaborat|contact|interact|talk|speak|visit|assess|judg|determin|observ|train|instruct|opinion|do\s+not\s+have)"
    r"[^.;]{0,40}\Z",
    re.IGNORECASE,
)
_OF_TRIAL = lazily(
    r"[\s/-]+(?:related\s+)?(?:procedures?|requirements?|visits?|tests?|activit(?:y|ies)|assessments?|evaluations?|instructions?|restrictions?"
    r"|schedules?|protocols?|measures?|tasks?|interventions?|samples?|obligations?|documents?|materials?|medications?|drugs?|products?)\b",
    re.IGNORECASE,
)
_OWN_TRIAL = lazily(
    r"(?:participat\w+|inclusion|enrol\w+|(?:be\s+)?(?:included|enrolled)|entry)\s+in(?:to)?\s+(?:(?:the|this)\s+(?:\w+\s+)?)?(?:study|trial)",
    re.IGNORECASE,
)
_OF_PREGNANCY = lazily(
    r"\s+(?:precautions?|prevention|avoidance|categor\w+|registr\w+|outcomes?|(?:urine|urinary|serum|blood)\s+tests?)\b",
    re.IGNORECASE,
)
_LENGTH_OF = lazily(  # "for the duration of the pregnancy"
    r"\b(?:duration|remainder|rest|course)\s+of\s+(?:(?:the|her|their|any)\s+)?\Z", re.IGNORECASE
)
_STATUS = lazily(r"\s+status\b", re.IGNORECASE)
_PARTNER_MUST = lazily(
    r"\s+(?:or\s+(?:breast-?\s?feeding|lactating|nursing)\s+)?(?:(?:female|sexual)\s+)*partners?\b[^.;]{0,80}?"
    r"\b(?:must|should|agrees?|will|needs?\s+to|(?:is|are)\s+required)\b",
    re.IGNORECASE,
)
_WHO_MUST = lazily(  # "who are breast feeding should discontinue nursing": whom the duty is of
    r"\s+(?:should|must|will|needs?\s+to|(?:is|are)\s+(?:asked|required|advised)\s+to)\s+(?:agree\s+to\s+)?(?:discontinue|stop|cease|refrain|suspend)\b",
    re.IGNORECASE,
)
_AVOIDED = lazily(  # "avoid contact with infants, pregnant women and …"
    r"\b(?:contact|cohabit\w*|interact\w*)\s+with\b(?:(?!\b(?:not|no|non|must|should|who|without)\b)[^.;:]){0,120}\Z",
    re.IGNORECASE,
)
_HARMED = lazily(
    r"\b(?:fetus|foetus|embryo|unborn|harm\w*|risks?|hazard\w*|toxic\w*)\b[^.;]*\Z", re.IGNORECASE
)
_INFANT = lazily(r"\s+(?:infants?|bab(?:y|ies)|child(?:ren)?|newborns?)\b", re.IGNORECASE)
_NURSES = lazily(
    r"\s+(?:aides?|staff|assistants?|students?|personnel|services?|teams?|care)\b", re.IGNORECASE
)
_UNCHANGED = lazily(
    r"\bno\s+(?:[\w-]+\s+){0,2}?changes?\s+(?:in|to|of)\s+(?P<list>(?:(?!\b(?:and|or)\s+(?:on|is|has|have|must|should|no|not|who)\b)[^.;:])*)\Z",
    re.IGNORECASE,
)
_FIRST = lazily(r"(?:(?:the|their|an?|current|dose|dosage|of)\s+)*", re.IGNORECASE)
_NEAR = 24
_FAR = 60


def is_bystander(item: Item, m: Finding) -> bool:
    """Somebody who acts for the patient or whom the patient speaks to."""
    state = m.value.get("state")
    if state == "employment_relation":
        return _SPOKEN_TO.search(_before(item, m, _FAR)) is not None
    if state != "legal_capacity" or not GUARDIAN.search(item.quote(m.start, m.end)):
        return False
    before = _before(item, m, _NEAR)
    denied = any(
        n.end <= m.start <= n.end + _NEAR and n.value["category"] == "negation" for n in item.negations
    )
    return not denied and not REPRESENTED.search(before)


def is_own_trial(item: Item, m: Finding) -> bool:
    """`other study procedures`, `eligible for inclusion in the study`: of this trial, not of another one."""
    if m.value.get("state") != "trial_participation":
        return False
    own = item.section == "inclusion" and _OWN_TRIAL.fullmatch(item.quote(m.start, m.end)) is not None
    return own or _OF_TRIAL.match(item.text, m.end - item.start) is not None


def is_of_pregnancy(item: Item, m: Finding) -> bool:
    """`pregnancy precautions`, `men with a pregnant partner must use condoms`: nobody needs to be pregnant; nor past
    menopause for a `menopausal status`."""
    if m.value.get("state") == "menopause":
        bare = item.quote(m.start, m.end).lower() == "menopausal"
        return bare and _STATUS.match(item.text, m.end - item.start) is not None
    if m.value.get("state") == "lactation" and _is_of_child(item, m):
        return True
    if m.value.get("state") not in ("pregnancy", "lactation"):
        return False
    if item.section == "inclusion" and _is_of_others(item, m):
        return True
    if m.value.get("state") != "pregnancy":
        return False
    if _LENGTH_OF.search(_before(item, m, _NEAR)):
        return True
    patterns = (_OF_PREGNANCY, _PARTNER_MUST) if item.section == "inclusion" else (_OF_PREGNANCY,)
    return any(p.match(item.text, m.end - item.start) is not None for p in patterns)


def _is_of_child(item: Item, m: Finding) -> bool:
    """`a home health nursing aide`; `harmful to the fetus or nursing infant`."""
    if _NURSES.match(item.text, m.end - item.start):
        return True
    harmed = _HARMED.search(_before(item, m, _FAR))
    return harmed is not None and _INFANT.match(item.text, m.end - item.start) is not None


def _is_of_others(item: Item, m: Finding) -> bool:
    """Whom a duty is of, or whom the patient must not meet."""
    return _WHO_MUST.match(item.text, m.end - item.start) is not None or is_avoided(item, m)


def is_avoided(item: Item, m: Finding) -> bool:
    """`avoid close contact with infants and pregnant women`: whom the patients of an inclusion must not meet."""
    before = _before(item, m, 2 * _FAR)
    return item.section == "inclusion" and _AVOIDED.search(before) is not None


def is_unchanged(item: Item, m: Finding) -> bool:
    """`no changes in insulin, metformin or diet` asks nobody to take them; the first of what a cue denies does."""
    if item.section != "inclusion" or m.label not in ("DRUG", "PROCEDURE", "STATE"):
        return False
    before = _UNCHANGED.search(_before(item, m, 2 * _FAR))
    scopes = [n.value["scope"] for n in item.negations]
    first = before is not None and _FIRST.fullmatch(before["list"]) is not None
    return before is not None and not (first and any(a <= m.start < b for a, b in scopes))


def _before(item: Item, m: Finding, reach: int) -> str:
    """The words of the item before a mention, `reach` characters at most."""
    return item.quote(max(item.start, m.start - reach), m.start)
