"""What a patient is unable or unwilling to do: `unable to operate the pump`, `unwilling to stop aspirin`.

The deed makes the statement (STATE), with what it is done to: who cannot take aspirin need not have had any.
"""

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from eligex.assembly.items.naming import is_new
from eligex.components.findings import START, Finding, overlapping

SOURCE = "assembly:negated-deed"
_TIME = r"(?:h|minutes?|hours?|days?|weeks?|months?|years?)\b"
_MEASURED = (
    r"(?:urine|holter|stool|dietary|diet|recall|collections?|ambulatory|blood|ECG|EEG|EKG|monitoring|walk)\b"
)
# "return for visits" is one deed, "walk for 6 minutes" has a duration
DEED_ENDS = re.compile(
    r"[,;:).]|\n(?!\s*(?-i:[a-z]))|\((?![^()\n]{1,12}\)\s*\w)|\s-\s|"
    r"(?<!\breturn )(?<!\bback )(?<!\bavailable )(?<!\bpresent )\bfor\b|"
    r"\b(?:due|because|owing|as|while|during|within|if|unless|when|that|which|who|without|despite|then|will|"
    rf"(?=\d+\s*{_TIME}(?!\s+{_MEASURED}))|(?:at\s+least|from|prior\s+to|before|after|until)(?=\s+(?:\w+\s+)?[\d<>≤≥]+\s*{_TIME})|"
    r"(?:and|or)\s+(?:who|would|could|may|might|will|other|any|patients?|subjects?|those|not|un\w+|in\w+ty|(?:an?\s+)?(?:requirement|need)\s+(?:for|of)))\b",
    re.IGNORECASE,
)
_DEED_LEADS = re.compile(  # "prevent them from engaging in …"
    r"(?:(?:(?:the|an?|any|his|her|their|him/her|them)\s+)?(?:(?:patient|subject|participant|individual|child)s?(?:'s|')?\s+)?from\s+)?"
    r"(?:(?:the|an?|any|his|her|their|patient's|adequate|appropriate|safe|successful|proper|full)\s+)*",
    re.IGNORECASE,
)
_OF_THE_STUDY = re.compile(
    r"(?<=\s)stud(?:y|ies)\b|\b(?:trials?|protocol|consent|research|complian\w+|cooperat\w+|understand\w*)\b",
    re.IGNORECASE,
)
TELLING = re.compile(r"[a-z]{4}", re.IGNORECASE)
_VERB_NEXT = re.compile(
    r"(?:\bto|\bof(?=\s+\Z)|\bcan(?:\s?not|'t)|\bcould(?:\s+not|n't))\s+(?:[\w']+\s+){0,2}$", re.IGNORECASE
)
_FORBIDS = re.compile(r"(?:can|could)(?:\s?not|n?'t)", re.IGNORECASE)
_HAVING = re.compile(
    r"(?:be|been|have|has|had|receive|take|use|undergo|start|get|participate)\b", re.IGNORECASE
)
_ING = re.compile(r"\w+ing\b", re.IGNORECASE)
_CEASING = re.compile(
    r"\b(?:be\s+(?:withdrawn|weaned|taken)\s+(?:from|off)\b|stop|discontinu|ceas|quit|abstain|refrain|avoid|giv(?:e|ing)\s+up|interrupt|withh?old|for(?:e?)go|wean|taper)",
    re.IGNORECASE,
)
_AMONG = re.compile(r"\s*(?:[,(/)]|(?:and/or|and|or|including|such\s+as|like)\b)", re.IGNORECASE)
_NO_LIST = re.compile(
    r"[;:.]|\b(?:is|are|was|were|has|have|had|who|that|which|not|no|un\w+|history|if|unless|treated|receiving|taking|inability|other\s+than|except\w*|excluding|requir\w+|to|for|from|with|by|after|during|in|on)\b",
    re.IGNORECASE,
)
_AND_SO_ON = re.compile(r"\b(?:etc|e\.?\s?g|i\.?\s?e)\b\.?", re.IGNORECASE)
_RIGHT_BEHIND = re.compile(r"[\s)]*(?:\([^()]{1,20}\)\s*)?")
_REST = 30  # characters from the last that is named to the bracket's end
_GAP = 60  # characters between two of a list
_DANGLING = re.compile(r"\s+to\Z", re.IGNORECASE)  # "use a method to", where "avoid pregnancy" denies anew
_JOINED = re.compile(r"\s+(?:and/or|and|or)\s+", re.IGNORECASE)
_BESIDE = re.compile(r"\s*(?:\(|(?:,\s*(?:and/or|and|or)?|/|and/or|and|or)\s*(?:other\s+)?)", re.IGNORECASE)
_NEXT = re.compile(r"\s*(?:,\s*(?:and/or|and|or)?|/|and/or|and|or)\s*(?:[\w-]+\s+){0,3}", re.IGNORECASE)
_HABITS = {"smoking", "alcohol_use", "alcohol_abuse", "drug_abuse"}
_OBJECTS = {"DRUG", "PROCEDURE", "CONDITION"}
MAX_WORDS = 12
_LONGEST = 20  # words of a deed
_DONE_TO_THINGS = re.compile(
    r"(?:be|have\s+been)\s+(?:\w+ly\s+)?(?:allowed|permitted|stopped|discontinued|held|withheld|changed|switched|resolved|confirmed|excluded|ruled"
    r"|determined|repaired|conducted|eliminated|substituted|obtained|performed|verified|interrupted|removed|administered|given|used|prescribed|waived)\b",
    re.IGNORECASE,
)
_ENROLLED = re.compile(
    r"(?:qualify|(?:be\s+)?(?:selected|included|enrol+ed|entered|recruited|considered))\b(?=\s*(?:[.,;:]|\Z|(?:in|into|for|to|as|on|at)\b))",
    re.IGNORECASE,
)
_WILL_NOT = re.compile(r"(?:will|shall|should|may|can)\s*not", re.IGNORECASE)
_TAKES_PART = re.compile(
    r"(?:participate|take\s+part)\s+in\s+th(?:e|is)\s+(?:\w+\s+)?(?:study|trial)\b", re.IGNORECASE
)
_OF_A_THING = re.compile(r"\b(?:that|which)\s+\Z", re.IGNORECASE)
_WIDEST = 300  # characters of a mention


def deed(text: str, cue: Finding) -> Iterator[Finding]:
    """What an inability or a prevention governs (STATE), up to the end of its clause."""
    lo, hi = cue.value["scope"]
    if cue.value["category"] not in ("inability", "prevention") or cue.value["kind"] != "pre":
        return
    stop = DEED_ENDS.search(text, lo, hi)
    end = lo + len(_DANGLING.sub("", text[lo : stop.start() if stop else hi].rstrip()))
    if (
        TELLING.search(text, lo, end)
        and len(text[lo:end].split()) <= _LONGEST
        and not _is_undergone(text, cue, lo)
        and not is_verdict(text, cue, lo)
    ):
        lead = _DEED_LEADS.match(text, lo, end)
        yield Finding(lead.end() if lead else lo, end, "STATE", SOURCE)


def is_verdict(text: str, cue: Finding, at: int) -> bool:
    """`cannot be selected for inclusion`, `will not participate in the study`: what follows for whom the criterion
    holds, and nothing that it asks about."""
    taking = _WILL_NOT.fullmatch(text, cue.start, cue.end) and _TAKES_PART.match(text, at)
    return bool(taking) or _ENROLLED.match(text, at) is not None


def _is_undergone(text: str, cue: Finding, at: int) -> bool:
    """`drugs that cannot be stopped` tells of the drugs, not of what a patient cannot do."""
    if not text[at : at + 10].lower().startswith(("be ", "have been ")):
        return False
    before = text[max(0, cue.start - 8) : cue.start]
    return _OF_A_THING.search(before) is not None or _DONE_TO_THINGS.match(text, at) is not None


def with_objects(
    text: str, cue: Finding, done: Finding, named: Sequence[Finding], governed: int
) -> Finding | None:
    """`unable to take aspirin, heparin or warfarin`: the deed, where it is a verb with what it is done to.

    `named` is what is known there, sorted; `value["cue"]` becomes the place of the cue. The deed ends where another
    thing is joined: "unable to undergo MRI or allergic to gadolinium". `governed` is where what the cue governs ends.
    """
    if text.endswith("of", cue.start, cue.end) and not _ING.match(text, done.start):
        return None  # "disability of a limb"
    if done.label != "STATE" or not _VERB_NEXT.search(text, cue.start, done.start):
        return None
    forbids = _FORBIDS.fullmatch(text[cue.start : cue.end]) and not ceases(text, done)
    if forbids and _HAVING.match(text, done.start):
        return None
    willing = [m for m in named if m.start < cue.end and m.value.get("state") == "willingness"]
    named = [m for m in named if m not in willing]
    objects = [m for m in named if m.start < done.end]
    value = {**done.value, "cue": [cue.start, cue.end]}
    if ceases(text, done) and (last := _all_ceased(text, done, named)) > done.end:
        return replace(done, end=last, value=value)
    if not objects:  # nothing is known but the verb: "unwilling to stop [it]"
        only_verb = all(m.end < done.end for m in willing) and ceases(text, done)
        return replace(done, value=value) if only_verb else None
    other = _other_thing(text, objects)
    objects = (
        _listed(text, objects, named, governed) if other is None else [m for m in objects if m.start < other]
    )
    alien = next((m for m in objects if not _is_object(text, done, m)), None)
    if not objects or (alien is not None and alien is not objects[0]):
        return None
    if alien is not None:  # "give [consent that a line's end broke] or comply with visits"
        joints = list(_JOINED.finditer(text, done.start, alien.start))
        return replace(done, end=joints[-1].start()) if joints else None
    end = max([other or done.end, *(m.end for m in objects)])
    if text.startswith(")", end) and "(" in text[done.start : end]:
        end += 1
    return replace(done, end=end, value=value)


def ceases(text: str, done: Finding) -> bool:
    """Whether a deed is to go without something."""
    return done.label == "STATE" and _CEASING.match(text, done.start) is not None


def _all_ceased(text: str, done: Finding, named: Sequence[Finding]) -> int:
    """Where the list ends of what is not to be had any more: `refrain from A, including B such as C (D) and E`."""
    end, against = done.end, done.start
    for m in named:
        if _class(m) != "treatment":
            against = max(against, m.end)  # "HIV (…) protease inhibitors"
            continue
        if m.start >= end:
            gap = _AND_SO_ON.sub(" ", text[end : m.start])
            alien = end < against <= m.start and not _RIGHT_BEHIND.fullmatch(text, against, m.start)
            if alien or len(gap) > _GAP or not _AMONG.match(gap) or _NO_LIST.search(gap):
                break
        end = max(end, m.end)
    if text.count("(", done.start, end) <= text.count(")", done.start, end):
        return end
    closed = text.find(")", end, end + _REST) + 1
    return closed or done.end


def _other_thing(text: str, objects: Sequence[Finding]) -> int | None:
    """Where "or allergic to gadolinium" begins."""
    for before, m in pairwise(objects):
        if before.end <= m.start and _class(before) != _class(m):
            join = _JOINED.search(text, before.end, m.start)
            if join:
                return join.start()
    return None


def _listed(text: str, objects: Sequence[Finding], named: Sequence[Finding], end: int) -> list[Finding]:
    """`objects` with those that a list goes on with; behind `end`, where the cue governs no more, only drugs."""
    found = list(objects)
    for m in named:
        last = found[-1]
        if m.start < last.end or _class(m) != _class(last):
            continue
        beside = m.label == "DRUG" and _BESIDE.fullmatch(text, last.end, m.start)
        if beside or (m.start < end and _NEXT.fullmatch(text, last.end, m.start)):
            found.append(m)
    return found


def _class(m: Finding) -> str:
    taken = m.label in ("DRUG", "PROCEDURE") or m.value.get("state") in _HABITS
    return "treatment" if taken else m.label


def _is_object(text: str, done: Finding, m: Finding) -> bool:
    if m.label == "STATE":  # "unable to stop smoking"; "become pregnant" is named already
        return m.start > done.start and _CEASING.search(text, done.start, m.start) is not None
    if m.label in ("MEASUREMENT", "SCORE"):
        return m.start > done.start
    return m.label in _OBJECTS and m.start >= done.start


def list_end(cue: Finding, negations: Sequence[Finding]) -> int:
    """How far what `cue` governs may go on as a list: the verb can be a cue itself ("unable to stop A, B or C").

    `negations` are sorted by position.
    """
    lo, hi = cue.value["scope"]
    first, last = (bisect.bisect_left(negations, at, key=START) for at in (lo, hi))
    verbs = (n for n in negations[first:last] if n.value["kind"] == "pre")
    return max([hi, *(n.value["scope"][1] for n in verbs)])


def narrowed_cues(negations: Sequence[Finding], new: Sequence[Finding]) -> list[Finding]:
    """`negations`, sorted, where those of a deed, and those that are its verb, govern no more than it."""
    ends: dict[int, int] = {}  # by the cue's number
    for f in new:
        if "cue" in f.value:
            first, last = (bisect.bisect_left(negations, at, key=START) for at in (f.value["cue"][0], f.end))
            ends |= {i: min(f.end, ends.get(i, f.end)) for i in range(first, last)}
    return [_narrowed(n, ends.get(i)) for i, n in enumerate(negations)]


def _narrowed(cue: Finding, end: int | None) -> Finding:
    lo, hi = cue.value["scope"] if cue.value["kind"] == "pre" else (0, 0)
    return replace(cue, value={**cue.value, "scope": [lo, max(lo, end)]}) if end and end < hi else cue


def is_named(f: Finding, spans: Sequence[Finding]) -> bool:
    """Whether one of `spans` names it; of a deed, more than a piece: "prevent [passive leg] elevation"."""
    inside = overlapping(spans, f.start, f.end, widest=_WIDEST)
    if f.source != SOURCE:
        return bool(inside)
    return any(m.end >= f.end or not is_new(m) for m in inside)


def no_finding(text: str, f: Finding) -> bool:
    """A deed that only the trial asks for, such as to consent, or a bare verb: no entity."""
    if f.source != SOURCE:
        return False
    words = text[f.start : f.end]
    return words.isalpha() or _OF_THE_STUDY.search(words) is not None


def as_entity(f: Finding) -> Finding:
    """A deed that is not possible is a finding of the patient; STATE is no entity of the contract."""
    return replace(f, label="CONDITION") if f.label == "STATE" else f
