"""`myelodysplasia on biopsy`, `a cyst (as seen on CT or MRI)`: the test by which a finding is known narrows it.

Nobody is shut out for having been examined, so such a test makes no statement of its own.
"""

import re

from eligex.assembly.forms.statement import HEADED, Statement
from eligex.assembly.grammar.lists import NEXT
from eligex.assembly.items.reading import Item

EXAMINATION = re.compile(  # the last word of what looks, and does nothing else
    r"(?<!\w)(?:electrocardiogra(?:ms?|phy)|E[CK]G|MUGA|multi-?\s?gated\s+acquisition|EEG|EMG|CT|MRI|PET|SPECT|DE?XA|tomograph(?:y|ies)|magnetic\s+resonance(?:\s+imaging)?|x-?rays?"
    r"|radio(?:graph(?:s|y)?|gram)|(?<!focused\s)ultraso(?:unds?|nograph(?:y|ies))|echo(?:cardiogra(?:ms?|phy))?|\w*(?<!pro)gra(?:ms?|phy)"
    r"|exam(?:ination)?s?|scans?|scanning|imaging|tests?|testing|screen(?:ing)?s?|assays?|PCR|serology|analys[ie]s|spirometry"
    r"|polysomnogra(?:ms?|phy)|scintigraphy|(?:ophthalmo|fundo|dermo)scopy|questionnaires?|interviews?|evaluations?|assessments?)"
    r"(?:\s*\([A-Za-z0-9-]{2,10}\))?\Z",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"abnormal|positiv|negativ|elevat|impair|inadequa|insufficien|indetermin|inconclu|uninterpret",
    re.IGNORECASE,
)
_SAMPLING = re.compile(
    r"(?:\w*scop(?:y|ies)|biops(?:y|ies)|(?:cyt|hist|path)olog(?:y|ical)|smears?|cultures?|aspirat(?:es?|ions?))\Z",
    re.IGNORECASE,
)
_SEEN = (
    r"seen|shown|noted|found|detected|documented|demonstrated|evidenced|identified|indicated|confirmed|diagnosed|visible|visuali[sz]ed"
    r"|measured|determined|assessed|defined|observed|evident|present|proven|verified|established|suspected|revealed|recorded|apparent"
    r"|detectable|calculated|estimated"
)
_BY = re.compile(
    rf"(?P<by>\b(?:(?:as\s+)?(?:(?:not|never)\s+(?:been\s+)?)?(?:\w+ly\s+)?(?:{_SEEN})\s+(?:on|by|upon|via|using|with|at|in|during|through|from)"
    r"|(?P<basis>on\s+the\s+basis\s+of)(?:\s+the\s+following\s*:)?|(?:on|upon|via|based\s+(?:up)?on|(?<!up\s)(?<!replaced\s)(?<!followed\s)by))\s+"
    r"(?P<history>(?:the\s+)?(?:medical\s+|clinical\s+|patient\s+)?history\s*,?\s*(?:and/or|and|or|,)\s+(?:an?\s+)?)?(?:(?!(?:or|and|of|for|with|to|who|on|by)\b)[\w/-]+\s+){0,4})\Z",
    re.IGNORECASE,
)
_PARTED = re.compile(r"[.;:]|\b(?:or|and|but|who|which|that|unless|except|if)\b", re.IGNORECASE)
_REPORT = r"(?P<word>abnormal(?:it(?:y|ies))?|deviations?|findings?|changes|alterations?)"
_GRADED = r"(?P<grade>(?:clinically\s+)?(?:significant|relevant|important|meaningful)\s+)?"
_REPORT_OF = re.compile(  # "significant abnormalities in the physical or X-ray examination"
    rf"\b{_GRADED}{_REPORT}(?:\s+from\s+normal)?(?:\s+(?:{_SEEN}))?\s+(?:in|of|on|by|during|from|at|following|upon|after)\b[^.;:()]{{0,60}}\Z"
    rf"|\b(?P<plain>abnormal)\s+(?:[\w-]+\s+){{1,3}}?(?:or|and)\s+\Z",
    re.IGNORECASE,
)
_REPORTING = re.compile(  # "ECG at screening with clinically significant abnormalities"
    r"\)?\s*(?:\([^()]{1,20}\)\s*)?(?:(?:at|during)\s+(?:the\s+)?[\w-]+\s+(?:visit\s+)?)?"
    rf"(?:(?:with|shows?|showing|having|has|had|reveal\w*|demonstrat\w+)\s+(?:(?!(?:or|and|no|not|without)\b)[\w-]+\s+){{0,3}}?)?{_GRADED}{_REPORT}\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:prior|previous|history|under(?:go\w*|went)|ha[ds]|have|having|receiv\w+|requir\w+|need\w*|schedul\w+|plan\w*|repeat\w*|intend\w*"
    r"|candidates?|allergi?\w*|refus\w*)\b[^.;,]{0,30}\Z",
    re.IGNORECASE,
)
_FINDING = re.compile(r"findings?|changes", re.IGNORECASE)
_KINDS = ("condition", "measurement", "score")
_REACH = 90
_GAP = 40
_IN_URINE = re.compile(r"\s+(?:on|by|in|at)\s+(?:(?:an?|the|routine)\s+)*", re.IGNORECASE)
_SHORT = re.compile(r"\([A-Za-z0-9-]{2,10}\)")
_LONG_FORM = re.compile(
    rf"{NEXT.pattern}(?:[\w-]+\s+){{1,3}}\(", re.IGNORECASE
)  # "or multigated acquisition ("
_SCAN = re.compile(r"\s*\)?(?:\s*(?:scans?|imaging|tests?)\b)?", re.IGNORECASE)


def known_by(item: Item, found: list[Statement]) -> list[Statement]:
    """`found` in text order, without such tests, which qualify what they tell of."""
    told: list[Statement] = []
    new: list[Statement] = []
    _in_urine(item, found)
    for i, s in enumerate(found):
        if any(s is x for x in told) or not is_test(item, s):
            continue
        lo = max(item.segments.bounds(s.at)[0], s.at - _REACH)
        m = _BY.search(item.quote(lo, s.at))
        owner = _owner(item, [*found[:i], *new], lo + m.start("by")) if m else None
        if m is None or (owner is None and not (m["history"] or m["basis"])):
            _report(item, found, s)
            continue
        run = _run(item, found[i:])
        told += run
        if owner is None:
            continue
        new += [owner] if all(owner is not x for x in (*found, *new)) else []
        bounded = next((x.at for x in found if x.threshold is not None and x.at >= run[-1].end), item.end)
        a, b = lo + m.start("by"), _end(item, run[-1].end, bounded)
        owner.qualify_apart(a, b, item.quote(a, b))
        owner.take(a, b)
    if not told:
        return found
    return sorted([*new, *(s for s in found if not any(s is x for x in told))], key=lambda s: (s.at, s.start))


def _in_urine(item: Item, found: list[Statement]) -> None:
    """`proteinuria on urine analysis`: a test that finds, not one that is measured."""
    looked = [m for m in item.mentions if m.value.get("analyte") == "urinalysis"]
    for s in found if looked else ():
        m = next((m for m in looked if s.end <= m.start), None)
        if s.kind != "measurement" or m is None or not _IN_URINE.fullmatch(item.quote(s.end, m.start)):
            continue
        a = s.end + len(item.quote(s.end, m.start)) - len(item.quote(s.end, m.start).lstrip())
        s.qualify_apart(a, m.end, item.quote(a, m.end))
        s.take(a, m.end)


def is_test(item: Item, s: Statement) -> bool:
    """Whether it only says that something was looked at or sampled."""
    return _is_examination(item, s) or _ends_with(item, s, _SAMPLING)


def only_looked_at(item: Item, s: Statement) -> bool:
    """Whether an exclusion names an examination and neither its result nor that or when it was done."""
    if item.section != "exclusion" or s.negated or not _is_examination(item, s):
        return False
    told = s.window or s.duration or s.base or s.permitted or s.obliged
    return not told and not _DONE.search(item.quote(max(item.start, s.at - _GAP), s.at))


def _is_examination(item: Item, s: Statement) -> bool:
    """One whose name tells its result ("abnormal chest X-ray") says more than that it was done."""
    return _ends_with(item, s, EXAMINATION) and not _RESULT.search(item.quote(s.start, s.end))


def _ends_with(item: Item, s: Statement, pattern: "re.Pattern[str]") -> bool:
    if s.kind != "procedure" or s.subject is None or s.threshold or s.value:
        return False
    headed = s.source == HEADED  # "findings from ultrasound"
    return not headed and pattern.search(item.quote(s.subject.start, s.subject.end)) is not None


def _owner(item: Item, before: list[Statement], at: int) -> Statement | None:
    """The finding that stands a few words before, in the same clause; one of its own where none is stated."""
    ended = sorted((s for s in before if s.end <= at), key=lambda s: s.end)
    last = next(iter(ended[-1:]), None)
    if last is not None and _says_nothing(last) and ended[-2:-1] and ended[-2].threshold:
        last = ended[-2]
    if last is not None and last.kind in _KINDS and _is_near(item, last.at, last.end, at):
        return last
    named = [m for m in item.mentions if m.label == "CONDITION" and m.end <= at and not item.is_bare(m)]
    f = named[-1] if named else None
    if f is None or not _is_near(item, f.start, f.end, at):
        return None
    stated = [s for s in before if s.start < f.end and f.start < s.end]
    if stated:
        return stated[-1] if stated[-1].subject is f and stated[-1].kind in _KINDS else None
    return None if last is not None and last.at > f.start else Statement.of("condition", f)


def _says_nothing(s: Statement) -> bool:
    """`longest diameter` of "a lesion of 10 mm in the longest diameter on CT"."""
    return s.kind in ("measurement", "score") and s.threshold is None and s.value is None


def _is_near(item: Item, start: int, end: int, at: int) -> bool:
    gap = item.quote(end, at)
    return item.segments.same(start, at) and len(gap) <= _GAP and not _PARTED.search(gap)


def _run(item: Item, tests: list[Statement]) -> list[Statement]:
    """The first test with those that are joined to it."""
    run = tests[:1]
    for s in tests[1:]:
        gap = _SCAN.sub("", item.quote(run[-1].end, max(run[-1].end, s.at)), count=1)
        joined = NEXT.fullmatch(gap) or _LONG_FORM.fullmatch(gap) or not gap.strip(" +")  # "MRI brain scan"
        if not joined or not (is_test(item, s) or _is_last(item, run, s, gap)):
            break
        run.append(s)
    return run


def _is_last(item: Item, run: list[Statement], s: Statement, gap: str) -> bool:
    """`ECHO or MUGA`: what no word tells to be a test is one where a conjunction or the bracket joins it."""
    if s.kind not in ("procedure", "measurement") or s.threshold or s.value:
        return False
    inside = item.segments.bracket(s.at)
    return bool(gap.strip(" ,")) or (inside is not None and inside[0] < run[0].at)


def _end(item: Item, at: int, limit: int) -> int:
    """Behind what the list of tests goes on with before `limit` that states nothing: `biopsy or elastography`."""
    if (
        (inside := item.segments.bracket(at))
        and item.quote(at, inside[1]) == ")"
        and _SHORT.match(item.text, inside[0] - item.start)
    ):
        at = inside[1]
    for m in item.mentions:
        if (
            at <= m.start < limit
            and m.label in ("PROCEDURE", "MEASUREMENT")
            and NEXT.fullmatch(item.quote(at, m.start))
        ):
            at = m.end
    return at


def _report(item: Item, found: list[Statement], s: Statement) -> None:
    """An examination with findings is an abnormal one."""
    if not _is_examination(item, s):
        return
    lo, hi = item.segments.bounds(s.at)
    lo = max(lo, s.at - _REACH)
    behind = _REPORTING.match(item.text, s.end - item.start, hi - item.start)
    before = None if behind else _REPORT_OF.search(item.quote(lo, s.at))
    at = item.start if behind else lo
    m = behind or before
    if m is None or (
        item.section == "inclusion" and m["word"] and not m["grade"] and _FINDING.match(m["word"])
    ):
        return  # "PET findings" that are asked for are not abnormal
    group = "plain" if before and before["plain"] else "word"
    a, b = at + m.start(group), at + m.end(group)
    if any(b <= x.at < s.at and not (x.kind == "measurement" or is_test(item, x) or x.value) for x in found):
        return
    s.value = "abnormal"
    s.take(a, b)
    if group == "word" and m["grade"]:
        a, b = at + m.start("grade"), at + m.end("grade")
        s.qualify_apart(a, b, item.quote(a, b).strip())
