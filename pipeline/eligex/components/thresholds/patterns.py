"""The words around a quantity that tell what it is for."""

import re


def _any(words: str) -> str:
    return "|".join(words.split())


_PERSONS = _any(
    "patients? subjects? participants? men women males? females? adults? children persons? "
    "individuals? boys girls volunteers? people"
)
_NOT_COUNTED = _any(
    "and or at on in for to with by as if is are was were will within before during who whom which "
    "that when while after points? from using according based measured per of the a an but unless "
    "except regardless systolic diastolic without under over not can may should must assessed "
    "calculated determined despite upon since until through then than confirmed excluded inclusive "
    "because have has had due out patients? subjects? participants? scores? normal only years?"
)
_SCORES = _any("class(?:es)? grades? stages? scores? ECOG PS status GCS index NYHA ASA CTCAE scale")
_ENTRY = _any("times? day date screening enrol consent entry study baseline inclusion signing random")
_I = re.IGNORECASE

LINE = re.compile(r"\n[ \t]*\n|\n[ \t]*(?:[-*•]|\d+[.)])")
SENTENCE = re.compile(r"[.;](?=\s)")
HEADING = re.compile(r"(?:^|\n)[ \t]*([^\n]{2,40}):[ \t]*(?:\n[ \t]*)+[-*•\d.)]{0,3}[ \t]*$")
TELLING_HEADING = re.compile(r"\bage\b|expectancy|surviv", _I)

AGE_WORDS = re.compile(r"old(?:er)?\b|younger|of[ \t\n]+age|\bages?\b|y\.?/?o\b", _I)
AGE_BEFORE = re.compile(r"\bages?d?\b[^.;\d]{0,30}$", _I)
# not "years of age or Lansky ≥ 60"
AGE_BEFORE_BARE = re.compile(
    r"\bage[ds]?\b(?!\s+(?:and|or)\s+(?!(?:be|is|are|of|over|under|older|younger|above|below|at|not|less|more|greater|must|should)\b)[a-z])"
    r"[^.;,\d]{0,25}$",
    _I,
)
RESCALED = re.compile(r"\d\s*(?:points?\s*)?\($", _I)
LASTING = re.compile(
    r"\b(?:for|since|during|lasting|within)(?:[ \t\n]+(?:an?|the|at|about|approximately|past|last|least))*[ \t\n]*$",
    _I,
)
NEXT = re.compile(r"[ \t\n]*(?:,|,?[ \t\n]*(?:or|and))[ \t\n]*", _I)
YEAR = re.compile(
    r"\b(?:years?|born|dated?|since|until|diagnos\w+|treated|operated|enrolled|recruited|performed|admitted)\W*$",
    _I,
)
AGE_AFTER = re.compile(
    r"[ \t]*,?(?:[ \t]*\n)?[ \t]*(?:\(?inclusive\)?[ \t]*)?"
    r"(?:of[ \t\n]+age|old\b|in[ \t]+age|age[ds]?\b|elderly)",
    _I,
)
PEOPLE = re.compile(
    rf"\b(?:{_PERSONS})\W+(?:(?:who|are|is|of|aged?|must|be|with|between|and|or|below|under|over|above|\d+)\W+){{0,3}}$",
    _I,
)
NOT_AGE_AFTER = re.compile(r"\W*(?:of|prior|before|after|since|history|duration|course)", _I)
ALONE = re.compile(r"[ \t]*(?:[.,;)]|\n|$|and\b|males?\b|females?\b)", _I)
AT_ENTRY = re.compile(
    rf"[ \t]*,?[ \t]*(?:inclusive,?[ \t]*)?(?:at|on|when)[ \t]+(?:the[ \t]+)?(?:{_ENTRY})", _I
)

GESTATION = re.compile(r"gestation|postmenstrual|post-menstrual|\bGA\b|\bPMA\b", _I)
AMENORRHOEA = re.compile(r"amenorrh", _I)  # in weeks it dates a pregnancy
SURVIVAL = re.compile(
    r"life[ \t\n-]+expectanc|surviv|expectation of life|life[ \t-]?span|estimated life|prognosis|to live\b",
    _I,
)
BLANK = re.compile(r"\s*")
COUNT = re.compile(r"counts?\b", _I)
TIMES = re.compile(
    r"[ \t\n]*(?:times|fold|x|(?:st|nd|rd|th)?[ ]?(?:per)?centiles?|SDS?|standard[ ]deviations?)\b", _I
)
SURVIVES = re.compile(  # "not expected to survive 48 hours"
    r"\b(?:expected|likely|anticipated|predicted|thought)[ \t\n]+to[ \t\n]+(?:survive|live)[ \t\n]+(?:for[ \t\n]+)?"
    r"(?:the[ \t]+next[ \t]+)?$",
    _I,
)
SURVIVAL_AFTER = re.compile(r"\W*(?:life[ \t-]+expectancy|survival)", _I)

SCALE_BEFORE = re.compile(
    r"(?:scale|range|ranges|ranging|rating|scored|possible|scoring)[ \t]*(?:of|is|:|from)?[ \t]*"
    r"(?:from[ \t]*)?\(?$",
    _I,
)
OR = re.compile(r"\bor\b", _I)
OUT_OF = re.compile(r"\bout[ \t\n]+of[ \t\n]+(?:an?|the)?[ \t\n]*$", _I)
SCALE_AFTER = re.compile(r"\W*(?:[A-Za-z]+\W+){0,3}(?:scale|rating|NRS|VAS)\b")
SCORE_BEFORE = re.compile(rf"\b(?:{_SCORES})\W*(?:(?:of|is)\W+)?(?:[≥≤<>=]\W*)?$", _I)
SAMPLE = re.compile(r"(?<![^\W_])[np][ \t]*$", _I)
COUNTED = re.compile(
    r"[ \t]*\n?[ \t]+(?:of[ \t]+(?:them\b|(?:the|these)[ \t\n]+(?:following|above|below))"
    rf"|(?!(?:{_NOT_COUNTED}|prior[ \t]+to)\b)[a-z][a-z-]{{2,}})"
)
# `Patients with < 14 follicles`, but `patients < 18 admitted for …`
THINGS = re.compile(rf"[ \t]*\n?[ \t]+(?!(?:{_NOT_COUNTED})\b)(?![a-z]+(?:ing|ed)\b)[a-z][a-z-]{{2,}}")
ONE = re.compile(r"\b(?:one|1)\b", _I)
ONE_OF_SO_MUCH = re.compile(r"[ \t]+\d+(?:\.\d+)?[ \t]?[%\w]")  # "at least one 50% stenosis"
ONE_AFTER = re.compile(r"\s+(?:of\b|[A-Za-z]+[ \t]+[a-z])")
OUTCOME = re.compile(
    r"\b(?:(?:survival|remission|response|relapse|recurrence|success|event|negative|positive)[ \t\n]+rates?|"
    r"mortality|incidence|prevalence|reported)\b[^.;<>≤≥]{0,40}$",
    _I,
)
# `≤ 3 × ULN (5 × ULN if …`: what leads to another bound, and to those whom it is for
OTHER = re.compile(r"[ \t\n]*\)?,?[ \t\n]*(?:\([ \t]*(?:(?:or|and)[ \t\n]+)?|or[ \t\n]+)", _I)
FOR_SOME = re.compile(r"[ \t\n]*\)?[ \t\n]+(?:if|in|for|when|where|with)\b", _I)
