"""Brackets right behind a name that narrow it: `hepatitis (B or C)`, `steroids (oral or intravenous)`, `a fracture
(of the hip)`.

Types by letter or number, adjectives, and a phrase become a qualifier, whole or not at all; a bracket that holds
something that is asked for by itself, a bound, a time or a verdict is read elsewhere.
"""

import re

from eligex.assembly.beside.tails import NO_PLACE
from eligex.assembly.forms.extents import meets
from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.items.premodifiers import is_adjective, is_listed
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.negation import governs

_AND = r"\s*(?:,\s*(?:(?:and/or|and|or)\s+)?|/|&|-|\b(?:and/or|and|or|to|through)\b)\s*"
_TYPE = r"(?:types?\s+)?(?:(?-i:[A-E])|I{1,3}|IV|V|[1-9])"
_TYPES = re.compile(
    r"(?:(?:sub-?)?types?|stages?|class(?:es)?|variants?)\s+\w+(?:\s*(?:-|/|,|or|and|to)\s*(?:(?-i:[A-E])|I{1,3}|IV|V|[1-9]))*"
    rf"|(?-i:T[0-4x][a-c]?)?(?-i:N[0-3x][a-c]?)?(?-i:M[01x][a-c]?)|{_TYPE}(?:{_AND}{_TYPE})+",  # "(2)" numbers a list
    re.IGNORECASE,
)
_PLACE = (
    r"(?:chest|thorax|abdomen|pelvis|head|neck|brain|spine|knees?|hips?|shoulders?|elbows?|breasts?|lungs?|liver|heart"
    r"|arms?|legs?|hands?|wrists?|ankles?|foot|feet|eyes?|skin|bones?|prostate|bladder|colon|rectum|stomach)"
)
_SIDE = re.compile(  # where it is
    rf"{_PLACE}(?:{_AND}{_PLACE})*|"
    r"(?:(?:in|of|on|to)\s+)?(?:(?:the|either|both)\s+)?(?:target|index|study|affected|treated|operated|operative|same|left|right|ipsilateral"
    r"|contralateral|fellow|dominant)\s+[a-z]+",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"(?P<first>(?:\w+ly\s+)?[a-z][a-z-]*)(?:{_AND}(?:\w+ly\s+)?[a-z][a-z-]*){{0,6}}", re.IGNORECASE
)
_WORD = re.compile(r"[a-z][a-z-]*", re.IGNORECASE)
_BETWEEN = re.compile(  # the head that the name left to be told: "hepatitis (B or C) virus infection"
    r"\s*(?:(?:infections?|virus(?:es)?|diseases?|therapy|treatments?|medications?|drugs?|agents?)\s*)?\(\s*",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"\s*(?:(?:with(?:out)?(?!\s+(?:or|and|the\s+exception|exception|at\s+least|regard|respect)\b)|due\s+to|secondary\s+to|caused\s+by"
    r"|associated\s+with|resulting\s+(?:from|in)|(?:indicative|suggestive)\s+of|consistent\s+with|characteri[sz]ed\s+by"
    r"|manifested\s+by|leading\s+to|of|involving|affecting|despite|(?:documented|confirmed|proven)\s+(?:by|on|in|with|either))\s+\w|not\s+(?:\w+ly\s+|well\s+)?\w+(?:ed|able)\s*\Z)",
    re.IGNORECASE,
)
_KINDS = ("condition", "drug", "procedure")
_JOINTS = ("or", "and", "to", "through")
_NARROWS = {"other", "otherwise", "any", "both", "either", "all"}
_VERDICTS = re.compile(
    r"(?:un)?(?:known|accept\w+|allow\w+|permit\w+|exclud\w+|includ\w+|optional|required)", re.IGNORECASE
)
# how a drug is given
_ROUTES = re.compile(
    r"(?:inject(?:ed|able|ions?)|infus(?:ed|ions?)|inhal(?:ed|ations?)|i\.?v|i\.?m|s\.?c|parenteral(?:ly)?|oral(?:ly)?|topical(?:ly)?|nasal|rectal"
    r"|tablets?|capsules?|patch(?:es)?|creams?|ointments?|drops?|sprays?|suppositor(?:y|ies)|implants?|depot|prescription|over-the-counter)",
    re.IGNORECASE,
)


def narrow_by_brackets(item: Item, statements: list[Statement]) -> list[Statement]:
    """Qualifies each name by the bracket behind it, where that only narrows it; what a phrase names states nothing."""
    for a, b in item.segments.brackets:
        words = item.quote(a + 1, b - 1)
        begin = a + 1 + len(words) - len(words.lstrip())
        extent = begin, begin + len(words.strip())
        for s in [s for s in statements if _is_owner(item, s, a)]:
            inside = [x for x in statements if a < x.at < b]
            phrase = _PHRASE.match(words) is not None and not NO_PLACE.search(words)
            if not (phrase or (not inside and _lists(words.strip(), s.kind))):
                continue
            if _is_free(item, s, statements, extent, phrase=phrase):
                s.taken |= s.unqualify_within(*extent)  # a part of the phrase
                s.qualify(*extent, item.quote(*extent))
                _take_time(s, inside, b)
                statements = others(statements, inside)
    return statements


def _take_time(s: Statement, inside: list[Statement], end: int) -> None:
    """A window behind the bracket is of what it narrows."""
    behind = [x.window for x in inside if x.window is not None and x.window.start >= end]
    if behind and s.window is None:
        s.window = behind[-1]
        s.take(s.window.start, s.window.end)


def _is_owner(item: Item, s: Statement, at: int) -> bool:
    """Whether the bracket at a position stands right behind its name."""
    if s.subject is None or s.threshold is not None or s.kind not in _KINDS or s.is_elided:
        return False
    m = _BETWEEN.match(item.text, s.subject.end - item.start)
    return s.subject.end <= at and m is not None and item.text.find("(", m.start()) == at - item.start


def _lists(words: str, kind: str) -> bool:
    """Whether it lists types of a disease, or adjectives."""
    if (kind == "condition" and _TYPES.fullmatch(words)) or _SIDE.fullmatch(words):
        return True
    if not _WORDS.fullmatch(words):
        return False
    told = [w.lower() for w in _WORD.findall(words) if w.lower() not in _JOINTS]
    return all(_is_narrowing(w, kind) for w in told) and any(w not in _NARROWS for w in told)


def _is_narrowing(word: str, kind: str) -> bool:
    if _VERDICTS.fullmatch(word):
        return False
    if word.endswith("ly") or word in _NARROWS or is_adjective(word) or is_listed(word):
        return True
    return kind != "condition" and _ROUTES.fullmatch(word) is not None


def _is_free(
    item: Item, s: Statement, statements: list[Statement], extent: tuple[int, int], *, phrase: bool
) -> bool:
    """Nothing in it is timed, bounded or carved out, and nothing else rests on it; only a phrase may deny."""
    found = [
        *item.thresholds,
        *item.windows,
        *item.durations,
        *item.contexts,
        *(() if phrase else item.negations),
    ]
    if any(f.overlaps(*extent) and f.value.get("kind") != "prefix" for f in found):
        return False
    outer = [x for x in statements if not extent[0] <= x.at < extent[1]]
    behind = [x.subject for x in outer if x.subject is not None and x.at >= extent[1]]
    cues = [n for n in item.negations if n.overlaps(*extent)]
    own = {e for e in s.aside if extent[0] <= e[0] and e[1] <= extent[1]} if phrase else set()
    return not meets(extent, (e for x in outer for e in x.taken - own)) and not any(
        governs(n, f) for n in cues for f in behind
    )
