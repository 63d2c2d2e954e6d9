"""Heads that no vocabulary knows: `revision of arthroplasty`, `findings from ultrasound`, `treatment for psoriasis`.

What stands behind their preposition makes no statement alone; the whole phrase is named by its words. A noun that only
says that a thing is there or how much of it ("history", "dose", `transparent_heads.csv`) leaves the statement to it.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from eligex.assembly.forms.statement import HEADED, Statement, is_treatment
from eligex.assembly.grammar.cause_lists import causes_end
from eligex.assembly.grammar.reach import PREPOSITION, complement_end
from eligex.assembly.grammar.serial import list_end
from eligex.assembly.grammar.silent_words import names_nothing
from eligex.assembly.items.naming import generic_names, is_new
from eligex.assembly.items.premodifiers import is_adjective, is_listed
from eligex.assembly.items.reading import Item, kind_of
from eligex.assembly.items.unnamed import NOUN_ENDS, generic_labels
from eligex.assembly.polarity.negation import governs
from eligex.components.findings import Finding
from eligex.vocab.tables import table

PEOPLE = (
    r"patients?|subjects?|participants?|individuals?|persons?|people|(?:wo)?m[ae]n|(?:fe)?males?|children|adults?"
    r"|volunteers?|donors?"
)
WORD = (  # of a complement, before what is named in it
    r"(?!(?:and|or|and/or|but|who|whom|whose|that|which|is|are|was|were|be|been|has|have|had|will|would|may|might|can|could"
    r"|must|should|shall|not|no|without|than|except|unless|if|where|defined|example|instance|including|includes?|such|with"
    rf"|{PEOPLE}|entry|enrol\w+|screening|baseline|randomi\w+|admission)\b)"
    r"(?:(?:\d+(?:st|nd|rd|th)|(?:treatment|therapy|treated|prophylaxis)\s+with|[^\W\d][\w'’-]*)\s+)"
)
_OF_DRUGS = (  # "drugs associated with neuropathy", "agents with known renal toxicity"
    r"with|having|against|(?:(?:that|which)\s+)?(?:(?:are|is)\s+)?(?:(?:\w+ly\s+)?(?:accepted|considered|known|recogni[sz]ed|reported|thought)\s+to\s+)?"
    r"(?:have|has|carry|carries|pose|poses)|(?:(?:that|which)\s+(?:are|is|(?:may|can|could|might)\s+be)\s+)?(?:(?:known|likely)\s+to\s+be\s+)?"
    r"(?:associated|active)\s+(?:with|against)|used\s+(?:for|in)"
)
_NOT_NAMING = (
    "for|from|with|without|who|that|which|whose|has|have|had|and|nor|not|into|than|other"
    "|patients?|subjects?|participants?"
)
_CAUSED = r"(?:due|secondary|attribut(?:able|ed))\s+to|(?:caused|induced)\s+by|resulting\s+from|as\s+a\s+result\s+of"
_BY_CAUSE = re.compile(_CAUSED, re.IGNORECASE)
# of what a word before its cause is no noun: "cannot walk due to", "if it is secondary to"
_TELLS = re.compile(
    rf"\b(?:to|not|be|been|is|are|was|were|cannot|can|could|will|would|may|might|must|who|that|which|they|it|{PEOPLE})\s+\Z",
    re.IGNORECASE,
)
_NO_EFFECT = re.compile(
    r"\w+ed|unless|except|only|possibly|if|when|than|ULN|is|are|was|were|be|been|either|stud(?:y|ies)|trials?|participation"
    rf"|S?AEs?|events?|toxicit(?:y|ies)|members?|relatives?|{PEOPLE}",
    re.IGNORECASE,
)
_NAMES_IT = re.compile(
    rf"\b(?P<word>(?!(?:due|secondary|{_NOT_NAMING})\b)[a-z]{{3,}}(?:-[a-z]+)*)\s+(?P<link>(?:of|from|in)\s+(?:(?:an?|the|their)\s+)?)?\Z",
    re.IGNORECASE,
)
_WIDEST = 3  # words before such a noun
_HEAD = re.compile(
    rf"\b(?P<head>[a-z]{{3,}}(?:-[a-z]+)*)\s+(?P<link>of|for|from|in|to|{_OF_DRUGS}|{_CAUSED})\s+"
    rf"(?:(?:an?\s+|any\s+|known\s+|other\s+)*(?:persons?|someone|anyone|people|individuals?|patients?|cases?|members?)\s+(?:with|of|ha(?:s|ve|ving)|infected\s+with|diagnosed\s+with)\s+)?"
    rf"(?P<lead>(?:(?!(?:of|for|from|in|to|on|at|by|with|while|when|as)\b){WORD}){{0,3}})"
    r"(?P<member>[a-z]+(?:-[a-z]+)*(?:\s*/\s*|\s*,?\s+(?:and/or|or|and)\s+))?\Z",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*", re.IGNORECASE)
_NOUN = re.compile(
    r"(?:tions?|sions?|ments?|ances?|ences?|ity|ities|sis|ses|ness|findings?|-?ups?|changes?|increases?)\Z",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(
    r"(?:as|for|with|because|out|free|capable|aware|off|regardless|instead|inside|outside|ahead|short|afraid|suspected"
    r"|accused|composed|made|consist\w*|suffer\w*|all|most|some|many|few|none|both|each|half|here|there|or|and|not"
    r"|\w{1,30}ing|\w{1,30}ly|[\w-]{0,30}(?:days?|weeks?|months?|years?|hours?|times?|dates?|li(?:fe|ves)))\Z",
    re.IGNORECASE,
)
_TREATS = re.compile(r"\A(?:treatment|therap(?:y|ies)|medication|medicine|drug|agent)s?\Z", re.IGNORECASE)
_TREATED = re.compile(r"(?:treated|hospitali[sz]ed|operated|admitted)\Z", re.IGNORECASE)
_STUDY = re.compile(r"stud(?:y|ies)|trials?")
_BESIDE = re.compile(
    r"\b([a-z]+)\s*(?:or|and|and/or|/|,)\s*(?:(?:current|recent|prior|previous|present|active)\s+)*\Z",
    re.IGNORECASE,
)
_NOUNS_BEHIND = re.compile(  # "treatment for cancer recurrence"
    r"(?:(?:\s+|-)(?!(?:includ\w+|such|due|because|despite|using|via|per|plus|than|when|while|under|against|without|with|by|if"
    r"|as|\w+ed|\w+ing|\w+ly)\b)[a-z]+(?:-[a-z]+)*){0,2}?" + NOUN_ENDS,
    re.IGNORECASE,
)
_PLAIN = ("of", "for", "from", "in")
_AMOUNTS = re.compile(
    r"(?:dos(?:es?|ages?|ing)|use|amounts?|administration|intake|regimens?)\Z", re.IGNORECASE
)
_KINDS_OF = re.compile(r"(?:disorders?|diseases?|problems?|affections?|complaints?)\Z", re.IGNORECASE)
_OR_TREATED = re.compile(
    r"\b(?:treatment|therapy|management|prevention|prophylaxis)\s*(?:or|and|and/or|/)\s*\Z", re.IGNORECASE
)
_MEANT_FOR = re.compile(
    r"\b(?P<noun>[a-z]+)\s+(?:used\s+|given\s+|approved\s+)?(?:for|in)\s+(?:the\s+)?\Z", re.IGNORECASE
)
_RESULT_OF = re.compile(r"\b(?:positive|negative|reactive)\s+(?:at\s+)?\Z", re.IGNORECASE)
_DRUGS = (
    "drug",
    "drugs",
    "medication",
    "medications",
    "agent",
    "agents",
    "medicine",
    "medicines",
    "products",
)
_TREATMENTS = ("DRUG", "PROCEDURE")
_KINDS = {"condition", "procedure", "drug", "state"}
_BORNE = (None, "pregnancy", "lactation")  # of other states the name tells more than what is said of them
_REACH = 90


def forbids(item: Item, s: Statement) -> bool:
    """Whether something is denied of it; of what is asked for, the narrower and the wider both hold."""
    if item.section == "exclusion":
        return True
    return s.subject is not None and any(governs(n, s.subject) for n in item.negations)


@dataclass(frozen=True, slots=True)
class _Head:
    """A head with its preposition; `at` is where the words begin that it leads, `lead` what stands before the name."""

    word: str
    link: str
    at: int
    lead: str
    label: str | None


def may_be_headed(s: Statement) -> bool:
    """Whether it names a plain thing, which may be a part of a longer phrase."""
    if s.threshold or s.value or s.subject is None or s.kind not in _KINDS:
        return False
    return s.kind != "state" or s.state in _BORNE


def with_head(item: Item, s: Statement, bounded: Sequence[int]) -> Statement:
    """`s`, or where its head was lost the statement of the whole phrase; `bounded` as of `complement_end`."""
    head = _lost(item, s)
    if head is None or s.subject is None:
        return s
    b = _end(item, s, complement_end(item, s, bounded, head.lead, by_name=False))
    label = head.label or ("STATE" if s.kind == "state" else s.subject.label)
    if _BY_CAUSE.fullmatch(head.link):
        b = max(b, causes_end(item, s.at - len(head.lead)))
    if _TREATS.search(head.word) and s.subject.label == "CONDITION" and not _is_named_before(item, head.at):
        b = list_end(item, replace(s.subject, end=b))  # "treatment for psoriasis, eczema or rosacea"
    subject = Finding(head.at, b, label, HEADED)
    made = replace(s, kind=kind_of(subject), start=head.at, end=b, subject=subject)
    made.take(head.at, b)
    return made


def _is_named_before(item: Item, at: int) -> bool:
    lo, _ = item.segments.bounds(at)
    return any(lo <= m.start < at for m in item.mentions)


def _lost(item: Item, s: Statement) -> _Head | None:
    if not may_be_headed(s):
        return None
    lo = max(item.segments.bounds(s.at)[0], s.at - _REACH)
    words = item.quote(lo, s.at)
    m = _outer(words, _HEAD.search(words))
    if m is not None and m["member"] and not _is_state(m["member"], m["link"]):
        return None
    if m is None or _is_told(item, lo + m.start("head"), lo + m.end("link"), s.at):
        return None
    word, link, before = m["head"].lower(), m["link"].lower(), words[: m.start("head")]
    if not forbids(item, s) and ((word, link) not in _with_links() or _STUDY.fullmatch(word)):
        return None
    lead = m["lead"] if m.end() == len(words) else ""
    head = _Head(word, link, lo + m.start("head"), lead, _label(word, link))
    if _shares(before, head):
        if word in transparent():
            return None
        return _meant(head, before) if _OR_TREATED.search(before) else None
    if _BY_CAUSE.fullmatch(link):
        return _effect(item, head, before)
    if not _makes(head, s) or _RESULT_OF.search(before):
        return None
    treats = link == "of" and generic_labels().get(word) == "PROCEDURE"
    return _meant(head, before) if treats else head


def _is_state(member: str, link: str) -> bool:
    """`recurrent or` before "metastatic disease": an adjective of the same noun, for which the head is."""
    word = _FIRST_WORD.match(member)
    return link.lower() == "for" and word is not None and (is_adjective(word[0]) or is_listed(word[0]))


def _outer(words: str, m: "re.Match[str] | None") -> "re.Match[str] | None":
    """`m`, or the head before an amount or a kind: `a change in the dose of`, `treatment for another form of`."""
    if m is None or (m["head"].lower(), m["link"].lower()) in _with_links():
        return m
    amount = _AMOUNTS.match(m["head"])
    if not amount and (m["link"].lower() != "of" or m["head"].lower() not in transparent()):
        return m
    outer = _HEAD.search(words, 0, m.start("head"))
    if outer is None or outer["member"] or not (amount or outer["link"].lower() == "for"):
        return m
    return outer


def _shares(before: str, head: _Head) -> bool:
    """`history or complication of`: the other noun leaves the statement to what is named."""
    beside = _BESIDE.search(before) if head.link == "of" else None
    return bool(
        beside and beside[1].lower() in transparent() and generic_labels().get(head.word) not in _TREATMENTS
    )


def _meant(head: _Head, before: str) -> _Head:
    """With what is given for it: `drugs for the treatment or prevention of`."""
    beside = _OR_TREATED.search(before)
    end = beside.start() if beside else len(before)
    m = _MEANT_FOR.search(before, 0, end)
    label = generic_labels().get(m["noun"].lower()) if m else None
    start = m.start() if m is not None and label is not None else end
    return replace(head, at=head.at - len(before) + start, label=label or "PROCEDURE")


def _is_told(item: Item, a: int, b: int, at: int) -> bool:
    """Whether the head [`a`, `b`) is a cue or a time, or something is named between it and its complement."""
    told = (*item.negations, *item.contexts, *item.windows, *item.durations, *item.thresholds)
    if any(f.overlaps(a, b) for f in told):
        return True
    return any(x.overlaps(a, at) and not is_new(x) and x.end <= at for x in item.mentions)


def _makes(head: _Head, s: Statement) -> bool:
    """Whether a word with this preposition is the noun that the statement is of."""
    assert s.subject is not None
    if (head.word, head.link) in _with_links():
        if head.label == "STATE":
            return head.link == "for" or not is_treatment(s)  # exposed to a drug is who took it
        return head.link not in ("with", "in") or s.subject.code is None or s.kind != "condition"
    if generic_labels().get(head.word) in _TREATMENTS or _TREATED.match(head.word):
        treated = s.kind == "condition" or (s.kind == "procedure" and is_new(s.subject))
        return treated and (head.link in ("of", "for") or (s.kind == "condition" and head.word in _DRUGS))
    if head.link not in _PLAIN:
        return False
    if head.link == "of" and _KINDS_OF.match(head.word) and s.kind == "condition" and is_new(s.subject):
        return True  # "disorders of coagulation"
    if head.word in transparent() or _NO_NOUN.match(head.word) or is_adjective(head.word):
        return False
    return head.link == "of" or head.word in generic_names() or _NOUN.search(head.word) is not None


def _effect(item: Item, head: _Head, before: str) -> _Head | None:
    """The noun of which a cause is told, with what names it: `wheelchair use due to`, `loss of vision due to`."""
    if _NO_NOUN.match(head.word) or _NO_EFFECT.fullmatch(head.word) or is_adjective(head.word):
        return None
    if _TELLS.search(before):
        return None
    at, end = head.at, len(before)
    for _ in range(_WIDEST):
        m = _NAMES_IT.search(before, 0, end)
        word = m["word"].lower() if m else ""
        if m is None or word in transparent() or (not m["link"] and word in names_nothing()):
            break
        start = head.at - len(before) + m.start()
        if _is_told(item, start, start + len(word), at):
            break
        at, end = start, m.start()
    return replace(head, at=at, label="CONDITION")


def _label(head: str, link: str) -> str | None:
    if (head, link) in _with_links():
        return _with_links()[head, link]
    if _TREATED.match(head):
        return "PROCEDURE"
    return "STATE" if _STUDY.fullmatch(head) else generic_labels().get(head)


def _end(item: Item, s: Statement, stop: int) -> int:
    """Where what is named up to `stop` ends, with the nouns behind."""
    last = s.end
    for m in item.mentions:
        if last <= m.start and m.end <= stop and not PREPOSITION.search(item.quote(last, m.start)):
            last = m.end
    inside = item.segments.bracket(last - 1)
    last = inside[1] if inside and s.at <= inside[0] else last
    hi = item.segments.bounds(s.at)[1] - item.start
    nouns = _NOUNS_BEHIND.match(item.text, last - item.start, hi) if s.kind != "state" else None
    return item.start + nouns.end() if nouns else last


@functools.cache
def _with_links() -> dict[tuple[str, str], str]:
    """Words that with this very preposition make a phrase of their own, with its label: `problems with`."""
    return {(row["word"], row["link"]): row["label"] for row in table("linked_heads")}


@functools.cache
def transparent() -> frozenset[str]:
    """Nouns that only say that a thing is there: what stands behind them makes the statement."""
    return frozenset(row["word"] for row in table("transparent_heads"))
