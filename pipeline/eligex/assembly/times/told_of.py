"""The words before a time that it is told of, where nothing known stands before it: `visit to a spa within 4 weeks`."""

import re

from eligex.assembly.forms.segments import ANY_BRACKET
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.phrases import phrase_before
from eligex.assembly.items.reading import Item
from eligex.assembly.times.parallel import before_during
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_LENGTH = re.compile(
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[\s-]+(?:hours?|days?|weeks?|months?|years?|half-li\w+)\b",
    re.IGNORECASE,
)
# "no change in dosage will be permitted during the study": a verdict, and nothing that a patient has
_RULED = lazily(
    r"\b(?:is|are|be)\s+(?:\w+ly\s+)?(?:permitted|allowed|prohibited|forbidden|excluded)\Z", re.IGNORECASE
)
# "the use of these agents | is not permitted": the cue denies what stands before it
_SHUT_OUT = lazily(r"\s+(?:is|are)\s+not\s+(?:permitted|allowed)\Z", re.IGNORECASE)
_RULE = lazily(  # "patients may be registered": what the trial does in that time
    r"\Ait\s+is\s+(?:necessary|required|recommended|mandatory)\b"
    r"|\b(?:may|can|should|must|will|shall)\s+(?:not\s+)?(?:(?:only|then|also)\s+)?(?:begin|start|enroll?|(?:re-?)?enter"
    r"|be\s+(?:registered|enroll?ed|included|randomi[sz]ed|entered|started))\Z",
    re.IGNORECASE,
)
_ONLY_LEADS = re.compile(  # a head without what it is of; the verdict over a list
    r"(?:(?:whichever|is|longe(?:r|st)|shorte(?:r|st)|greater|if|known|recent(?:ly)?|currently|previously|past|current|prior|previous|known|any|or|and|new|history|diagnosis|episodes?|evidence|use|presence|treatment"
    r"|therapy|exposure|exclu\w+|prohibited|not\s+allowed|permitted|(?:in)?eligible|the|meets?|following|criteria)\W*)+",
    re.IGNORECASE,
)
_CAPPED = lazily(  # "no more than two weeks of A": the words behind "no" would turn it round
    r"(?:more|less|fewer|greater|later|earlier|longer)\s+than\b", re.IGNORECASE
)
_BELOW = lazily(  # "the following drugs or therapies": what they are stands below
    r"\bfollowing\s+(?:[\w-]+\s*(?:,|/|\b(?:and/or|or|and)\b)\s*)*\Z", re.IGNORECASE
)
_KINDS = lazily(
    r"(?:drugs|medicines|medications|therapies|treatments|procedures|agents|products)", re.IGNORECASE
)
_NOT = lazily(r"\b(?:no|not)\s+\Z", re.IGNORECASE)
_BARE_DEED = re.compile(
    r"(?:(?:or|is|are)\s+)*(?:expected|scheduled|plan\w*|intend\w*|likely|due)\s+to\s+(?:undergo|receive|have|take|start|use)"
    r"|(?:starting|beginning|commencing)",
    re.IGNORECASE,
)


def words_before(item: Item, w: Finding, statements: list[Statement]) -> Finding | None:
    lo, _ = item.segments.bounds(w.start)
    lo = max([lo, *(s.end for s in statements if s.end <= w.start)])
    hi = before_during(item, w)
    outer = (
        item.text if item.segments.bracket(w.start) else ANY_BRACKET.sub(lambda m: " " * len(m[0]), item.text)
    )
    p = phrase_before(outer, lo - item.start, max(lo, hi) - item.start, source="assembly:phrase")
    if (
        p is None
        or _ONLY_LEADS.fullmatch(item.text, p.start, p.end)
        or _RULED.search(item.text, p.start, p.end)
        or (_KINDS.fullmatch(item.text, p.start, p.end) and _BELOW.search(item.text, 0, p.start))
        or (_CAPPED.match(item.text, p.start) and _NOT.search(item.text, 0, p.start))
    ):
        return None
    shut = _SHUT_OUT.search(item.text, p.start, p.end)
    return Finding(p.start + item.start, item.start + (shut.start() if shut else p.end), "STATE", p.source)


def says_nothing(item: Item, subject: Finding) -> bool:
    """Whether such words name nothing: another time, a deed without its object, the cue of an exception, a rule."""
    rule = _RULE.search(item.quote(subject.start, subject.end)) is not None
    return rule or _is_time(item, subject) or _is_bare_deed(item, subject) or _is_cue(item, subject)


def _is_bare_deed(item: Item, f: Finding) -> bool:
    """`has undergone (or is expected to undergo during the study) surgery`: the object stands elsewhere."""
    return _BARE_DEED.fullmatch(item.text, f.start - item.start, f.end - item.start) is not None


def _is_time(item: Item, f: Finding) -> bool:
    """`24 hours`, `during the study or within 5 days`: another time is not what a window is about."""
    return _LENGTH.match(item.text, f.start - item.start) is not None or any(
        w.overlaps(f.start, f.end) for w in item.windows
    )


def _is_cue(item: Item, subject: Finding) -> bool:
    """`appendectomy is allowed unless within 6 months`: nothing is named by the words of an exception."""
    return any(c.label == "EXCEPTION" and c.overlaps(subject.start, subject.end) for c in item.contexts)
