"""What an inclusion asks a patient to be able or willing to do: `able to swallow tablets`, `willing to undergo MRI`.

The deed makes the statement (STATE), with all that it is done to: nobody needs to be on the drug that he can swallow,
nor to have had what he is willing to undergo.
What the vocabulary knows of abilities ("able to understand and sign the consent form") it tells itself.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from eligex.assembly.items.deeds import DEED_ENDS
from eligex.components.findings import Finding, between, by_position, overlapping
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_ABLE = Scanner(
    lazily(
        r"\b(?:able|ability|capable)\s+(?:(?:and|or)\s+willing(?:ness)?\s+|of\s+(?:the\s+)?(?:patients?|subjects?|participants?)\s+)?"
        r"(?P<by>to|of)\s+(?=[a-z])",
        re.IGNORECASE,
    )
)
# contraception, abstinence and what else is to be done or left during the trial is asked for itself
_WILLING = Scanner(
    lazily(
        r"\b(?:willing(?:ness)?(?:\s*(?:and|or|/)\s*(?:able|ability))?\s+to\s+(?!(?:not|never|and|or|the|an?|be\s+(?:able|willing|compliant)|abstain|refrain"
        r"|avoid|comply|adhere|follow|abide|cooperate|consent|sign|give|practi[cs]e|participate\s+(?:in|to)\s+(?:the|this|our)|participate(?!\s+in))\b)"
        r"|(?P<agrees>agree[sd]?)\s+to\s+(?=(?:undergo|receive|take|accept|have|stop|discontinue|wash\s*out|delay|postpone|interrupt"
        r"|complete|provide|attend|return|allow|permit|keep|wear|donate|maintain|fill|monitor|record|visit|bring|be)\s))(?=[a-z])",
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
    r"|an?|the|no|not|complet\w+|participat\w+|attend\w*|return\w*|follow\w*|undergo\w*|at|age|as|in|prior(?!\s+to\b)|previous\w*|recent\w*|received|undergone|had|currently)\b)",
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
_DANGLING = re.compile(r"(?:\s+(?:of|to|in|on|with|by|at|the|an?|up|their|his|her))+\Z", re.IGNORECASE)
_OPEN = re.compile(r"\s*\([^()]*\Z")
_CUT = re.compile(r"\w(?:ed|-)\Z", re.IGNORECASE)  # "provide formalin fixed, …"
_ING = re.compile(r"(?:(?:\w+ly\s+)?\w+ing|self-\w+)\b", re.IGNORECASE)
_NEXT = re.compile(
    r"\)?\s*(?:,|/|,?\s*\b(?:and/or|and|or))\s*(?:(?:an?|the|other|any)\s+)?(?:(?!(?:prior|previous|past|recent|current|received?|had|has|have|history|undergone|no|not|stable|who)\b)[\w-]+\s+)?",
    re.IGNORECASE,
)
_DECIMAL = {f".{n}" for n in range(10)}
_LONGEST = 14  # words of a deed
_MOST = 24  # words of what one is willing to do
_TAKES = re.compile(
    r"(?:undergo|receive|take|accept|have|use|stop|discontinue|wash\s*out|delay|postpone|interrupt)\b",
    re.IGNORECASE,
)
_TELLING = re.compile(r"[a-z]{4}", re.IGNORECASE)
_CUT_OFF = re.compile(r":|\s*\([^()]{1,20}\)\s+of\b")
_BEHIND_BRACKET = re.compile(r"\s*\([^()]{1,20}\)(?:\s+\w+){1,4}")
_SAID_ITSELF = re.compile(r"\b(?:birth\s+control|contracept\w+|informed\s+consent)\b", re.IGNORECASE)
_AND_THEN = re.compile(r"\s*,?\s+(?:and|or)\s+(?:[\w-]+\s+){0,2}\Z", re.IGNORECASE)
_RESULT = re.compile(r"\s+(?:positive|negative|normal|undetectable)\b", re.IGNORECASE)
_WIDEST = 300  # characters of a mention
_NEAR = 80


def abilities(
    text: str, criteria: Sequence[Finding], mentions: list[Finding], read: Sequence[Finding]
) -> list[Finding]:
    """The deeds; `mentions`, and bounds and cues as `read`, are sorted by position."""
    asked = [c for c in criteria if c.value["section"] == "inclusion"]
    able = (_deed(text, m, c, mentions, read) for c in asked for m in _ABLE.finditer(text, c.start, c.end))
    willing = (
        _will(text, m, c, mentions, read) for c in asked for m in _WILLING.finditer(text, c.start, c.end)
    )
    return by_position(f for f in (*able, *willing) if f is not None)


def _will(
    text: str, m: re.Match[str], c: Finding, mentions: list[Finding], read: Sequence[Finding]
) -> Finding | None:
    """The willingness with what it is to: `willing to undergo a biopsy`."""
    end = _end(text, m.end(), c)
    if _TAKES.match(text, m.end()):
        end = _over_list(text, end, between(mentions, m.end(), c.end))
    end = m.end() + len(_OPEN.sub("", text[m.end() : end]))
    end = _before_another(text, m.end(), end, between(mentions, m.end(), end))
    known = overlapping(mentions, m.start(), end, widest=_WIDEST)
    own = next((x for x in known if x.value.get("state") == "willingness"), None)
    if own is None and m["agrees"]:
        own = Finding(
            m.start(), m.end(), "STATE", "assembly:ability", "willingness", value={"state": "willingness"}
        )
    if own is None or _TOLD_OF.search(text, max(c.start, m.start() - _NEAR), own.start):
        return None
    others = [x for x in known if x is not own]
    if any(x.value.get("analyte") == "pregnancy_test" or "state" in x.value or x.end > end for x in others):
        return None
    if any(x.label != "NEGATION" or x.start > max(own.end, m.end()) for x in between(read, m.end(), end)):
        return None
    words = text[m.end() : end].split()
    beyond = _BEHIND_BRACKET.match(text, end, c.end)
    cut = _CUT_OFF.match(text, end, c.end) or _SAID_ITSELF.search(
        text, m.end(), beyond.end() if beyond else end
    )
    if cut or not 2 <= len(words) <= _MOST or not _TELLING.search(text, m.end(), end):
        return None
    own = own.renamed(" ".join(["willingness to", *words]).lower())
    return replace(own, end=end, value={**own.value, "deed": True})


def _before_another(text: str, start: int, end: int, mentions: Sequence[Finding]) -> int:
    """Where a disease or a result is asked for behind the deed: `provide blood samples | and HIV negative`."""
    for x in mentions:
        joint = _AND_THEN.search(text, start, x.start)
        asked = x.label == "CONDITION" or (x.label == "MEASUREMENT" and _RESULT.match(text, x.end))
        if joint and asked and start < joint.start():
            return min(end, joint.start())
    return end


def _deed(
    text: str, m: re.Match[str], c: Finding, mentions: list[Finding], read: Sequence[Finding]
) -> Finding | None:
    start = m.end()
    if _TOLD_OF.search(text, max(c.start, m.start() - _NEAR), m.start()) or _UNFIT.match(text, start):
        return None
    end = _end(text, start, c)
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


def _over_list(text: str, end: int, mentions: Sequence[Finding]) -> int:
    """Where the treatments end that go on behind what one is willing to take or to stop."""
    for m in mentions:
        if m.start < end or m.label not in ("DRUG", "PROCEDURE"):
            continue
        if _NEXT.fullmatch(text, end, m.start) is None:
            break
        end = m.end
    return end


def _end(text: str, start: int, c: Finding) -> int:
    return deed_end(text, start, c.end)


def deed_end(text: str, start: int, limit: int) -> int:
    """Where the deed that begins at `start` ends before `limit`, the end of its criterion."""
    ends = [x.start() for p in (DEED_ENDS, _ENDS) if (x := p.search(text, start, limit))]
    return start + len(_DANGLING.sub("", text[start : min([limit, *ends])].rstrip(" .-*\n")))
