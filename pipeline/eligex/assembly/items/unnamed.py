"""What a negation governs and nothing names: `no other treatment`, `unable to operate the pump`.

Some of it is an entity only, of which nothing is stated: what another thing prevents, the deed of a state
("unable to complete the questionnaire"), a treatment that something is without ("untreated").
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligex.assembly.items.deeds import (
    DEED_ENDS,
    MAX_WORDS,
    TELLING,
    as_entity,
    ceases,
    deed,
    is_named,
    is_verdict,
    list_end,
    no_finding,
    with_objects,
)
from eligex.assembly.items.naming import is_bare, is_new
from eligex.assembly.items.phrases import phrase_before
from eligex.assembly.items.premodifiers import is_adjective, is_listed
from eligex.components.findings import Finding, between, by_position, overlapping
from eligex.components.negation.engine import governs
from eligex.components.negation.scopes import SPAN
from eligex.text.scan import Scanner
from eligex.vocab.tables import table

# Behind the noun something else than a word that it only modifies ("disease progression", "treatment plan").
NOUN_ENDS = (
    r"(?=\s*(?:$|[,.;:)(]|-$)|\s+(?:for|of|to|that|which|who|affecting|causing|requiring|interfering|expected|known"
    r"|likely|and|or|in|at|on|within|during|prior|until|before|after|since|other|currently|is|are|was|were|has|have)\b)"
)
_ANNOUNCED = re.compile(r"\b(?:following|th(?:is|ese|ose)|such|above|below|study|trial)\s+$", re.IGNORECASE)
_DETERMINERS = re.compile(r"(?:(?:a|an|the|any|other|known|of|to|be)\s+)*", re.IGNORECASE)
_CRITERIA = re.compile(
    r"(?:(?:specific|further|additional|exclusion|inclusion|eligibility)\s+)*criteria\b", re.IGNORECASE
)
_APPROVAL = re.compile(r"(?:regulatory|marketing|FDA)\s+approval\b", re.IGNORECASE)  # of a drug
_PARTICIPLE = re.compile(r"\b(?:un)?treated\b", re.IGNORECASE)
_LINK = re.compile(r"\b(?:of|for|to|in|on|by|from|at)\s", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\s*,?\s+(?:that|which|affecting|causing|requiring|interfering|precluding|preventing|known\s+to|likely\s+to|expected\s+to"
    r"|(?:judged|deemed|considered|determined|felt)\s)",
    re.IGNORECASE,
)
_EXAMPLES = r"(?=\s*[,(\[]?\s*(?:including|such\s+as|like|e\.?\s?g\b|for\s+example)\b)"
_BRACKET = re.compile(r"\s*\((?:[^()]|\([^()]*\)){1,300}\)")
# what is told of it is told of something else
_OBJECT = re.compile(
    r"\b(?:for|from|to|by|in|on|with\s+no|(?<!history\s)(?<!evidence\s)(?<!presence\s)(?<!signs\s)(?<!symptoms\s)of)\s+(?:(?:an?|the|any|other)\s+)*\Z",
    re.IGNORECASE,
)
_CAUSE = re.compile(r"\b(?:causes?|a?etiolog(?:y|ies))\Z", re.IGNORECASE)
_EFFECT = re.compile(r"\s+(?:of|for)\s+", re.IGNORECASE)
_WORDS = re.compile(r"(?:[\w'-]+\s+){0,4}")
_OR_ELSE = re.compile(r"\s(?:or|and|and/or)\s+(?:[\w'-]+\s+)?", re.IGNORECASE)
_CONTRAINDICATION = Scanner(re.compile(r"\bcontra-?\s?indications?\b", re.IGNORECASE))
_MEMBER_BEGINS = re.compile(
    r"(?:^|[,;/(.*-]|\b(?:or|and|and/or|of|with|ha[sd]|have|having|any|other))\s*"
    r"(?:(?:any|other|an?|known|history\s+of|presence\s+of)\s+)*\Z",
    re.IGNORECASE | re.MULTILINE,
)
_MEMBER_ENDS = re.compile(
    r"\s*(?:$|[,.;)]|(?:or|and|that|which|(?:within|during|in\s+the\s+(?:past|last|previous))(?![^.;]{0,160}(?:includ|such\s+as|e\.g))"
    r"|in\s+the\s+(?:opinion|judge?ment)"
    r"|as\s+(?:judged|specified|determined|assessed))\b)",
    re.IGNORECASE | re.MULTILINE,
)
_OR_BEFORE = re.compile(
    r"\w\s+or\s+(?:(?:prior|previous|current|recent|ongoing|use|usage|using|tak(?:es?|ing)|receiv(?:es?|ing)|of)\s+)*\Z",
    re.IGNORECASE,
)
_TREATS = re.compile(
    r"\s+(?:(?:used|given|intended)\s+)?to\s+(?:treat|control|manage|prevent)\s", re.IGNORECASE
)
_TIMED_WITH = re.compile(rf"\s+{SPAN}\s+with\s", re.IGNORECASE)
_ABNORMAL = re.compile(r"\babnormalit(?:y|ies)\Z", re.IGNORECASE)
_SEEN_ON = re.compile(r"\s+(?:on|in|of)\s+(?:(?:an?|the|any|either)\s+)*", re.IGNORECASE)
_LEAD = 32  # characters
# "class IV disease", "concurrent condition", "untreated disease": of what nobody knows
_NO_STATE = re.compile(
    r"\b(?:\w{1,3}|con(?:current|comitant)|co-?existing|untreated|treated|prior|previous|active|other|new)\b",
    re.IGNORECASE,
)
_ILL = re.compile(
    r"(?:conditions?|diseases?|disorders?|problems?|illness(?:es)?|(?:comorbidit|patholog)(?:y|ies))",
    re.IGNORECASE,
)
_DENIES = ("negation", "cessation")
_WIDEST = 300
_CEASED = 1200  # characters of what one is unable to refrain from
_LISTED = 120  # characters of drugs that go on behind what is governed: "suspend zidovudine (AZT)"


def unnamed(text: str, negations: Sequence[Finding], mentions: Sequence[Finding]) -> list[Finding]:
    """Generic nouns (CONDITION, DRUG, PROCEDURE) and deeds (STATE) that a cue of `negations` governs.

    `text` is folded, `mentions` are sorted by position; what overlaps one of them is named already.
    """
    found: dict[tuple[int, int], Finding] = {}
    for cue in negations:
        if cue.value["category"] in _DENIES:
            new = _nouns(text, cue)
        else:
            new = deed(text, cue) if cue.value["category"] == "inability" else iter(())
        for f in new:
            if _is_told_behind(text, f, mentions):
                continue
            end = max(f.end, list_end(cue, negations))
            named = overlapping(mentions, f.start, end + _LISTED, widest=_WIDEST)
            if ceases(text, f):
                named = overlapping(mentions, f.start, f.end + _CEASED, widest=_WIDEST)
            told = ceases(text, f) or any(m.start < f.end for m in named)
            whole = with_objects(text, cue, f, named, end) if told else f
            if whole is not None:
                whole = _with_effect(text, whole, mentions)
                found.setdefault((whole.start, whole.end), whole)
    return by_position(found.values())


def _is_told_behind(text: str, f: Finding, mentions: Sequence[Finding]) -> bool:
    """`no treatment within 8 weeks with steroids`, `no abnormalities on ECG`: what is denied is named behind it."""
    if m := _TIMED_WITH.match(text, f.end):
        return bool(between(mentions, m.end(), m.end() + _LEAD))
    m = _SEEN_ON.match(text, f.end) if _ABNORMAL.search(text, f.start, f.end) else None
    tests = between(mentions, m.end(), m.end() + _LEAD) if m else []
    return any(x.label in ("PROCEDURE", "MEASUREMENT") and not is_new(x) for x in tests[:1])


def _with_effect(text: str, f: Finding, mentions: Sequence[Finding]) -> Finding:
    """`no other cause of anemia or fatigue`: the cause together with what it is a cause of."""
    link = _EFFECT.match(text, f.end) if _CAUSE.search(text, f.start, f.end) else None
    if link is None:
        return f
    end = f.end
    for m in between(mentions, link.end(), link.end() + _LISTED):
        gap = text[max(end, link.end()) : m.start]
        if m.label == "CONDITION" and m.end > end and (_WORDS if end == f.end else _OR_ELSE).fullmatch(gap):
            end = m.end
    return replace(f, end=end)


def contraindications(text: str) -> list[Finding]:
    """The word alone, of which `objects.governing` makes a statement together with what it is to."""
    name = "contraindication"
    found = _CONTRAINDICATION.finditer(text)
    return [Finding(m.start(), m.end(), "CONDITION", f"assembly:{name}", name) for m in found]


def whole_items(
    text: str, criteria: Sequence[Finding], negations: Sequence[Finding], mentions: Sequence[Finding]
) -> list[Finding]:
    """`Does not have a telephone`: where nothing of an item is named, what its cue governs (STATE)."""
    found = []
    for c in criteria:
        own = [n for n in between(negations, c.start, c.end) if n.value["kind"] == "pre"]
        if len(own) != 1 or own[0].value["category"] not in _DENIES or between(mentions, c.start, c.end):
            continue
        lo, hi = own[0].value["scope"]
        if hi > c.end or text[c.start : c.end].rstrip().endswith(":"):
            continue
        stop = DEED_ENDS.search(text, lo, hi)
        lead = _DETERMINERS.match(text, lo, hi)
        start = lead.end() if lead else lo
        end = start + len(text[start : stop.start() if stop else hi].rstrip())
        says = TELLING.search(text, start, end) and not _CRITERIA.match(text, start, end)
        says = says and not (is_verdict(text, own[0], start) or _APPROVAL.match(text, start, end))
        if says and len(text[start:end].split()) <= MAX_WORDS:
            found.append(Finding(start, end, "STATE", "assembly:negated-clause"))
    return found


def general_items(text: str, criteria: Sequence[Finding], mentions: Sequence[Finding]) -> list[Finding]:
    """`Serious medical illness`, `drugs that interact with warfarin`: where an exclusion names no more than a kind of
    thing, that kind (CONDITION, DRUG or PROCEDURE), as far as words beside it narrow it."""
    labels, found = generic_labels(), []
    for c in criteria:
        inside = between(mentions, c.start, c.end)
        if (
            c.value["section"] != "exclusion"
            or text[c.start : c.end].rstrip().endswith(":")
            or any(_tells(m, text) for m in inside)
        ):
            continue
        for m in _generic().finditer(text, c.start, c.end):
            phrase = phrase_before(
                text, _behind_link(text, c.start, m.start()), m.end(), source="assembly:general"
            )
            if phrase is None or text.endswith("to ", 0, phrase.start) or text.startswith(":", m.end()):
                continue
            if not (_CLAUSE.match(text, m.end()) or _is_narrow(text[phrase.start : m.start()])):
                continue
            found.append(replace(phrase, end=m.end(), label=labels[m[0].lower()]))
            if _CLAUSE.match(text, m.end()):
                break  # what follows is told of it
    return found


def headed_items(
    text: str, criteria: Sequence[Finding], negations: Sequence[Finding], mentions: Sequence[Finding]
) -> list[Finding]:
    """`Uncontrolled intercurrent illness including gout`: the kind of illness (CONDITION) before its examples, where
    words or a clause behind the examples narrow it, no cue governs it and it is nothing's object."""
    found = []
    for c in criteria:
        if c.value["section"] != "exclusion":
            continue
        for m in _exemplified().finditer(text, c.start, c.end):
            first = _behind_link(text, c.start, m.start())
            phrase = phrase_before(text, first, m.end(), source="assembly:general")
            cues = between(negations, c.start, m.start())
            if phrase is None or any(governs(n, *m.span()) for n in cues):
                continue
            named = any(not is_new(x) for x in between(mentions, phrase.start, m.end()))
            is_object = _OBJECT.search(text, c.start, phrase.start)
            narrow = _is_narrow(text[phrase.start : m.start()]) or _is_told(text, m.end())
            if narrow and not named and not is_object:
                found.append(replace(phrase, end=m.end(), label="CONDITION"))
                found += _joined_before(text, c.start, phrase, mentions)
    return found


def _joined_before(text: str, begin: int, f: Finding, mentions: Sequence[Finding]) -> list[Finding]:
    """`condition` of "a condition or abnormality (e.g. gout) that …", where it ends no name."""
    m = _kind_before().search(text, max(begin, f.start - _LEAD), f.start)
    if m is None or any(not is_new(x) for x in overlapping(mentions, *m.span("kind"), widest=_WIDEST)):
        return []
    first = _behind_link(text, begin, m.start("kind"))
    phrase = phrase_before(text, first, m.end("kind"), source="assembly:general")
    return [replace(phrase, end=m.end("kind"), label="CONDITION")] if phrase is not None else []


def _is_told(text: str, end: int) -> bool:
    """`disease (e.g. asthma) that may interfere`: whether a clause stands right behind the bracket of its examples."""
    closed = _BRACKET.match(text, end)
    return closed is not None and _CLAUSE.match(text, closed.end()) is not None


def general_members(
    text: str, criteria: Sequence[Finding], negations: Sequence[Finding], mentions: Sequence[Finding]
) -> list[Finding]:
    """`serious concomitant illness` in a list of an exclusion with things that are named (CONDITION), `procedure` of
    "gastric ulcer or procedure that may affect absorption" (DRUG or PROCEDURE)."""
    labels, found = generic_labels(), []
    for c in criteria:
        if c.value["section"] != "exclusion" or not any(
            _tells(m, text) for m in between(mentions, c.start, c.end)
        ):
            continue
        for m in _generic().finditer(text, c.start, c.end):
            label = labels[m[0].lower()]
            start = (
                _member_start(text, c.start, m) if label == "CONDITION" else _joined_start(text, c.start, m)
            )
            if start is None or any(governs(n, *m.span()) for n in between(negations, c.start, m.start())):
                continue
            if not any(_tells(x, text) for x in overlapping(mentions, start, m.end(), widest=_WIDEST)):
                found.append(Finding(start, m.end(), label, "assembly:general"))
    return found


def _member_start(text: str, begin: int, m: re.Match[str]) -> int | None:
    """Where a member begins of which the noun is the last word, if words narrow it; else None."""
    phrase = phrase_before(text, begin, m.end(), source="assembly:general")
    if phrase is None or not _MEMBER_ENDS.match(text, m.end()) or _LINK.search(text, phrase.start, m.start()):
        return None
    opens = not text[begin : phrase.start].strip()
    is_member = opens or _MEMBER_BEGINS.search(text, max(begin, phrase.start - _LEAD), phrase.start)
    narrow = is_member and _is_narrow(_NO_STATE.sub(" ", text[phrase.start : m.start()]))
    return phrase.start if narrow and _ILL.fullmatch(m[0]) else None


def _joined_start(text: str, begin: int, m: re.Match[str]) -> int | None:
    """Where it begins if it is the last of a pair and a clause tells of it; else None."""
    joined = _OR_BEFORE.search(text, max(begin, m.start() - _LEAD), m.start())
    told = _CLAUSE.match(text, m.end()) or _TREATS.match(text, m.end())
    return m.start() if joined and told else None


def _behind_link(text: str, start: int, at: int) -> int:
    return max([start, *(link.end() for link in _LINK.finditer(text, start, at))])


def _tells(m: Finding, text: str) -> bool:
    return not (is_bare(m, text[m.start : m.end]) or m.value.get("state") == "investigator_judgement")


def _is_narrow(words: str) -> bool:
    return any(is_listed(word) or is_adjective(word) for word in words.lower().split())


def unstated(text: str, negations: Sequence[Finding], spans: Sequence[Finding]) -> list[Finding]:
    """Deeds (CONDITION) and participles (PROCEDURE) that a cue of `negations` governs, for the entities alone.

    `text` is folded, `spans` are the entities so far, sorted by position.
    """
    found: dict[tuple[int, int], Finding] = {}
    for cue in negations:
        deeds = (f for f in deed(text, cue) if not no_finding(text, f))
        for f in (*deeds, *_participles(text, cue)):
            if not is_named(f, spans):
                found.setdefault((f.start, f.end), as_entity(f))
    return by_position(found.values())


def _nouns(text: str, cue: Finding) -> Iterator[Finding]:
    lo, hi = cue.value["scope"]
    labels = generic_labels()
    for m in _generic().finditer(text, lo, hi):
        gone = cue.value["kind"] == "tail" and m[0].lower() == "disease"  # "disease-free for 5 years"
        if gone or not governs(cue, *m.span()) or _ANNOUNCED.search(text, max(lo, m.start() - 20), m.start()):
            continue
        phrase = phrase_before(
            text, _behind_link(text, lo, m.start()), m.end(), source="assembly:negated-noun"
        )
        label = labels[m[0].lower()]
        if phrase is None or (label == "PROCEDURE" and text[lo : phrase.start].rstrip().endswith(")")):
            continue  # "inotrope (vasopressor) therapy" is named
        yield replace(phrase, end=m.end(), label=label)


def _participles(text: str, cue: Finding) -> Iterator[Finding]:
    lo, hi = cue.value["scope"]
    if cue.value["kind"] == "prefix":
        lo = min(lo, cue.start)
    for m in _PARTICIPLE.finditer(text, lo, hi):
        if governs(cue, *m.span()):
            yield Finding(m.start(), m.end(), "PROCEDURE", "assembly:negated-participle", "treatment")


@functools.cache
def generic_labels() -> dict[str, str]:
    """The nouns that name a kind of thing only ("medication") with its label."""
    return {row["name"]: row["label"] for row in table("generic_names") if row["label"]}


@functools.cache
def _generic() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, generic_labels()), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})(?!\w|-\w){NOUN_ENDS}", re.IGNORECASE)


@functools.cache
def _exemplified() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_kinds()})(?!\w|-\w){_EXAMPLES}", re.IGNORECASE)


@functools.cache
def _kind_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?P<kind>{_kinds()})(?:\s+(?:or|and|and/or)\s+|/)(?:any\s+|other\s+)*\Z", re.IGNORECASE
    )


def _kinds() -> str:
    kinds = [name for name, label in generic_labels().items() if label == "CONDITION"]
    return "|".join(sorted(map(re.escape, kinds), key=len, reverse=True))
