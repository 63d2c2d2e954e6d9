"""What an inclusion asks a patient to be able to do: `able to swallow tablets`, `ability to perform spirometry`.

The deed makes the statement (STATE), with all that it is done to: nobody needs to be on the drug that he can swallow.
What the vocabulary knows of abilities ("able to understand and sign the consent form") it tells itself.
"""

import re
from collections.abc import Sequence

from eligex.assembly.items.deeds import DEED_ENDS
from eligex.components.findings import Finding, between, overlapping
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_ABLE = Scanner(
    lazily(
        r"\b(?:able|ability|capable)\s+(?:(?:and|or)\s+willing(?:ness)?\s+|of\s+(?:the\s+)?(?:patients?|subjects?|participants?)\s+)?"
        r"(?P<by>to|of)\s+(?=[a-z])",
        re.IGNORECASE,
    )
)
_TOLD_OF = re.compile(
    r"\b(?:affect|impair|limit|interfer|influenc|reduc|compromis|alter|impact|hinder|hamper|preclud|prevent|diminish|undermin)\w*\s+(?:with\s+)?(?:[\w']+\s+){0,4}\Z"
    r"|\b(?:parent|care-?giver|guardian|partner|donor|family|surrogate|proxy|tumou?r|cells?)s?\b[^.;,]{0,40}\Z"
    r"|\b(?:un|in|not|no|lack\s+of|loss\s+of|n't)\s*\Z",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s(?=(?-i:[A-Z])[a-z]+\s*[-:])|,?\s+(?:and|or)\s+(?=(?:to|willing\w*|able|agree\w*|provid\w+|sign\w*|have|has|do|does|is|are|be|must|should|giv(?:e|ing)|comply\w*|adher\w+|accept\w*|consent\w*"
    r"|an?|the|no|not|complet\w+|participat\w+|attend\w*|return\w*|follow\w*|undergo\w*|at|age|as|in)\b)",
    re.IGNORECASE,
)
_UNFIT = re.compile(  # no deed of the patient's own
    r"(?:be|have|having|being|become|becoming|conceiv\w+|father\w*|bear\w*|reproduc\w*|get|pregnan\w+|stop|discontinu\w+|abstain|refrain|avoid|receive|receiving"
    r"|benefit|meet|meeting|return)\b",
    re.IGNORECASE,
)
_UNAIDED = re.compile(
    r"\s+(?:with|without)\s+(?:[\w-]+\s+){0,3}(?:assistance|help|aids?|support|supervision|difficult\w+|devices?)\b",
    re.IGNORECASE,
)
_DANGLING = re.compile(r"(?:\s+(?:of|to|in|on|with|by|at|the|an?))+\Z", re.IGNORECASE)
_CUT = re.compile(r"\w(?:ed|-)\Z", re.IGNORECASE)  # "provide formalin fixed, …"
_ING = re.compile(r"(?:(?:\w+ly\s+)?\w+ing|self-\w+)\b", re.IGNORECASE)
_DECIMAL = {f".{n}" for n in range(10)}
_LONGEST = 14  # words of a deed
_WIDEST = 300  # characters of a mention
_NEAR = 80


def abilities(
    text: str, criteria: Sequence[Finding], mentions: list[Finding], read: Sequence[Finding]
) -> list[Finding]:
    """The deeds; `mentions`, and bounds and cues as `read`, are sorted by position."""
    return [
        f for c in criteria if c.value["section"] == "inclusion"
        for m in _ABLE.finditer(text, c.start, c.end) if (f := _deed(text, m, c, mentions, read)) is not None
    ]  # fmt: skip


def _deed(
    text: str, m: re.Match[str], c: Finding, mentions: list[Finding], read: Sequence[Finding]
) -> Finding | None:
    start = m.end()
    if _TOLD_OF.search(text, max(c.start, m.start() - _NEAR), m.start()) or _UNFIT.match(text, start):
        return None
    ends = [x.start() for p in (DEED_ENDS, _ENDS) if (x := p.search(text, start, c.end))]
    end = start + len(_DANGLING.sub("", text[start : min([c.end, *ends])].rstrip(" .-*\n")))
    if unaided := _UNAIDED.match(text, end, c.end):
        end = unaided.end()
    if (
        _CUT.search(text, start, end)
        or text[end : end + 2] in _DECIMAL
        or (m["by"] == "of" and not _ING.match(text, start))
    ):
        return None
    if text.startswith(")", end) and "(" in text[start:end]:
        end += 1
    words = text[start:end].split()
    if not 2 <= len(words) <= _LONGEST:
        return None
    known = overlapping(mentions, m.start(), end, widest=_WIDEST)
    if any(x.value.get("state") is not None or x.start < start or x.end > end for x in known):
        return None
    if any(x.start < end and not unaided for x in between(read, start, end)):
        return None
    # a cue within ("walk without a stick") tells of what stands there: the deed says nothing of its own parts
    return Finding(start, end, "STATE", "assembly:ability", value={"head_end": start})
