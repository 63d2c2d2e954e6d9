"""What a line must look like to open the inclusion or the exclusion criteria."""

import re
from typing import NamedTuple, Optional

_LEAD = r"^[\s#*_>•.\-]*(?:(?:\d{1,2}|[A-Z]|[IVX]{1,4})\s?[.)]\s*)?[\s*_]*"
_WORDS = r"(?:[A-Za-z/&'()-]+,?\s+){0,6}?"
_EXPLICIT = re.compile(
    _LEAD
    + rf"(?P<pre>{_WORDS})(?P<non>non[\s-]?)?(?P<what>inclusion|exclusion|eligibility)\s+criteri(?:a|on|ons|as)\b"
    + r"(?P<post>[^:\n]{0,90}?)[\s*_]*(?P<end>:|$|(?<=\s)-(?=\s)|\.\s*$)[\s*_]*",
    re.IGNORECASE,
)
_REVERSED = re.compile(
    _LEAD
    + r"(?:criteri(?:a|on)|reasons?|conditions)\s+(?:for|of)\s+(?P<non>non[\s-]?)?(?P<what>inclusion|exclusion)\b"
    r"(?P<post>[^:\n]{0,60}?)[\s*_]*(?P<end>:|$)[\s*_]*",
    re.IGNORECASE,
)
_BARE = re.compile(
    _LEAD
    + r"(?P<pre>(?:(?:key|main|major|general|specific)\s+)?)(?P<non>non[\s-]?)?(?P<what>inclusions?|exclusions?|inclusionary|exclusionary)"
    r"(?P<post>(?:\s*\([^()\n]{1,60}\))?(?:\s+for\s+[^:\n]{1,60})?)[\s*_]*(?P<end>:|$)[\s*_]*",
    re.IGNORECASE,
)
_WHO = r"(?:patients?|subjects?|participants?|individuals?|volunteers?|persons?|people|women|men|children|candidates|those|infants|they)"
_SENTENCE_OUT = re.compile(
    _LEAD
    + rf"[^.:\n]{{0,60}}\b{_WHO}\b[^.:\n]{{0,70}}\b(?:excluded|ineligible|not\s+(?:be\s+)?(?:eligible|included|enrolled|qualify|participate|considered))\b"
    r"[^.:\n]{0,90}(?P<end>:|\bif\s*$|\bif\s+they\s*$|criteria\s*\.?\s*$|\bfollowing\s*\.?\s*$)",
    re.IGNORECASE,
)
_SENTENCE_IN = re.compile(
    _LEAD
    + rf"[^.:\n]{{0,60}}\b{_WHO}\b[^.:\n]{{0,70}}\b(?:included|eligible|enrolled|qualify|participate|considered)\b"
    r"[^.:\n]{0,90}(?P<end>:|\bif\s*$|\bif\s+they\s*$|criteria\s*\.?\s*$|\bfollowing\s*\.?\s*$)",
    re.IGNORECASE,
)
_COHORT = re.compile(
    r"\b(?:for|in|of|-)?\s*(?P<name>[\w\s/&'-]*\b(?:cohorts?|groups?|arms?|parts?|phase|stage|patients?|subjects?|participants?|"
    r"volunteers?|controls?|donors?|stud(?:y|ies)|children|adults|infants|mothers|cases)\b[\w\s/,&'()-]*)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:must|will|should|are|is|have|has|had|met|meet|apply|applies|include|includes)\b", re.IGNORECASE
)
_MAX_LINE = 240
_MAY_OPEN = re.compile(r"exclud|eligib|includ|enrol|qualif|particip|consider")
_LAST_WORDS = (":", " if", " if they", "criteria", " following")


class Opening(NamedTuple):
    """A line that opens criteria: the contract's kind, where its heading ends, and for whom."""

    kind: str
    end: int
    cohort: Optional[str]


def opening(line: str) -> Optional[Opening]:
    """What `line` (folded, one line) opens, or None. `end` counts from the line's start."""
    said = line.lower()
    if "clusion" in said or "eligibility" in said:
        for pattern in (_EXPLICIT, _REVERSED, _BARE):
            m = pattern.match(line)
            if m and not _mere_sentence(m, line):
                return _named(m)
    if len(line) <= _MAX_LINE and _MAY_OPEN.search(said) and said.rstrip(" *_.").endswith(_LAST_WORDS):
        for kind, sentence in (("exclusion", _SENTENCE_OUT), ("inclusion", _SENTENCE_IN)):
            m = sentence.match(line)
            if m and not line[m.end() :].strip():
                return Opening(kind, m.end(), None)
    return None


def _named(m: "re.Match[str]") -> Opening:
    groups = m.groupdict()
    word = groups["what"].lower()
    out = word.startswith("ex") or bool(groups.get("non"))
    kind = "exclusion" if out else "inclusion" if word.startswith("in") else "eligibility"
    cohort = _COHORT.search(groups.get("post") or "")
    return Opening(kind, m.end(), cohort["name"].strip() if cohort else None)


def _mere_sentence(m: "re.Match[str]", line: str) -> bool:
    """A sentence that speaks of the criteria ("meets all inclusion criteria of part one") opens nothing."""
    if m["end"] == ":":
        return len(m.group().split()) > 16
    words = m.group().split()
    return len(words) > 9 or bool(_VERB.search(m.groupdict().get("pre") or ""))
