"""What a line must look like to open the inclusion or the exclusion criteria."""

import re
from collections.abc import Iterator
from typing import NamedTuple, Optional

from eligex.components.sections.leads import WORDS as LEADING

_LEAD = r"^[\s#*_>•.\-]{0,60}(?:(?:\d{1,2}|[A-Z]|[IVX]{1,4})\s?[.)]\s*)?[\s*_]{0,20}"
_WORDS = r"(?:[A-Za-z/&'()-]+,?\s+){0,6}?"
_MISSPELT = r"(?:in|ex)[clus]{3,5}i?oi?n(?:s|ary)?"  # "exlcusion", "Exclusions"
_EXPLICIT = re.compile(
    _LEAD
    + rf"(?P<pre>{_WORDS})(?P<non>non[\s-]?)?(?P<what>{_MISSPELT}|(?:in)?eligib[il]{{1,3}}ty)"
    + r"[\s_]+crit?er\w{1,6}\b"
    + r"(?P<post>[^:\n]{0,90}?)[\s*_]*(?P<end>:|$|(?<=\s)-(?=\s)|\.\s*$)[\s*_]*",
    re.IGNORECASE,
)
_REVERSED = re.compile(
    _LEAD
    + r"(?:(?:summary|key|main)\s+)?(?:criteri(?:a|on)|reasons?|conditions)\s+(?:for|of)\s+"
    + r"(?P<non>non[\s-]?)?(?P<what>inclusion|exclusion)\b"
    + r"(?P<post>[^:\n]{0,60}?)[\s*_]*(?P<end>:|$)[\s*_]*",
    re.IGNORECASE,
)
_BARE = re.compile(
    _LEAD
    + r"(?P<pre>(?:(?:key|main|major|general|specific)\s+)?)(?P<non>non[\s-]?)?"
    + r"(?P<what>inclusions?|exclusions?|inclusionary|exclusionary)"
    + r"(?P<post>(?:\s*\([^()\n]{1,60}\))?(?:\s+for\s+[^:\n]{1,60})?)[\s*_]*(?P<end>:|$)[\s*_]*",
    re.IGNORECASE,
)
# a heading with a sentence of its own behind it: "Exclusion Criteria Subjects will not be eligible if ..."
_GLUED = re.compile(
    _LEAD + r"(?P<what>(?:In|Ex)clusion|(?:IN|EX)CLUSION)\s+[Cc](?:riteria|RITERIA)\s+"
    r"(?=[A-Z][a-z]+\s+(?:will|must|are|is|who|with|should|may|have|has|meeting)\b)"
)
_WHO = (
    r"(?:patients?|subjects?|participants?|individuals?|volunteers?|persons?|people|women|men|children|"
    r"candidates|those|infants|they)"
)
_OUT = (
    r"(?:excluded|ineligible|(?:not|can(?:not|'t)|unable)\s+(?:to\s+)?(?:be\s+)?"
    r"(?:eligible|included|enroll?(?:ed)?|qualify|participate|considered))"
)
_IN = r"(?:included|eligible|enrolled|qualify|participate|considered)"
_DENIES = re.compile(r"\b(?:neither|nor|never|no(?!\s+(?:later|more|less|fewer|sooner)))\b", re.IGNORECASE)
_SENTENCE_END = r"[^.:\n]{0,90}(?P<end>:|\bif(?:\s+they)?\s*$|criteria\s*\.?\s*$|\bfollowing\s*\.?\s*$)"


def _sentence(verdict: str) -> "re.Pattern[str]":
    said = rf"[^.:\n]{{0,60}}\b{_WHO}\b[^.:\n]{{0,70}}\b{verdict}\b"
    return re.compile(_LEAD + said + _SENTENCE_END, re.IGNORECASE)


_SENTENCES = (("exclusion", _sentence(_OUT)), ("inclusion", _sentence(_IN)))
_COHORT = re.compile(
    r"\b(?:for|in|of|-)?\s*(?P<name>[\w\s/&'-]{0,90}\b(?:cohorts?|groups?|arms?|parts?|phase|stage|patients?|"
    r"subjects?|participants?|volunteers?|controls?|donors?|stud(?:y|ies)|children|adults|infants|mothers|cases)"
    r"\b[\w\s/,&'()-]{0,90})",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:must|will|should|are|is|have|has|had|met|meet|meets|meeting|not|apply|applies|include|includes|"
    r"fulfil\w*|satisf\w*)\b",
    re.IGNORECASE,
)
_WHO_DO = re.compile(r"\b(?:who|that|which|not)\b", re.IGNORECASE)
_HEAD = re.compile(
    r"(?P<head>(?:(?:Key|Main|Major|General|Other|Additional|Primary|Specific)\s+)?(?P<non>non[\s-]?)?"
    r"(?P<what>inclusion|exclusion)s?(?P<criteria>\s+criteri(?:a|on))?(?:\s*\([^()\n]{1,60}\))?"
    r"(?:\s?:|\s-\s))[\s*_]*",
    re.IGNORECASE,
)
_BEFORE_HEAD = re.compile(
    r"(?:(?<=\w)\s|(?<=[.;:!?)\]]))\s?(?:[-*•]\s)?(?=(?:key|ma|gen|oth|add|prim|spec|non|incl|excl))",
    re.IGNORECASE,
)
_SPEAKS_OF = re.compile(
    r"(?:^|\s)(?:a|the|these|all|meet(?:s|ing)?|following|of|and|or|&|/|to|as|per|with|any|above|no|by|study|from|"
    r"for|their|other|each|every|same|this|that|fulfill?|satisfy(?:ing)?|main|key|general)$"
)
_REGISTRY = re.compile(
    r"\s*(?:Healthy volunteers (?:allowed|accepted)|Must be (?:FE)?MALE|"
    r"Must have (?:min|max)imum age of \d+ \w+)\s*$"
)
_MAX_LINE = 240
_MAY_OPEN = re.compile(r"exclud|eligib|includ|enrol|qualif|particip|consider")
_MARKED = re.compile(r"\s*(?:[-*•>]|\d{1,2}\s?[.)]|[A-Za-z]\s?[.)])\s")
_NOT = re.compile(r"\bif\s+\w+\s+(?:is|are|has|have|do|does)\s+not\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_LAST_WORDS = (":", " if", " if they", "criteria", " following")


class Opening(NamedTuple):
    """Words that open criteria: where they begin and end in their line, the contract's kind, for whom."""

    start: int
    end: int
    kind: str
    cohort: Optional[str]


def openings(line: str) -> Iterator[Opening]:
    """All that `line` (folded, one line) opens: at its start, and in mid-line after a sentence."""
    first = opening(line)
    if first is not None:
        yield first
    if "clusion" in line.lower():
        yield from _within(line, first.end if first else 0)


def opening(line: str) -> Optional[Opening]:
    """What the line's first words open, or None."""
    said = line.lower()
    if "clusion" in said or "crit" in said:
        for pattern, word in ((_EXPLICIT, "cri"), (_REVERSED, "clusion"), (_BARE, "clusion")):
            m = pattern.match(line) if word in said else None
            if m and not _mere_sentence(m):
                return _named(m)
        m = _GLUED.match(line) if "clusion" in said else None
        if m:
            return _named(m)
    if len(line) <= _MAX_LINE and _MAY_OPEN.search(said) and said.rstrip(" *_.").endswith(_LAST_WORDS):
        for kind, sentence in _SENTENCES:
            m = sentence.match(line)
            if m and not line[m.end() :].strip() and not (kind == "inclusion" and _asks(line)):
                return Opening(0, m.end(), "exclusion" if _DENIES.search(line) else kind, None)
    return None


def _asks(line: str) -> bool:
    """An item of a list that names more than who is eligible ("* Patients with lymphoma are eligible if:")."""
    marked = _MARKED.match(line) is not None or _NOT.search(line) is not None
    return marked and not LEADING.issuperset(w.lower() for w in _WORD.findall(line))


def is_registry_line(line: str) -> bool:
    """One of the lines that the registry itself adds to a text: who may enter, whatever section they end."""
    return _REGISTRY.match(line) is not None


def _within(line: str, start: int) -> Iterator[Opening]:
    """Headers in mid-line: with a colon, after a sentence's end or written with a capital."""
    for m in _BEFORE_HEAD.finditer(line, start):
        head = _HEAD.match(line, m.end())
        if head and _may_stand(line[max(0, m.start() - 40) : m.start()], head):
            out = bool(head["non"]) or head["what"].lower() == "exclusion"
            yield Opening(head.start(), head.end(), "exclusion" if out else "inclusion", None)


def _may_stand(before: str, head: "re.Match[str]") -> bool:
    """Not where a sentence goes on ("... who meet the inclusion criteria: ...")."""
    before = before.rstrip()
    if before.endswith((".", ";", "!", "?", ")", "]")):
        return True
    capital = head["head"][0].isupper() and head["what"][0].isupper()
    return bool(before and head["criteria"]) and capital and not _SPEAKS_OF.search(before.lower())


def _named(m: "re.Match[str]") -> Opening:
    groups = m.groupdict()
    word = groups["what"].lower()
    out = word.startswith(("ex", "inelig")) or bool(groups.get("non"))
    kind = "exclusion" if out else "inclusion" if word.startswith("in") else "eligibility"
    cohort = _COHORT.search(groups.get("post") or "")
    return Opening(0, m.end(), kind, cohort["name"].strip() if cohort else None)


def _mere_sentence(m: "re.Match[str]") -> bool:
    """A sentence that speaks of the criteria ("meets all inclusion criteria of part one") opens nothing."""
    words = m.group().split()
    before = m.groupdict().get("pre") or ""
    if m["end"] == ":":
        return len(words) > 16 or bool(_WHO_DO.search(before) and m.string[m.end() :].strip())
    if m["what"][0].islower() and not before and (m["post"].strip() or m["end"].strip() == "."):
        return True  # a wrapped sentence goes on: "[is an] / exclusion criterion whereas …"
    if m["end"] and _VERB.search(m["post"]) and "follow" not in m["post"].lower():
        return True  # "Exclusion criteria will be the same."
    return len(words) > 9 or bool(_VERB.search(before))
