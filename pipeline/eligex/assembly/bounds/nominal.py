"""Results in words beside a test: `positive`, `abnormal`, `adequate`, `prolonged`."""

import re

from eligex.assembly.bounds.restated import NUMERIC
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.premodifiers import run_before
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_VALUE = re.compile(
    r"\b(?P<value>positiv(?:e|ity)|negativ(?:e|ity)|abnormal(?:ity|ities)?|normal|elevated|raised|detectable|undetectable|"
    r"increased|decreased|reduced|low|high|impaired|(?:in)?adequate|stable|unstable|uncontrolled|(?:in)?sufficient|preserved"
    r"|acceptable|satisfactory|prolonged|rising|intact(?!\s+(?:PTH|para-?thyroid|proinsulin))"
    r"|(?<![\w-])(?:non-?)?reactive|(?:un)?detected"
    r"|normally|prolongation|elevations?|(?:good|poor)(?=[^.;,]{0,40}\b(?:functions?|reserve)\b)"
    r"|(?<=function )(?:good|poor)|(?:short|limited)(?=\s+(?:life|survival)\b)"
    r"|(?:affected|disturbed|deranged)(?=[^.;,]{0,40}\bfunctions?\b))\b|"
    r"(?P<plus>(?<=\w)(?:[+](?!\w)|\s[+](?=\s*(?:$|[,;.)]|(?:and|or|at|on)\b))))",
    re.IGNORECASE,
)
_NORMAL, _NORMAL_REACH = re.compile(r"\bnormal\s+\Z", re.IGNORECASE), 10  # "normal hearing"
_EXAMPLES = lazily(r"[(\[]\s*(?:including|incl\.|e\.?\s?g\b|such\s+as|i\.?\s?e\b)", re.IGNORECASE)
_SHORT_FORM = re.compile(r"\([A-Za-z0-9-]{2,10}\)")  # "electrocardiogram (ECG) abnormalities"
_ABNORMAL = re.compile(
    r"\b(?P<value>abnormal(?:ity|ities)?|normal|positive|negative|inadequate)\b(?P<plus>(?!))?", re.IGNORECASE
)
# "severely impaired"
_DEGREE = re.compile(
    r"\b(?P<word>(?:clinically\s+)?(?:sever|moderat|mild|marked|significant|profound|gross|serious|substantial|slight|minimal)\w*ly)\s+$",
    re.IGNORECASE,
)
_NOUNS = ("prolongation", "elevation", "elevations")  # "marked baseline prolongation of QTc"
_FIRST = re.compile(r"(?<=\s)(?:baseline|resting)\s+\Z", re.IGNORECASE)
_BESIDE_NORMAL = re.compile(
    r"(?:(?P<low>\b(?:below|under|lower\s+than|less\s+than)|<)|\b(?:above|over|exceeding|(?:higher|greater|more)\s+than)|>)"
    r"(?:\s+the)?(?:\s+(?:upper|lower)\s+limits?\s+of)?\s+$",
    re.IGNORECASE,
)
_DEVIATING = re.compile(
    r"\b(?:deviat\w+|differ\w*|different|outside)\s+(?:from\s+)?(?:the\s+)?(?:range\s+of\s+)?$", re.IGNORECASE
)
_NOMINAL = {
    "affected": "abnormal",
    "disturbed": "abnormal",
    "deranged": "abnormal",
    "positivity": "positive",
    "negativity": "negative",
    "normally": "normal",
    "prolongation": "prolonged",
    "elevation": "elevated",
    "elevations": "elevated",
    "raised": "elevated",
    "reactive": "positive",
    "nonreactive": "negative",
    "non-reactive": "negative",
    "detected": "detectable",
    "undetected": "undetectable",
    "abnormality": "abnormal",
    "abnormalities": "abnormal",
}
# "twice the normal level": a multiple of what is normal
_MULTIPLE = re.compile(
    r"(?:\b(?:twice|thrice|double|triple|times|fold|x)|\d\s*[x×*]?)\s+(?:above\s+|over\s+|to\s+|of\s+|than\s+)?(?:the\s+)?(?:upper\s+limits?\s+(?:of\s+)?)?$",
    re.IGNORECASE,
)
# "drug screen for substances of abuse is negative"
_TESTED_FOR = re.compile(r"\s+for\s+[^.;,()]{1,60}?\s(?:is|are|was|were|be)\s+", re.IGNORECASE)
_LOOKED_FOR = ("serology", "virology")
_ANTIBODIES = ("rf", "anti_ccp", "ana", "anti_dsdna", "antiphospholipid", "anca", "achr_ab", "dsa")
_PRESENCE = re.compile(
    r"\b(?P<word>(?:presence|evidence|detection|carriers?)\s+of)\s+(?:(?:the|an?|any|serum|active|circulating)\s+)*$",
    re.IGNORECASE,
)
_CARRIED = re.compile(
    r"\s*(?:\([^()]{1,20}\)\s*)?(?:(?:is|are)\s+)?(?P<word>carriers?|present)\b", re.IGNORECASE
)
_RESULT = re.compile(
    r"\bresults?\s+(?:should|must|is|are|has|have|to)?\s*(?:to\s+)?(?:be\s+)?$", re.IGNORECASE
)
# "inadequate liver, bone marrow or renal function"
_COORDINATED = re.compile(
    r"\s*(?:(?:[A-Za-z-]+\s+)?[A-Za-z-]+\s*(?:,\s*(?:and|or)?\b|/|\s(?:and|or)\b)\s*(?:end-)?){0,4}(?:bone\s+|other\s+)?"
)
_FUNCTION = re.compile(r"\bfunctions?$|\breserve$", re.IGNORECASE)
_COORDINATED_REACH = 60
_HISTORY = re.compile(
    r"\s+(?:medical\s+)?history\s+(?:and/or|and|or)\s+", re.IGNORECASE
)  # "and physical examination"
_LEVELS = ("normal", "low", "high", "elevated", "raised", "increased", "decreased", "reduced", "abnormal")
_LEVEL = r"(?P<level>normal|low|high|elevated|raised|increased|decreased|reduced)"
_LEVEL_BEFORE = lazily(rf"\b{_LEVEL}\s+or\s+\Z", re.IGNORECASE)
_LEVEL_BEHIND = lazily(
    rf"\s+or\s+{_LEVEL}(?=\s*(?:$|[,.;:)]|(?:at|on|for|and|within|in|levels?)\b))", re.IGNORECASE
)
_GAP = re.compile(
    r"[\s:(\[\],<>-]*(?:\b(?:for|that|which|is|above|below|human|are|was|were|be|should|must|test|tests|testing|tested|result|results|the|a|an|of|in|status|"
    r"levels?|values?|baseline|screening|pre-?study|pre-?treatment|qualitative|quantitative|"
    r"known|either|serology|serum|urine|blood|plasma|drugs?|toxicology|and|deviat\w+|from)\b[\s,\]-]*)*[\s)\]-]*",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"(?:\s+(?:at|on|during)\s+(?:(?:the|any)\s+)?[\w-]+(?:\s+[\w-]+){0,2})?\s*(?P<how>[:(]|,?\s*(?:defined\s+as|as\s+follows)\b:?)(?!\s*e\.?\s?g)",
    re.IGNORECASE,
)
_DEVIATION = re.compile(r"\babnormal", re.IGNORECASE)
# what parts a result from the next test, which has its own behind it
_PARTED = re.compile(r",|\band\b", re.IGNORECASE)
_OWN = re.compile(
    r"[\s-]*(?:(?:is|are|was|status|must\s+be|tests?|antibod(?:y|ies))\s+){0,2}(?:positiv|negativ|normal\b|abnormal)",
    re.IGNORECASE,
)


def deviates(item: Item, m: Finding) -> bool:
    """`laboratory abnormality`, known as laboratory tests."""
    said = _DEVIATION.search(item.quote(m.start, m.end)) is not None
    return said and not _DEVIATION.search(m.name or "abnormal")


def heads_bounds(item: Item, m: Finding) -> bool:
    """Whether it ends its line with a colon, or what stands behind it says from where on a test deviates."""
    lists = _LISTS.match(item.text, m.end - item.start)
    if lists is None:
        return False
    behind = item.start + lists.end()
    bracket = item.segments.bracket(behind) if lists["how"] == "(" else None
    hi = bracket[1] if bracket else item.end
    return not item.quote(behind, hi).strip() or any(behind <= t.start < hi for t in item.thresholds)


def nominal(item: Item, s: Statement, m: Finding) -> str | None:
    """`positive`, `negative`, `abnormal` … said of a test directly before or after it."""
    lo, hi = item.segments.bounds(m.start)
    if m.label == "CONDITION" and (
        v := _NORMAL.search(item.quote(max(lo, m.start - _NORMAL_REACH), m.start))
    ):
        s.take(m.start - len(v[0]), m.start - len(v[0]) + len("normal"))
        return "normal"
    if m.label not in NUMERIC and m.label != "PROCEDURE":
        return None
    if deviates(item, m) and not heads_bounds(item, m):
        return "abnormal"
    found = _VALUE if m.label in NUMERIC else _ABNORMAL  # an examination
    end = _behind_examples(item, m)
    for v in found.finditer(item.quote(lo, hi)):
        a, b = lo + v.start(), lo + v.end()
        gap = item.quote(b, m.start) if b <= m.start else None
        if a >= m.end:
            gap = item.quote(end if a >= end else m.end, a)
        gap = _SHORT_FORM.sub(" ", gap) if gap and a >= m.end else gap
        if v.group("plus"):
            gap = item.quote(m.end, a) if a >= m.end else None
            if gap is None or gap.strip():
                continue
        if gap is not None and b <= m.start and _PARTED.search(gap) and _OWN.match(item.whole, m.end, hi):
            continue  # "ER positive, HER2 negative"
        if gap is not None and (
            _GAP.fullmatch(gap)
            or (b <= m.start and (_shares_function(item, m, gap) or _HISTORY.fullmatch(gap)))
            or (a >= m.end and _TESTED_FOR.fullmatch(gap))
            or (a >= m.end and _RESULT.search(gap) and not _other_test(item, m, a))
        ):
            word = (v.group("value") or "positive").lower()
            if word == "normal" and _MULTIPLE.search(item.quote(max(lo, a - 40), a)):
                continue
            s.take(a, b)
            lead = item.quote(max(lo, a - 32), a)
            if degree := _DEGREE.search(lead):
                s.qualify(a - len(lead) + degree.start(), a - len(lead) + degree.end("word"), degree["word"])
            elif word in _NOUNS and (told := run_before(_FIRST.sub("", lead), kind="condition").extent):
                s.qualify(a - len(lead) + told[0], a - len(lead) + told[1], lead[slice(*told)])
            if word == "normal" and (other := _DEVIATING.search(lead)):
                s.take(a - len(lead) + other.start(), a)
                return "abnormal"
            if (both := _either(item, s, word, (a, b), hi)) is not None:
                return both
            side = _BESIDE_NORMAL.search(lead) if word == "normal" else None
            return ("low" if side["low"] else "high") if side else _NOMINAL.get(word, word)
    return _present(item, s, m, lo, hi)


def _behind_examples(item: Item, m: Finding) -> int:
    """Where a test ends with the examples of it, or those it is one of: `examination (including ECG) deviating`."""
    for a, b in item.segments.brackets:
        around = a < m.start and m.end < b
        if (around or (m.end <= a and not item.quote(m.end, a).strip())) and _EXAMPLES.match(item.whole, a):
            return b
    return m.end


def _either(item: Item, s: Statement, word: str, at: tuple[int, int], hi: int) -> str | None:
    """`low or normal`, `increased or decreased` before a test, `normal or high` behind it."""
    if word not in _LEVELS:
        return None
    before = _LEVEL_BEFORE.search(item.quote(max(item.start, at[0] - 24), at[0]))
    behind = _LEVEL_BEHIND.match(item.text, at[1] - item.start, hi - item.start)
    if before is not None:
        s.take(at[0] - len(before[0]), at[1])
        return f"{before['level'].lower()} or {word}"
    if behind is not None:
        s.take(at[0], item.start + behind.end())
        return f"{word} or {behind['level'].lower()}"
    return None


def _present(item: Item, s: Statement, m: Finding, lo: int, hi: int) -> str | None:
    """`presence of HBsAg`, `HCV RNA carriers`: what is looked for was found."""
    if m.value.get("category") not in _LOOKED_FOR and m.value.get("analyte") not in _ANTIBODIES:
        return None
    before = _PRESENCE.search(item.quote(max(lo, m.start - 40), m.start))
    behind = _CARRIED.match(item.quote(m.end, min(hi, m.end + 40)))
    if before is not None:
        s.take(m.start - len(before.group()), m.start - len(before.group()) + len(before["word"]))
    elif behind is not None:
        s.take(m.end + behind.start("word"), m.end + behind.end("word"))
    return "positive" if before or behind else None


def _shares_function(item: Item, m: Finding, gap: str) -> bool:
    """`adequate hematologic and end-organ function`: the word before what is coordinated with its own."""
    elided = m.source.endswith(":shared-head") or _FUNCTION.search(item.quote(m.start, m.end))
    return bool(elided) and len(gap) <= _COORDINATED_REACH and _COORDINATED.fullmatch(gap) is not None


def _other_test(item: Item, m: Finding, before: int) -> bool:
    return any(x.label in NUMERIC and m.end <= x.start < before for x in item.mentions)
