"""A noun phrase is one thing: what is named before its head or behind its preposition narrows it, and states nothing.

`bleeding tumor`, `hospitalization for asthma`, `muscle relaxants when taking tramadol`; and where the head is a
noun that no vocabulary knows, the phrase is named by its words: `revision of arthroplasty`.
"""

import functools
import re
from dataclasses import replace
from itertools import pairwise

from eligex.assembly.naming import is_new
from eligex.assembly.polarity import governs
from eligex.assembly.premodifiers import is_adjective
from eligex.assembly.reach import limit, reach
from eligex.assembly.reading import Item, kind_of
from eligex.assembly.spread import listed
from eligex.assembly.statement import Statement
from eligex.assembly.unnamed import NOUN_ENDS, generic_labels
from eligex.components.findings import Finding
from eligex.vocab.tables import table

_THINGS = {"condition", "procedure", "drug"}
_INNER = {*_THINGS, "state"}
_WORD = (  # of a complement, before what is named in it
    r"(?!(?:and|or|and/or|but|who|whom|whose|that|which|is|are|was|were|be|been|has|have|had|will|would|may|might|can|could|must"
    r"|should|shall|not|no|without|other|than|except|unless|if|where|defined|example|instance|including|includes?|such|with|patients?|subjects?|participants?|individuals?|persons?|people"
    r"|(?:wo)?m[ae]n|(?:fe)?males?|children|adults?|volunteers?|donors?|entry|enrol\w+|screening|baseline|randomi\w+|admission)\b)"
    r"(?:(?:\d+(?:st|nd|rd|th)|(?:treatment|therapy|treated|prophylaxis)\s+with|[^\W\d][\w'’-]*)\s+)"
)
_TAKING = (
    r"(?:(?:concomitantly|currently|concurrently)\s+)?(?:taking|receiving|using|on|undergoing|treated\s+with)"
)
_LINK = re.compile(
    rf"""\s*(?:\([^()]{{1,20}}\)\s*)?(?:(?P<noun>(?-i:(?!use|usage|history|diagnosis|patients?|subjects?|participants?|individuals?|persons?|people|wom[ae]n|m[ae]n|children)[a-z]+))\s+)?\(?(?P<text>(?P<link>
        of | in(?!\s+(?:addition|combination|conjunction|case|particular)\b) | from | on | by | during | under | despite | against | until | before | after
      | following | using | via | containing(?:\s+\w+\s+such\s+as)? | (?P<when>(?:when|while)\s+{_TAKING}) | for | at\s+(?:\w+\s+)?risk\s+of | to
      | as(?!\s+(?:well|much|long|far|soon)\b)(?=\s+(?:an?|the|part|their|his|her)\b)
      | (?:consistent|in\s+connection)\s+with | (?:suggestive|indicative)\s+of | (?:attributed|attributable|related|due|secondary)\s+to
      | (?:caused|induced)\s+by )\s+
      (?:{_WORD}){{0,5}})""",
    re.IGNORECASE | re.VERBOSE,
)
_TIMES = {"before", "after", "following"}  # of a procedure they tell a time: `anchors.py`
_ADJACENT = re.compile(r"[ -]|\s*\n\s*")
_NAMES_A_KIND = re.compile(
    r"infections?|diseases?|disorders?|syndromes?|surger(?:y|ies)|procedures?|(?:chemo)?therap(?:y|ies)|treatments?", re.IGNORECASE
)
_SINGULAR = re.compile(r"(?:[^s]|ss|us|is)\Z", re.IGNORECASE)
_FUNCTION = re.compile(r"(?:plus|in|on|with|during|despite|only|especially|of|for|from|to|as|by)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-Z][a-z]{2}")
_LOST = re.compile(
    rf"\b(?P<head>[a-z]{{3,}}(?:-[a-z]+)*)\s+(?P<link>of|for|from|in)\s+(?:(?!(?:of|for|from|in|to|on|at|by|with|while|when|as)\b){_WORD}){{0,3}}\Z",
    re.IGNORECASE,
)
_REACH = 90
_NOUN = re.compile(
    r"(?:tions?|sions?|ments?|ances?|ences?|ity|ities|sis|ses|ness|findings?|-?ups?|changes?|increases?)\Z",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(
    r"(?:as|for|with|because|out|free|capable|aware|off|regardless|instead|inside|outside|ahead|short|afraid|suspected|accused"
    r"|composed|made|consist\w*|suffer\w*|because|all|most|some|many|few|none|both|each|half|\w+ing|[\w-]*(?:days?|weeks?|months?|years?"
    r"|hours?|times?|dates?|days?|li(?:fe|ves))|\w+ly|here|there|or|and|not)\Z",
    re.IGNORECASE,
)
_TREATED = re.compile(r"(?:treated|hospitali[sz]ed|operated|admitted)\Z", re.IGNORECASE)
_STUDY = re.compile(r"stud(?:y|ies)|trials?")
_TREATMENTS = ("DRUG", "PROCEDURE")
_METHODS = {"by", "on", "using", "via"}  # of a bound: `support.py`
_ORIGINS = {"from", "due to", "secondary to", "related to", "attributed to", "attributable to", "caused by"}
_UNTIL = {"before", "until", "during"}
_RESULTS = re.compile(r"positiv|negativ|serolog|test|screen|assay", re.IGNORECASE)
_CONJUNCTION = re.compile(r",?\s*\b(?:or|and|and/or)\s+", re.IGNORECASE)
_NEXT_PHRASE = re.compile(r"\b(?:OR|AND)\b(?=[^.]*[a-z])")
_OF_ITS_OWN = re.compile(r"\s+(?:of|in|from)\s", re.IGNORECASE)
_NOUNS_BEHIND = re.compile(
    r"(?:[\s-]+(?!(?:includ\w+|such|due|because|despite|using|via|per|plus|than|when|while|under|against|without|with|by|if|as"
    r"|\w+ed|\w+ing|\w+ly)\b)[a-z-]+){0,2}?" + NOUN_ENDS,
    re.IGNORECASE,
)
_DETERMINER = re.compile(r"\b(?:the|an?|any|his|her|their|its)\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:of|in|for|from|to|on|with|by)\b", re.IGNORECASE)
_SHORT_FORM = re.compile(r"\((?:s|es|[A-Za-z0-9-]{2,10})\)")
_BESIDE = re.compile(r"\b([a-z]+)\s*(?:or|and|and/or|/|,)\s*\Z", re.IGNORECASE)


def within_phrases(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements, sorted by `at`, without those of what only narrows another; heads that were lost are named."""
    kept: list[Statement] = []
    told: list[tuple[int, int]] = []
    for s in statements:
        if s.threshold is None and any(a <= s.at < b for a, b in told):
            continue
        last = _last_before(item, kept, s) if _may_narrow(s) else None
        if last is not None and (link := _linked(item, last, s)) is not None:
            told.append(_complete(item, kept, last, s, link, statements))
            continue
        if last is not None and _is_adjunct(item, last, s):
            kept = [x for x in kept if x is not last]
            s = _narrowed(item, last, s)
        elif (head := _lost_head(item, s)) is not None:
            s = _headed(item, s, head, statements)
            told.append((s.at, s.end))
        kept.append(s)
    return kept


def _may_narrow(s: Statement) -> bool:
    return s.threshold is None and s.value is None and s.subject is not None and s.kind in _INNER | {"measurement"}


def _last_before(item: Item, kept: list[Statement], s: Statement) -> Statement | None:
    before = [x for x in kept if x.subject is not None and x.end <= s.at and item.segments.same(x.at, s.at)]
    last = max(before, key=lambda x: x.end, default=None)
    return last if last is not None and (_forbids(item, last) and _forbids(item, s)) else None


def _forbids(item: Item, s: Statement) -> bool:
    """Of what is asked for, the narrower and the wider both hold."""
    about = s.subject
    return item.section == "exclusion" or (about is not None and any(governs(n, about) for n in item.negations))


def _linked(item: Item, last: Statement, s: Statement) -> "re.Match[str] | None":
    """What links `s` to the head `last`, at document offsets, where nothing but that stands between the two."""
    if last.kind in ("age", "sex") or s.at - last.end > _REACH:
        return None
    gap = (last.end, s.at)
    if any(f.overlaps(*gap) for f in (*item.contexts, *item.negations, *item.thresholds)):
        return None
    m = _LINK.fullmatch(_untimed(item, *gap))
    if m is None or (m["noun"] and m["noun"] not in _generic() | _transparent()):
        return None
    if m["link"].lower().startswith("containing") and any(w in _generic() for w in m["text"].lower().split()[1:]):
        return None  # "epinephrine containing medications"
    return m if _fits(item, last, s, " ".join(m["link"].lower().split())) else None


def _fits(item: Item, last: Statement, s: Statement, link: str) -> bool:
    """Not what a bound counts or tells by its method, what a test looks for, or what an adjective is short of a noun."""
    assert last.subject is not None and s.subject is not None
    if (link in _TIMES and s.kind == "procedure") or (last.threshold and link in _METHODS):
        return False
    if last.kind == "score" and link not in _ORIGINS:
        return False
    if last.threshold and link == "of" and s.kind == "condition":
        return False
    if s.kind == "measurement" and link not in _UNTIL:
        return False
    return link != "for" or not _RESULTS.search(item.quote(last.at, last.subject.end))


def _untimed(item: Item, a: int, b: int) -> str:
    """The words of a gap, blanks for the times in it: "hospitalization within 3 months for asthma"."""
    words = item.quote(a, b)
    for f in (*item.windows, *item.durations):
        if a <= f.start and f.end <= b:
            words = words[: f.start - a] + " " * (f.end - f.start) + words[f.end - a :]
    return words


def _complete(
    item: Item, kept: list[Statement], last: Statement, s: Statement, link: "re.Match[str]", every: list[Statement]
) -> tuple[int, int]:
    """Gives the head what stands behind its preposition, and all that is listed there."""
    a, b = last.end + link.start("text"), _stop(item, s, every, last, link["text"])
    heads = [last]
    while link["when"] and (x := next((k for k in kept if listed(item, k, heads[-1])), None)):
        heads.append(x)
    for x in heads:
        x.qualify(a, b, item.quote(a, b))
        for e, text in zip(s.aside, s.qualifiers, strict=True):
            if e[0] >= b:
                x.qualify(*e, text)
    if not any(f.overlaps(last.end, s.at) for f in (*item.windows, *item.durations)):
        last.end = b
    return a, b


def _stop(item: Item, s: Statement, every: list[Statement], head: Statement | None, lead: str) -> int:
    """Where the list ends of which `s` is the first, behind the words of `lead`, before what has a bound of its own."""
    assert s.subject is not None
    label = s.subject.label
    if s.kind == "state":
        return s.end
    hi = min([limit(item, s.at), *(x.start for x in every if x.threshold and x.start > s.at)])
    labels = _TREATMENTS if label in _TREATMENTS else (label,)
    stop, _ = reach(item, s.at, hi, commas=False, examples=False, labels=labels)
    words = item.quote(s.end, stop)
    ends = [m.start() for m in _CONJUNCTION.finditer(words) if _opens_anew(item, s, s.end + m.end(), stop, head, lead)]
    ends += [m.start() for m in _NEXT_PHRASE.finditer(words)]
    stop = min([stop, *(s.end + e for e in ends)])
    brackets = (
        a for a, b in item.segments.brackets if s.end <= a < stop and not _SHORT_FORM.fullmatch(item.quote(a, b))
    )
    stop = min([stop, *brackets])
    return max(s.end, s.at + len(item.quote(s.at, stop).rstrip(" ,;\r\n")))


def _opens_anew(item: Item, s: Statement, at: int, stop: int, head: Statement | None, lead: str) -> bool:
    """Whether a conjunction joins another phrase: with a complement of its own, without the first one's article, or
    another disease than the one that tells of a disease by name ("bleeding from the tumor or ileus")."""
    follows = next((m for m in item.mentions if at <= m.start < stop and not item.is_bare(m)), None)
    if follows is None:
        return False
    words = item.quote(at, follows.start)
    if _PREPOSITION.search(words) or _OF_ITS_OWN.match(item.text, follows.end - item.start):
        return True
    named = head is not None and head.kind == "condition" and head.subject is not None and head.subject.code
    if named and follows.label == "CONDITION":
        return True
    return bool(_DETERMINER.search(lead)) and not _DETERMINER.search(words) and not s.is_elided


def _is_adjunct(item: Item, last: Statement, s: Statement) -> bool:
    """`bleeding` of "bleeding tumor"; not what a lost comma parts ("aromatase inhibitors anastrozole")."""
    if last.threshold or last.value or last.kind not in _THINGS or s.kind not in _INNER or s.is_elided or last.is_elided:
        return False
    assert last.subject is not None and s.subject is not None
    words, own = item.quote(last.at, last.subject.end), item.quote(s.at, s.subject.end)
    if not _ADJACENT.fullmatch(item.quote(last.end, s.at)) or not _SINGULAR.search(words):
        return False
    if _CAPITAL.match(own) or own.isupper() or _FUNCTION.match(own) or _RESULTS.search(own):
        return False
    if (last.kind, s.kind) == ("condition", "condition"):
        return _is_modifier(words) or not _is_listing(item, s)
    return (last.kind, s.kind) != ("drug", "drug") or own.lower().endswith("s")


def _is_modifier(words: str) -> bool:
    word = words.split()[-1].lower()
    return "-" in word or word.endswith("ing") or is_adjective(word)


def _is_listing(item: Item, s: Statement) -> bool:
    """Diseases one after another without commas, as in records that lost their line breaks: more than one such pair."""
    assert s.subject is not None
    known = [m for m in item.mentions if m.label == "CONDITION" and item.segments.same(m.start, s.at)]
    pairs = [(a, b) for a, b in pairwise(known) if _ADJACENT.fullmatch(item.quote(a.end, max(a.end, b.start)))]
    return len(pairs) > 1 or bool(s.subject.code and " " in item.quote(s.at, s.subject.end))


def _narrowed(item: Item, last: Statement, s: Statement) -> Statement:
    assert last.subject is not None and s.subject is not None
    same = last.kind in (s.kind, "drug")
    if same and _NAMES_A_KIND.fullmatch(item.quote(s.at, s.subject.end)):  # "syphilis infection", "taxane chemotherapy"
        whole = replace(last.subject, end=s.subject.end)
        last.subject, last.end = whole, max(last.end, s.end)
        last.take(whole.start, whole.end)
        return last
    start = min([last.at, *(a for a, b in last.aside if b <= last.at)])
    s.qualify(start, last.subject.end, item.quote(start, last.subject.end))
    s.start = min(s.start, last.start)
    return s


def _lost_head(item: Item, s: Statement) -> "re.Match[str] | None":
    """`revision` of "revision of arthroplasty": a noun that nothing names; not one that only says that a thing is there."""
    if not _may_narrow(s) or s.kind == "measurement" or not _forbids(item, s):
        return None
    lo = max(item.segments.bounds(s.at)[0], s.at - _REACH)
    m = _LOST.search(item.quote(lo, s.at))
    if m is None:
        return None
    a, b = lo + m.start("head"), lo + m.end("link")
    told = (*item.negations, *item.contexts, *item.windows, *item.durations, *item.thresholds)
    if any(f.overlaps(a, b) for f in told):
        return None
    if any(x.overlaps(a, s.at) and not is_new(x) and x.end <= s.at for x in item.mentions):
        return None
    beside = _BESIDE.search(item.quote(lo, a))
    if beside and beside[1].lower() in _transparent():
        return None  # "history or complication of"
    return m if _heads(m["head"].lower(), m["link"].lower(), s) else None


def _heads(head: str, link: str, s: Statement) -> bool:
    treats = generic_labels().get(head) in _TREATMENTS or _TREATED.match(head) is not None
    if treats:
        return s.kind == "condition" and link in ("of", "for")
    if head in _transparent() or _NO_NOUN.match(head) or is_adjective(head):
        return False
    return link == "of" or head in _generic() or _NOUN.search(head) is not None


def _headed(item: Item, s: Statement, head: "re.Match[str]", every: list[Statement]) -> Statement:
    assert s.subject is not None
    a = s.at - (len(head.string) - head.start("head"))
    b = _named_end(item, s, _stop(item, s, every, None, head.string[head.end("link") :]))
    own = _label_of(head["head"].lower())
    label = own or ("STATE" if s.kind == "state" else s.subject.label)
    subject = Finding(a, b, label, "assembly:headed")
    made = replace(s, kind=kind_of(subject), start=a, end=b, subject=subject)
    made.take(a, b)
    return made


def _named_end(item: Item, s: Statement, stop: int) -> int:
    """Of a list up to `stop` where what is named in it ends, with the nouns behind: "treatment for cancer recurrence"."""
    last = max([s.end, *(m.end for m in item.mentions if s.at <= m.start and m.end <= stop)])
    inside = item.segments.bracket(last - 1)
    last = inside[1] if inside and s.at <= inside[0] else last
    nouns = _NOUNS_BEHIND.match(item.text, last - item.start, item.segments.bounds(s.at)[1] - item.start)
    return item.start + nouns.end() if nouns and s.kind != "state" else last


def _label_of(head: str) -> str | None:
    if _TREATED.match(head):
        return "PROCEDURE"
    return "STATE" if _STUDY.fullmatch(head) else generic_labels().get(head)


@functools.cache
def _generic() -> frozenset[str]:
    return frozenset(row["name"] for row in table("generic_names"))


@functools.cache
def _transparent() -> frozenset[str]:
    """Nouns that only say that a thing is there: what stands behind them makes the statement."""
    return frozenset(row["word"] for row in table("transparent_heads"))
