"""Words right behind a name that narrow it and that nothing else has read.

A relative clause ("whose action may outlast the study"), a place or a kind ("of the face", "of unknown
origin"), what a procedure is directed at ("to the abdomen"), the time at which a thing is asked about ("at
study entry"), and an adjective behind its name ("hypertension, uncontrolled"). They become qualifiers; where
they hold something that is asked for by itself, a bound, a time or a negation, they are left alone.
"""

import re
from typing import NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS

from eligex.assembly.beside.shared_tails import SIDE
from eligex.assembly.forms.extents import meets
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.described import whole_list
from eligex.assembly.grammar.new_members import before_new
from eligex.assembly.items.premodifiers import is_adjective, is_listed, run_before
from eligex.assembly.items.reading import Item
from eligex.assembly.items.unnamed import generic_labels
from eligex.assembly.qualifying.complements import before_again
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_KINDS = {"condition", "procedure", "drug", "state", "measurement"}
_STOP = (
    r"(?!(?:or|and|but|with|who|that|which|within|during|prior|before|after|since|unless|except|if|such(?=\s+as\b)|as|is|are|was|were|will|must|"
    r"should|may|have|has|had|for|by|per|in|at|on|from|to|of|the|an?|any|other|their|his|her|its|not|requiring|would|could|can|"
    r"\w+ed|\w+ly)\b)"
)
_ITEM = rf"(?:{_STOP}[^\W_][\w'’/-]*\s+){{0,3}}{_STOP}[^\W\d_][\w'’/-]*"
_OR = r"(?:\s*,)?\s+(?:or|and|and/or)\s+(?:of\s+)?(?:the\s+)?"
_MOST = 3  # members of "of the colon, rectum or anus"
_ENDS = (
    r"(?=\s*(?:$|[,;:().]|\b(?:but|with|without|within|during|prior|before|after|that|which|who|not|requiring|unless|except|"
    r"would|could|can|is|are)\b))"
)
_ENDS_EARLY = r"(?:(?=\s+(?:or|and|\w+ed|\w+ly)\b)|" + _ENDS + ")"  # before what may be another thing
_WHICH = r"(?:(?:the|a|an|both|either|same|his|her|their)\s+(?:(?:same|other|\w+ed)\s+)?)?"
_RELATIVE = lazily(
    r"(?:\s+(?:treatments?|therap(?:y|ies)|drugs?|agents?|medications?|use))?\s+(?P<text>(?:that|which|whose)\s+(?!must\b|should\b|shall\b|will\s+be\b)"
    r"(?:(?!\b(?:within|in\s+the\s+(?:past|last|previous))\b)[^,;:().])+)",
    re.IGNORECASE,
)
_EVENT = (
    r"(?:entry|screening|baseline|enrol?lment|inclusion|randomi[sz]ation|admission|presentation|diagnosis|check-?in(?!\s+of\b)|dosing"
    r"|(?:screening|baseline)\s+visit|(?:study\s+)?day\s+-?\d{1,3}|visit\s+\d{1,2})"
)
_WHEN = lazily(
    rf",?\s+(?P<text>at\s+(?:the\s+)?(?:time\s+of\s+)?(?:study\s+)?{_EVENT}(?:\s+visit)?"
    rf"(?:\s+(?:and/or|and|or)\s+(?:(?:at|on|upon|during)\s+(?:the\s+)?(?:time\s+of\s+)?)?(?:study\s+)?{_EVENT}(?:\s+visit)?)?)\b",
    re.IGNORECASE,
)
_TRIMESTER = lazily(
    r"(?:\s+(?:patients?|subjects?|participants?|women|females?))?\s+(?P<text>in\s+(?:(?:the|their|her)\s+)?\w+\s+trimester)\b",
    re.IGNORECASE,
)
# "bleeding risk" is no bleeding
_COMPOUND = lazily(
    r"\s+(?P<text>risks?|tendenc(?:y|ies)|diathes[ei]s)\b(?!\s+(?:of|for|factors?)\b)", re.IGNORECASE
)
_BRACKETED = lazily(
    r"\s*\(\s*(?P<text>(?:\w+ly\s+)?[a-z-]+(?:\s*(?:,|\bor\b|\band\b|/)\s*(?:\w+ly\s+)?[a-z-]+){0,3})\s*\)",
    re.IGNORECASE,
)
_ADJECTIVE = lazily(r"\s*,\s+(?P<text>(?:\w+ly\s+)?[a-z][a-z-]+)(?=\s*(?:[,;.)]|$))", re.IGNORECASE)
# anything else: "hospitalisation for unstable", "ideation with intent"
_UP_TO = (
    r"(?:(?!\b(?:or|and|and/or|but|who|that|which|whose|within|during|prior|before|after|since|until|is|are|was|were|has|have|had|will|must"
    r"|should|may|can|could|would|unless|except|excluding|if|(?<!exceptions\s)such(?=\s+as\b)|as|not|no)\b)[^,;:().\[\]])+"
)
_LINK = r"(?P<how>for|from|with|without|in|of|on|at|to|against|under|by|containing|involving)"
BEHIND = lazily(rf"\s+(?P<text>{_LINK}\s+{_UP_TO})", re.IGNORECASE)
# what one is willing to do, or not: "unwilling to abstain from alcohol"
_DEED = lazily(rf"\s+(?P<text>(?:{_LINK}\s+)?{_UP_TO})", re.IGNORECASE)
_GOES_ON = lazily(r"\s*(?:[,(]|(?:or|and|and/or)\b)", re.IGNORECASE)
# whom, when and by whom: read elsewhere, or of no weight
NO_PLACE = lazily(
    r"\b(?:days?|weeks?|months?|years?|hours?|time|past|history|onset|patients?|subjects?|participants?|individuals?|persons?|"
    r"people|women|men|children|adults?|volunteers?|(?:fe)?males?|stud(?:y|ies)(?!\s+(?:eyes?|limbs?|joints?|knees?|hips?|legs?|feet|foot|ears?|t[oe]eth))|trials?|protocol|investigators?|opinion|judge?ment|"
    r"case|order|addition|accordance|kind|any|least|risk|discretion|visits?|screening|baseline|enrol\w*|randomi\w+|entry|dosing|inclusion"
    r"|following|presentation|admission|discharge|birth|institutions?|cent(?:er|re)s?|hospitals?|clinics?|departments?|waiting|account|behalf|basis)\b",
    re.IGNORECASE,
)
_DIGIT = lazily(  # not that of "CYP3A4", "on day 0"
    r"(?<!\w)(?<!day\s)(?<!day\s-)(?<!visit\s)\d", re.IGNORECASE
)
_PLACED = lazily(r"(?:of|in|at|to|on|near|involving|affecting)\s", re.IGNORECASE)
_SHARED = lazily(rf"{_PLACED.pattern}|with(?:out)?\s", re.IGNORECASE)
_KINDS_ALONE = ("assembly:general", "assembly:base-phrase")
_WHICH_TELLS = lazily(r"\s*(?:which|that)\s", re.IGNORECASE)
_SHORTEST = 3  # words of a relative clause


class _Tail(NamedTuple):
    """A pattern and the words that it begins with, none where these are many."""

    pattern: re.Pattern[str]
    words: frozenset[str] = frozenset()


def _place(words: str, which: str = "", early: str = _ENDS_EARLY) -> list[_Tail]:
    """With all that is coordinated, the longest first, and without, which then ends before `early`."""
    begin = rf"\s+(?P<text>(?:{words}){which}\s+{_WHICH}{_ITEM}"
    joined = [
        rf"(?:\s*,\s*(?:the\s+)?{_ITEM}){{{n}}}{_OR}{_ITEM}){_ENDS}" for n in reversed(range(_MOST - 1))
    ]
    begins = frozenset(words.split("|"))
    return [_Tail(lazily(begin + rest, re.IGNORECASE), begins) for rest in (*joined, f"){early}")]


_PLACES = _place("of|in|involving|affecting")
_BODY = _place(
    "in",
    r"(?=\s+(?:the|either|both|an?)\s+(?:(?:study|fellow|other|same|affected|treated|target|index)\s+)?(?:eyes?|limbs?|joints?|knees?|hips?|legs?|arms?)\b)",
)
_SITES = _place("at|on|near|around|under", early=rf"(?:(?=\s+(?:or|and|and/or)\b)|{_ENDS})")
_TARGETS = _place("to", r"(?=\s+(?:the|all|both|either|distant|other)\s)(?:\s+all)?")
_COMPANY = _place("with", early=rf"(?!,){_ENDS}")
_LAST = (_Tail(_RELATIVE), _Tail(_WHEN))
_AS_IS = (_RELATIVE, _WHEN, _TRIMESTER, _COMPOUND)
_THAN_THOSE = lazily(  # "any other agents than those stated in the protocol"
    r"(?:\(s\))?\s+(?P<text>than\s+(?:those|that|the\s+ones?|as)\s+(?:\w+ly\s+)?\w+ed\b"
    r"(?:\s+(?:above|below)|\s+(?:in|by|for|on|under|as|at)\s+(?:the\s+)?\w+(?:\s+(?!within|in|during)\w+){0,3})?)",
    re.IGNORECASE,
)
_OTHER = lazily(r"\b(?:other|different)\s+(?:[\w-]+\s+){0,3}\Z", re.IGNORECASE)
_TAILS = {
    "condition": (_Tail(_COMPOUND), *_PLACES, *_SITES, *_TARGETS, *_LAST),
    "procedure": (*_PLACES, *_SITES, *_TARGETS, *_COMPANY, *_LAST),
    "drug": (_Tail(_COMPOUND), *_BODY, *_SITES, *_TARGETS, *_LAST),
    "state": (_Tail(_TRIMESTER), _Tail(_COMPOUND), *_LAST),
}
_NEXT_WORD = re.compile(r"\s+(\w+)")


def add_tails(item: Item, statements: list[Statement]) -> None:
    """Makes qualifiers of the narrowing words behind each name."""
    for s in statements:
        if s.subject is not None and s.threshold is None and s.kind in _KINDS:
            _behind(item, s, statements)
            _adjective(item, s, statements)
            _than_those(item, s, statements)
    _share_places(item, statements)


def _share_places(item: Item, statements: list[Statement]) -> None:
    """`malignancy or infection of the brain`, `laser or surgery in the study eye`: the place is that of all."""
    for i, last in enumerate(statements):
        end = last.subject.end if last.subject is not None else last.end
        told = [(e, text) for e, text in zip(last.aside, last.qualifiers, strict=True) if e[0] >= end]
        told = [(e, text) for e, text in told if _SHARED.match(text) and not SIDE.fullmatch(text)]
        listed = _listed_before(item, statements[: i + 1]) if told else []
        general = all(_is_general(item, s, last) for s in listed)
        for (x, y), text in told:
            for s in listed if general or not _PLACED.match(text) else ():
                s.qualify(x, y, text)


def _listed_before(item: Item, members: list[Statement]) -> list[Statement]:
    """What is listed with the last one, where none has words of its own behind it."""
    found = whole_list(item, members)[:-1]
    bare = all(s.threshold is None and not any(x >= s.end for x, _ in s.aside) for s in found)
    return found if bare else []


def _is_general(item: Item, a: Statement, b: Statement) -> bool:
    """Treatments, or diseases that one word names: not "chronic hepatitis or cancer of the colon"."""
    if a.kind in ("drug", "procedure"):
        return True
    return not any(" " in item.quote(s.at, s.end).strip() or "-" in item.quote(s.at, s.end) for s in (a, b))


def _behind(item: Item, s: Statement, statements: list[Statement]) -> None:
    at, (_, stop) = s.end, item.segments.bounds(s.at)
    word = _word_at(item, at)
    for pattern, words in _TAILS.get(s.kind, (_Tail(_COMPOUND), *_LAST)):
        if words and word not in words:
            continue
        m = pattern.match(item.text, at - item.start, stop - item.start)
        if m is None or (pattern is _RELATIVE and len(m["text"].split()) < _SHORTEST):
            continue
        a = item.start + m.start("text")
        b = before_new(item, a, before_again(item, a, a + len(m["text"].rstrip())))
        b = a + len(item.quote(a, b).rstrip())
        cues = item.negations if pattern is not _RELATIVE else _outer(item, statements, a, b)
        # "on day 1" is a schedule as well, "in the study eye" a route
        dosed = pattern is not _WHEN and s.kind != "condition"
        free = _is_free(item, statements, a, b, cues=cues, dosed=dosed)
        if free and (pattern in _AS_IS or _is_place(item.quote(a, b))):
            _owner(item, s, statements, m.group()).qualify(a, b, item.quote(a, b))
            at, word = b, _word_at(item, b)
    _any_phrase(item, s, statements, at, stop)


def _word_at(item: Item, at: int) -> str:
    m = _NEXT_WORD.match(item.text, at - item.start)
    return m[1].lower() if m else ""


def _any_phrase(item: Item, s: Statement, statements: list[Statement], at: int, stop: int) -> None:
    """A phrase that is no deed ("to understand"), and whole: no part of a list ("in the medial or lateral part")."""
    willing = s.subject is not None and s.subject.value.get("state") == "willingness"
    if s.kind == "state" and not willing:
        return
    timed = [f.start for f in (*item.windows, *item.durations, *item.thresholds) if at <= f.start < stop]
    stop = min([stop, *timed])
    m = (_DEED if willing else BEHIND).match(item.text, at - item.start, stop - item.start)
    if (
        m is None
        or not m["text"].strip()
        or _GOES_ON.match(item.text, m.end())
        or (m["how"] in ("to", "To") and not _names(m["text"]))
    ):
        return
    a = item.start + m.start("text")
    b = a + len(m["text"].rstrip())
    last = m["text"].split()[-1].lower()
    whole = last not in STOP_WORDS and len(last) > 1
    cues = [n for n in item.negations if not willing or n.start >= a]  # "abstain from" is the deed's own
    if whole and _is_free(item, statements, a, b, cues=cues) and _is_place(item.quote(a, b)):
        _owner(item, s, statements, m.group()).qualify(a, b, item.quote(a, b))


def _names(words: str) -> bool:
    """`to important organs`, not "to understand"."""
    first = words.lower().split()[1:2]  # none where a bracket or the sentence's end stands behind "to"
    return bool(first) and (is_adjective(first[0]) or is_listed(first[0]))


def _owner(item: Item, s: Statement, statements: list[Statement], tail: str) -> Statement:
    """Behind the comma that ends an exception its base: "any drug, except metformin, at study entry"; and of a clause
    the base that names no more than a kind: "conditions other than gout which limit walking"."""
    cues = [
        c
        for c in item.contexts
        if c.label == "EXCEPTION" and c.end <= s.at and item.segments.same(c.start, s.at)
    ]
    base = [x for x in statements if cues and x.end <= cues[-1].start and item.segments.same(x.at, s.at)]
    if not base:
        return s
    named = item.quote(base[-1].at, base[-1].end).lower() in generic_labels()
    of_kind = (named or base[-1].source in _KINDS_ALONE) and _WHICH_TELLS.match(tail)
    return base[-1] if of_kind or tail.startswith(",") else s


def _is_place(words: str) -> bool:
    last = words.split()[-1]
    return not (NO_PLACE.search(words) or is_adjective(last) or is_listed(last))


def _is_free(
    item: Item,
    statements: list[Statement],
    a: int,
    b: int,
    *,
    cues: list[Finding] | None = None,
    dosed: bool = True,
) -> bool:
    """Nothing is read of it yet: no mention, no number, no time, none of the `cues` that deny, no dose if `dosed`."""
    found = (
        *item.mentions, *item.thresholds, *item.windows, *item.durations, *item.contexts,
        *(item.doses if dosed else ()), *(item.negations if cues is None else cues),
    )  # fmt: skip
    if any(f.overlaps(a, b) for f in found) or _DIGIT.search(item.quote(a, b)):
        return False
    return not meets((a, b), (e for s in statements for e in s.taken))


def _outer(item: Item, statements: list[Statement], a: int, b: int) -> list[Finding]:
    """The cues but those that a clause at [a, b) holds, and that deny nothing behind it."""
    return [n for n in item.negations if n.start < a or _governs(n, statements, b)]


def _governs(n: Finding, statements: list[Statement], begin: int) -> bool:
    """Whether a cue denies one of the statements that stand behind a place."""
    _, hi = n.value.get("scope") or (0, 0)
    return any(begin <= s.at < hi for s in statements)


def _adjective(item: Item, s: Statement, statements: list[Statement]) -> None:
    """`hypertension, uncontrolled`, `varicose veins (clinically significant or symptomatic)`."""
    if s.kind != "condition":
        return
    at = s.end - item.start
    m = _ADJECTIVE.match(item.text, at) or _BRACKETED.match(item.text, at)
    if m is None:
        return
    a, b = item.start + m.start("text"), item.start + m.end("text")
    told = run_before(m["text"], kind="measurement").extent  # listed words alone
    if told == (0, b - a) and _is_free(item, statements, a, b):
        s.qualify(a, b, m["text"])


def _than_those(item: Item, s: Statement, statements: list[Statement]) -> None:
    m = _THAN_THOSE.match(item.text, s.end - item.start)
    if m is None or not _OTHER.search(item.quote(item.segments.bounds(s.at)[0], s.at)):
        return
    a, b = item.start + m.start("text"), item.start + m.end("text")
    if not any(f.overlaps(a, b) for f in (*item.windows, *item.thresholds)):
        s.qualify_apart(a, b, m["text"])
