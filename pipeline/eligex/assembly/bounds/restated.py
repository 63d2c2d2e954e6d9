"""Names that one bound has more than one of: `diastolic blood pressure (BP)`, `hepatic enzymes (AST, ALT)`.

What stands in brackets behind a name says it again, shorter, or tells which tests are meant by it. The bound
behind the brackets is of the name that says more; the other only belongs to it.
"""

import re

from eligex.assembly.forms.segments import SHORT_BRACKET
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.vocab import measurements
from eligex.vocab.units import dimension

NUMERIC = ("MEASUREMENT", "SCORE")
OPEN = re.compile(r"\s*[(\[,/]\s*(?:or|i\.?e\.?,?|e\.?g\.?,?)?\s*$", re.IGNORECASE)
_LISTED_IN = re.compile(
    r"\s*[(\[]\s*(?:(?:i\.?e\.?|e\.?g\.?|including|such\s+as|namely)\b[.,]*)?\s*$", re.IGNORECASE
)
_SHORT_FORM = re.compile(r"\s[^,;:()\[\]\d]{1,50}[(\[]\s*$")
_CONJUNCTION = re.compile(r"\b(?:and|or|but|who|if|in|on|without)\b", re.IGNORECASE)
_CLOSING = re.compile(r"[\s)\]]*(?:\d{1,3}[\s-]items?)?[\s(\[]*")
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)
# "Aberrant Behavior Checklist - Irritability subscale"
_PART = re.compile(r"\b(?:sub-?scales?|sub-?scores?|domain|factor)(?:\s+scores?)?\Z", re.IGNORECASE)
_DASH = re.compile(r"[\s)\]]*[-–:,]?\s*")
_OF = re.compile(r"[\s)\]]*(?:\bof\s+)?")
_MADE_FOR = re.compile(
    r"\b(?:adjust|correct|normali[sz]|standardi[sz]|index|control)ed\s+(?:for|to|by|with|using|according\s+to|per)\b|\bbased\s+(?:up)?on\b",
    re.IGNORECASE,
)
_FORMULA = re.compile(  # "body mass index (weight in kg divided by the square of height in m) of 18 to 30"
    r"[(\[](?=[^()\[\]]{0,120}\b(?:divided|squared?|multiplied)\b|[^()\[\]]{0,120}\bweight\b[^()\[\]]{0,120}/)[^()\[\]]{0,120}\bheight\b[^()\[\]]{0,120}[)\]]",
    re.IGNORECASE,
)
_METHOD = re.compile(
    r"(?<!evidenced )(?<!defined )(?<!indicated )(?<!shown )(?<!demonstrated )\b(?:by|using|via|per|according\s+to)\s+"
    r"(?:(?:the|an?)\s+)?(?:[\w'-]+\s+){0,2}$",
    re.IGNORECASE,
)
_MADE_ON = re.compile(r"\b(?:in|on|from|of)\s+(?:the\s+)?$", re.IGNORECASE)
_SPECIMENS = {
    "peripheral blood",
    "blood",
    "serum",
    "plasma",
    "urine",
    "bone marrow",
    "whole blood",
    "room air",
}
_ON_SPECIMEN = re.compile(
    r"\s(?:in|on|from)\s+(?:the\s+)?(?:peripheral\s+blood|room\s+air|ambient\s+air|bone\s+marrow)(?!\w)",
    re.IGNORECASE,
)
_ON_TEST = re.compile(  # "QTc on the screening ECG > 450 ms": what shows it is not what is bounded
    r"\s(?:on|by|in|at|from|per|via|with|using)\s+(?:(?:the|an?|any|either)\s+)?(?:[\w-]+\s+){0,3}?(?:(?:12-lead\s+)?(?:ECGs?|EKGs?)"
    r"|(?:electro|echo)cardiogra(?:ms?|phy)|echo|MUGA(?:\s+scans?)?|(?:cardiac\s+)?MRI|spirometry|ultrasound|ultrasonography|DE?XA(?:\s+scans?)?)(?!\w)",
    re.IGNORECASE,
)
_METHOD_REACH = 60
_BY_METHOD = re.compile(
    r"\s*,?\s*(?:\([^()]{1,20}\)\s*,?\s*)?(?:as\s+)?(?:estimated|calculated|computed|determined|measured|assessed|derived|corrected)\s+"
    r"(?:by|using|with|from|per|via|according\s+to)\s+(?:[^;,.()<>≤≥=]|\([^()]{1,40}\)){1,120}$",
    re.IGNORECASE,
)
_GENERIC = ("grade", "performance_status")
# Each stands for the tests that brackets behind its bound list.
_PANELS = {
    "transaminases", "hepatic_function", "renal_function", "marrow_function", "organ_function", "thyroid_function",
    "coagulation_tests", "pt_ptt", "bp", "lab_tests", "electrolytes", "lipid_profile", "cbc", "vital_signs",
}  # fmt: skip
_SAME = {"volume_rate": "clearance", "mass_ratio": "concentration", "mass": "mass_rate"}
_UNITLESS = (None, "%", "{points}", "{SD}", "{percentile}")
Extent = tuple[int, int]


def same_thing(a: Finding, b: Finding) -> bool:
    return a.name is not None and a.name == b.name


def again(item: Item, x: Finding, head: Finding, gap: str, t: Finding) -> bool:
    """Whether `head`, behind `gap`, is `x` again: the same, its last words, or something unknown."""
    if same_thing(x, head):
        either = _OR.fullmatch(gap) and _is_short(item, x) and _is_short(item, head)  # "(ALT or SGPT)"
        return bool(OPEN.match(gap) or either) or _CLOSING.fullmatch(SHORT_BRACKET.sub(" ", gap)) is not None
    if x.name is None or x.label not in NUMERIC or head.label not in NUMERIC:
        return False
    if (
        head.value.get("analyte") in _GENERIC
        and x.label == "SCORE"
        and _OF.fullmatch(SHORT_BRACKET.sub(" ", gap))
    ):
        return True
    if "analyte" not in head.value:
        if x.label == "SCORE" and _PART.search(item.quote(head.start, head.end)):
            return _DASH.fullmatch(SHORT_BRACKET.sub(" ", gap)) is not None
        inside = item.segments.bracket(head.start)
        return _touches(item, x, inside) and inside is not None and inside[1] <= t.start
    within = _CLOSING.fullmatch(SHORT_BRACKET.sub(" ", gap)) is not None
    return within and x.name.lower().endswith(f" {(head.name or '').lower()}")


def _is_short(item: Item, m: Finding) -> bool:
    words = item.quote(m.start, m.end)
    return words.isupper() and " " not in words


def _touches(item: Item, x: Finding, inside: Extent | None) -> bool:
    return inside is not None and x.end <= inside[0] and not item.quote(x.end, inside[0]).strip()


def remarked(item: Item, m: Finding, t: Finding) -> Finding | None:
    """The test of which an unknown word is a remark in brackets: `glucose (fasting or random) > 180`."""
    inside = item.segments.bracket(m.start)
    if "analyte" in m.value or inside is None or inside[1] > t.start:
        return None
    known = [x for x in item.mentions if x.label in NUMERIC and "analyte" in x.value]
    return next((x for x in known if _touches(item, x, inside)), None)


def meant_by(item: Item, x: Finding, head: Finding, gap: str, t: Finding) -> bool:
    """Whether `x` only names what `head` in the brackets behind it tells: `liver enzymes (AST, ALT) < 3`."""
    inside = item.segments.bracket(head.start)
    if x.label not in NUMERIC or head.label not in NUMERIC or inside is None or inside[1] > t.start:
        return False
    if _LISTED_IN.fullmatch(gap):
        return True
    alone = item.quote(*inside)[1:-1].strip() == item.quote(head.start, head.end)
    short = _SHORT_FORM.fullmatch(gap) is not None and not _CONJUNCTION.search(gap)
    return alone and short and " " not in item.quote(head.start, head.end)


def is_aside(item: Item, m: Finding, t: Finding) -> bool:
    """`(adjusted for hemoglobin)`, `(weight divided by height squared)` between a test and its bound say how the test
    is read."""
    inside = item.segments.bracket(m.start)
    if inside is None or inside[1] > t.start:
        return False
    words = item.quote(*inside)
    return _MADE_FOR.search(words, 0, m.end - inside[0]) is not None or _FORMULA.fullmatch(words) is not None


def made_for(item: Item, m: Finding, t: Finding) -> list[Extent]:
    """Those words between a test and its bound, without their brackets."""
    between = [
        (max(a + 1, m.end), b - 1)
        for a, b in item.segments.brackets
        if m.end < b <= t.start or (t.end <= a and not item.quote(t.end, a).strip())
    ]
    found = [(_MADE_FOR.search(item.quote(a, b)), a, b) for a, b in between]
    extents = [(a + made.start(), b) for made, a, b in found if made is not None]
    extents += [(a, b) for _, a, b in found if _FORMULA.fullmatch(item.quote(a - 1, b + 1))]
    on = _ON_SPECIMEN.search(item.quote(m.end, t.start)) if m.end <= t.start else None
    return [*extents, (m.end + on.start() + 1, m.end + on.end())] if on else extents


def gap_behind(item: Item, m: Finding, t: Finding) -> str:
    """The words between a mention and a bound, without how the brackets around it say that it is read."""
    inside = item.segments.bracket(m.start)
    if inside is not None and inside[1] <= t.start:
        rest = item.quote(m.end, inside[1])
        if (made := _MADE_FOR.search(rest)) and not rest[: made.start()].strip(" ,;"):
            return item.quote(inside[1], t.start)
    gap = _ON_SPECIMEN.sub(" ", _FORMULA.sub(" ", item.quote(m.end, t.start)))
    gap = _ON_TEST.sub(" ", gap) if m.label in NUMERIC else gap
    return "" if "analyte" in m.value and _BY_METHOD.fullmatch(gap) else gap


def is_method(item: Item, m: Finding) -> bool:
    """`QTc by Bazett's correction`, `granulocytes in peripheral blood`: what no vocabulary knows, and a test is made by
    or made on."""
    if "analyte" in m.value or m.label not in NUMERIC:
        return False
    before = item.quote(max(item.start, m.start - _METHOD_REACH), m.start)
    if item.quote(m.start, m.end).lower() in _SPECIMENS and _MADE_ON.search(before):
        return True
    return _METHOD.search(before) is not None


def fits(x: Finding, head: Finding, t: Finding) -> bool:
    """Whether `x` can be what is bounded in that unit, where nothing is known of `head`: "fall in FEV1 (PC20)"
    below 8 mg/mL is no FEV1."""
    key, unit = x.value.get("analyte"), t.value.get("unit")
    if "analyte" in head.value or key is None or unit is None or not x.value.get("unit"):
        return True
    return measurements.normalize(t.value.get("low"), t.value.get("high"), unit, key) is not None


def shares_unit(x: Finding, head: Finding, t: Finding) -> bool:
    """Whether a bound of `head` can be one of `x` beside it as well: a joint count is none of 0.5 mg/dL, a urinalysis
    none of 60 mL/min."""
    unit, key = t.value.get("unit"), x.value.get("analyte")
    if unit in _UNITLESS or t.value.get("relative_to") or key is None or key in _PANELS:
        return True
    if x.label == "SCORE" or x.value.get("unit") is None:
        return head.label == "SCORE" or not head.value.get("unit")
    own, given = (_magnitude(str(u)) for u in (x.value["unit"], unit))
    return own == given or _magnitude(str(head.value.get("unit"))) != given


def _magnitude(unit: str) -> str:
    """What is measured in such a unit; amounts in a volume may be told as mass, substance or activity."""
    kind = dimension(unit)
    return "concentration" if kind.endswith("_concentration") else _SAME.get(kind, kind)


def is_panel(m: Finding) -> bool:
    """Whether it stands for several tests."""
    return m.value.get("analyte") in _PANELS


def members_behind(item: Item, panel: Finding, t: Finding) -> list[Finding]:
    """The tests that brackets right behind a panel's bound list: `liver enzymes > 5 ULN (ALT, AST)`."""
    if not is_panel(panel):
        return []
    inside = next((b for b in item.segments.brackets if t.end <= b[0]), None)
    if inside is None or item.quote(t.end, inside[0]).strip():
        return []
    if any(x.start < inside[1] and inside[0] < x.end for x in item.thresholds):
        return []
    found = [m for m in item.mentions if inside[0] < m.start and m.end < inside[1]]
    listed = found and all(m.label in NUMERIC and "analyte" in m.value for m in found)
    first = listed and not item.quote(inside[0] + 1, found[0].start).strip()
    return found if first else []
