"""Why something is asked for: `excluded because the effects on the fetus are unknown`, `(as it may confound results)`.

A reason that speaks of the trial or of what a drug may do narrows nothing, so nothing in it is read. One that tells
what befell the patient ("unable to walk because of pain", "stopped because they bled") is a part of the criterion and
stays. What a reason says is evidence of the statement that it is given for. So are sentences that only tell what is
known of the excluded or what they are to report ("should she become pregnant, she must inform her physician").
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from eligex.assembly.forms.extents import Extent, meets, merged
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item

_HERE = re.compile(
    r"\b(?:because|since|as|due|owing|given|these|such|appropriate|unknown|known|inform|notify|contact|tell)\b",
    re.IGNORECASE,
)
_VERB = (
    r"(?:is|are|has|have|may|might|will|would|could|can|cannot|do|does)"  # "since it was started" is a time
)
_BEHIND = re.compile(  # "because …", ", as the safety … has not been established"
    rf"""(?:(?<=[\w\s),]\s)|(?<=\())(?P<why>because\b
    | due\s+to\s+the\s+(?:potential|possib\w+|unknown|risk)
    | (?<!such\s)(?<!as\s)(?<!same\s)since\s+(?:[\w/-]+\s+){{1,8}}?{_VERB}\b
    | (?<!such\s)(?<!same\s)(?<!ed\s)(?<!known\s)as\s+(?!(?:long|soon|well|far|many|much|few|of|in|per|by|a|an|if|to
      |part|such|above|below|\w+ed|shown)\b)(?:[\w/-]+\s+){{1,8}}?{_VERB}\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_LEADING = re.compile(
    r"\W*(?:\(?(?:because|since|due\s+to|owing\s+to|given\s+(?:that|the))\s[^.;:]*?,)(?=\s*(?!(?:and|or)\b)\w)",
    re.IGNORECASE,
)
_FACTS = re.compile(  # "In addition, these patients are at increased risk of …"
    r"""\W*(?:(?:in\s+addition|furthermore|moreover|additionally)\W+)?(?:
      (?:these|such)\s+(?:patients?|subjects?|individuals?)\s+(?:are|may\s+be)\s+at\s+(?:an?\s+)?(?:increased|higher|greater|high)\s+risk
    | (?:these|such)\s+(?:potential\s+)?risks?\s+(?:may|might|could)\s+(?:also\s+)?apply
    | appropriate\s+studies\s+will\s+be\s+undertaken)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_UNKNOWN = re.compile(
    r"\W*the\s+effects?\s+of\b[^;]{1,200}?\bon\s+the\s[^;]{1,80}?\b(?:are|is)\s+(?:not\s+(?:yet\s+)?known|unknown)\W*\Z",
    re.IGNORECASE,
)
_INFORMS = re.compile(  # "Should a woman become pregnant while on study, she should inform her physician"
    r"\W*(?:should|if)\s+(?:an?|the|any)\s+(?:female\s+|male\s+)?(?:woman|man|female|male|patient|subject|participant|partner)\b[^.;]{1,160}?"
    r"\b(?:should|must|will|is\s+to|has\s+to)\s+(?:immediately\s+|promptly\s+)?(?:inform|notify|contact|tell)\b",
    re.IGNORECASE,
)
# what is known of a drug, and what a trial needs
_OF_TRIAL = re.compile(
    r"\b(?:unknown|not\s+(?:yet\s+|been\s+|well\s+)*(?:known|established|studied|tested|evaluated|available)|teratogen\w*|abortifacient|f(?:o)?et(?:us|al)"
    r"|unborn|confound\w*|study|studies|trial|protocol|investigational|research|results|no\s+(?:dosing|data|adverse)|pharmacokinetic"
    r"|inhibitors?|inducers?|agents?|interact\w*|safety|(?:these|such)\s+(?:patients|subjects|individuals|women))\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:may|might|could|would|potential\w*|possib\w+|risks?|rarely|likely|prognosis|hazard\w*|harm\w*|known\s+to)\b",
    re.IGNORECASE,
)
_VERDICT = re.compile(
    r"\b(?:exclu\w+|ineligible|not\s+(?:be\s+)?(?:eligible|allowed|permitted|included|enrolled|used|considered)|contraindicated|prohibited"
    r"|should\s+(?:not|be)|must\s+(?:not|be))\b",
    re.IGNORECASE,
)
# a cause of what a patient does or cannot do
_PERSONAL = re.compile(
    r"\b(?:unable|inability|incapa\w+|cannot|can't|could\s+not|unwilling|refus\w+|declin\w+|discontinu\w+|stopp\w+|withdr\w+|intoleran\w+|fail\w*"
    r"|hospitali\w+|required|requir\w+|need\w*|terminated|contraindication\w*|lost|difficult\w*|at\s+(?:\w+\s+)?risk)\b[^.;]*\Z",
    re.IGNORECASE,
)
_THEN = re.compile(  # the sentence's own verb, behind its reason
    r"\b(?:will|should|must|are|is)\s+(?:also\s+)?(?:not\s+)?(?:be\s+)?(?:excluded|ineligible|eligible|allowed|permitted|included|enrolled|prohibited)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(  # behind a comma
    r",\s*(?:and\s+)?(?:because|since|as|which|that|they|it|this|these|there|therefore|thus|so|hence|resulting|leading|making|including|such|especially"
    r"|particularly|potentially|possibly|with)\b",
    re.IGNORECASE,
)
_BACK, _LONGEST = 300, 600  # characters
_LISTS = ("mentions", "thresholds", "windows", "durations", "doses", "negations", "contexts", "abbreviations")


def set_reasons_aside(items: Sequence[Item]) -> dict[str, list[Extent]]:
    """Where the reasons of each item stand, by its id; all items lose their words and what was found in them."""
    told = {item.id: found for item in items if (found := _merged(item))}
    if not told:
        return told
    whole = items[0].whole
    extents = sorted(e for found in told.values() for e in found)
    kept = pairwise([0, *(at for e in extents for at in e), len(whole)])
    masked = "".join(_blank(whole[a:b]) if n % 2 else whole[a:b] for n, (a, b) in enumerate(kept))
    for item in items:
        item.whole = masked
        if own := told.get(item.id):
            item.text = masked[item.start : item.end]
            for name in _LISTS:
                setattr(item, name, [f for f in getattr(item, name) if not meets((f.start, f.end), own)])
    return told


def _merged(item: Item) -> list[Extent]:
    return merged(_reasons(item), lambda a, b: b <= a) if _HERE.search(item.text) else []


def give_reasons(statements: list[Statement], reasons: list[Extent]) -> None:
    """To the last statement before each, else to the first one."""
    for a, b in reasons if statements else ():
        before = [s for s in statements if s.at < a]
        (before[-1] if before else statements[0]).take(a, b)


def _blank(words: str) -> str:
    return re.sub(r"\S", " ", words)


def _reasons(item: Item) -> Iterator[Extent]:
    for n, (lo, hi) in enumerate(item.sentences):
        words = item.quote(lo, hi)
        if _UNKNOWN.match(words) or (n and (_FACTS.match(words) or _INFORMS.match(words))):
            yield lo, hi
            continue
        leading = _LEADING.match(words)
        if leading is not None and _OF_TRIAL.search(leading[0]):
            yield lo, lo + leading.end() - 1
        for m in _BEHIND.finditer(words, leading.end() if leading else 0):
            end = _end(item, lo + m.start("why"), hi)
            if _is_of_trial(
                words[max(0, m.start("why") - _BACK) : m.start("why")], item.quote(lo + m.start("why"), end)
            ):
                yield lo + m.start("why"), end


def _is_of_trial(before: str, reason: str) -> bool:
    if _PERSONAL.search(before) or len(reason.split()) < 3:
        return False
    return _OF_TRIAL.search(reason) is not None or (
        _VERDICT.search(before) is not None and _MAY.search(reason) is not None
    )


def _end(item: Item, at: int, hi: int) -> int:
    """Of a reason that begins at `at`: its bracket's, its sentence's or where that goes on."""
    inside = item.segments.bracket(at)
    end = min(hi, at + _LONGEST, inside[1] - 1 if inside is not None else hi)
    words = item.quote(at, end)
    verdict = _THEN.search(words)
    end = at + verdict.start() if verdict is not None else end
    for m in re.finditer(r",", item.quote(at, end)):
        if not _GOES_ON.match(words, m.start()):
            return at + m.start()
    return end
