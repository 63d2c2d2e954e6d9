"""How far the objects of a head or of a verb reach: over their list, and not into what is told beside it."""

import re
from collections.abc import Sequence

from eligex.assembly.forms.segments import BLANK
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import JOIN
from eligex.assembly.items.naming import is_new
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_STEP = lazily(
    r"[(\[)\]:;,/]|(?P<example>\b(?:including|such\s+as)\b)|(?P<upper>\b(?-i:OR|AND)\b(?-i:(?=\s+\w?[a-z])))|\b(?:or|and|and/or)\b|(?P<stop>"
    r"\bas\s+well\s+as(?=\s+(?:known|suspected|any|patients|subjects|those|history|contra))"
    r"|\b(?:within|during|in\s+the\s+past|in\s+(?:patients|subjects|participants|whom|which)|requir(?:ing|ed|es?)|except"
    r"|other\s+than|apart\s+from|excluding|besides|unless|(?<!such )(?<!well )as(?!\s+well\s+as)|are|is|was|were|will"
    r"|ha[sd]|have|but(?!\s+(?:no|not)\s+(?:more|less|limited|restricted))"
    r"|would|may|might|could|can(?:not)?|must|should|if|when|resulting|leading|lasting|occurring|(?:demonstrat|confirm"
    r"|document|defin|evidenc|measur|assess|determin|manifest)ed|to\s+(?:the\s+)?(?:National\s+Cancer|NCI|CTC\w*|Common\s+Term)|to\s+(?:an?\s+|at\s+least\s+)*(?:grade|CTCAE|baseline|less|normal|[<≤=]))\b"
    r"|(?<![A-Z])(?<!e\.g)(?<!i\.e)\.(?=\s|$)"
    # the next sentence of old records, which have no full stops: "Not allergic to X No other disease"
    r"|(?<=[^\W_])\s+(?-i:Able|Adequate|Any|Effective|Evidence|Fertile|Ha[sd]|Have|History|Inability|Known|Must|Negative|No|Not"
    r"|Participants?|Patients?|Pregnan\w+|Presence|Prior|Severe|Subjects?|Unable|Uncontrolled|Use|Willing|Women)\b)"
    r"|(?P<which>\b(?:who|that|which|whose)\b)",
    re.IGNORECASE,
)
_ANEW = lazily(  # behind a conjunction: a member that is no object
    r"\s*(?:(?:or|and|and/or)\b\s*)?(?:(?:a|an|the|any|with|other|known|prior|previous|current(?:ly)?|recent|active|severe"
    r"|family|personal|past|medical)\s+)*(?:history|use|using|patients?|subjects?|participants?|wom[ae]n|who|receiving|taking|treatment|treated"
    r"|therapy\s+with|having|has|have|had|is|are|be|been|inability|unable|requirement|need|presence|evidence|documented|diagnos(?:is|ed)"
    r"|considered|deemed|conditions?|diseases?|disorders?|illness\w*|surgery|pregnan\w+|not|no|in|otherwise|they|it|these|those|decreased"
    r"|increased|impaired|reduced|loss|abnormal|elevated|negative|positive"
    r"|for\s+(?:whom|which))\b",
    re.IGNORECASE,
)
_TRAILING = lazily(
    r"(?:[\s,;:(/.-]|\b(?:and/or|and|or|an?|any|the|to|for|of|in|including|such\s+as|i\.?e|e\.?g)\b)+\Z",
    re.IGNORECASE,
)
_RUN = lazily(
    r",|\b(?:or|and|and/or)\b|(?P<end>[;:()\[\]]|\be\.g|\b(?-i:OR|AND)\b(?-i:(?=\s+\w?[a-z]))"
    r"|\b(?:includ(?:ing|es?)|such\s+as|who|whose|unless|except|within|during|but|however)\b)",
    re.IGNORECASE,
)
_CLAUSE_END = lazily(r"[,;()\[\]]")
_GENERAL = lazily(
    r"\b(?:treatments?|therap(?:y|ies)|drugs?|agents?|medications?|modalit(?:y|ies)|interventions?)\s*\Z",
    re.IGNORECASE,
)
_SHORT_FORM = lazily(r"\((?:s|es|[A-Za-z0-9-]{2,10})\)")
_OPENING = lazily(
    r"\s*(?:(?:a|an|the|any|other|known|all|of|its|their|to|or|and|and/or|[a-z-]+)\s+){0,3}", re.IGNORECASE
)
_ELLIPSIS = lazily(r"\b(?:for|of|in)\s+(?:(?:an?|the)\s+)?[\w-]+(?:ed|ic|al|ary|able)\s*\Z", re.IGNORECASE)
# "to corticosteroids Biopsy proven lymphoma": a new sentence of old records
_SENTENCE = lazily(r"(?<=[a-z)])\s+(?=[A-Z][a-z]{3,}\s+[a-z])")
_FUNCTION = lazily(
    r"\b(?:of|to|the|any|with|by|and|or|as|in|on|an?|for|from|other|either|similar|known|prior|than|like|such)\Z",
    re.IGNORECASE,
)
_MODIFYING = lazily(r"(?:ic|al|ive|ing)$", re.IGNORECASE)
_CONJUNCTION = lazily(r",?\s*\b(?:or|and|and/or)\s+", re.IGNORECASE)
_NEXT_PHRASE = lazily(r"\b(?:OR|AND)\b(?=[^.]*[a-z])")
_OF_ITS_OWN = lazily(r"\s+(?:of|in|from)\s", re.IGNORECASE)
_DETERMINER = lazily(r"\b(?:the|an?|any|his|her|their|its)\b", re.IGNORECASE)
PREPOSITION = lazily(r"\b(?:of|in|for|from|to|on|with|by|at|containing)\b", re.IGNORECASE)
_DOES = lazily(
    r"(?:received|receiving|used|using|taken|taking|undergone|treated|participat\w+|ha[ds]|have|who|is|are)\b",
    re.IGNORECASE,
)
_TREATMENTS = ("DRUG", "PROCEDURE")
CAUSES = (*_TREATMENTS, "CONDITION")
_LONGEST = 160  # characters of a clause


def limit(item: Item, begin: int) -> int:
    """The end of the sentence or of the bracket around a position, or where a time, a bound or an exception begins."""
    _, hi = item.segments.bounds(begin)
    inside = item.segments.bracket(begin)
    hi = min(hi, inside[1] - 1) if inside else hi
    apart = [*item.windows, *item.durations, *item.thresholds]
    apart += [c for c in item.contexts if c.label in ("EXCEPTION", "ALLOWED")]
    return min([hi, *(f.start for f in apart if f.start >= begin)])


def reach(
    item: Item, begin: int, hi: int, *, commas: bool, examples: bool, labels: Sequence[str] = _TREATMENTS
) -> tuple[int, int]:
    """Where the objects from `begin` end, not behind `hi`; and the end of a relative clause behind them, else 0.

    `commas`: whether the list goes on behind a comma with another thing that is named; `examples`: whether
    `such as A (B)` tells more objects, not what else is asked; `labels`: of what may be one.
    """
    hi = _old_sentence(item, begin, hi)
    stop, rest = _walk(item, begin, hi, commas, examples, labels)
    tail = _TRAILING.search(item.quote(begin, stop))
    stop = begin + tail.start() if tail else stop
    return (stop, rest) if rest > stop else (_listed_on(item, stop, hi), 0)


def complement_end(item: Item, s: Statement, bounded: Sequence[int], lead: str, *, by_name: bool) -> int:
    """Where the complement of a head ends of which `s` is the first member, behind the words of `lead`.

    `bounded` are where statements with a bound of their own begin; `by_name` says that the head is a disease that has a
    name, so that a further one is told beside it.
    """
    assert s.subject is not None
    if s.kind == "state":
        return s.end
    label = s.subject.label
    hi = min([limit(item, s.at), *(x for x in bounded if x > s.at), *(a for a, _ in s.aside if a >= s.end)])
    labels = _TREATMENTS if label in _TREATMENTS else (label,)
    stop, _ = reach(item, s.at, hi, commas=False, examples=False, labels=labels)
    words = item.quote(s.end, stop)
    ends = [m.start() for m in _NEXT_PHRASE.finditer(words)]
    for m in _CONJUNCTION.finditer(words):
        if _opens_phrase(item, s, (s.end + m.end(), stop), lead, by_name):
            ends.append(m.start())
    brackets = [a for a, b in item.segments.brackets if not _SHORT_FORM.fullmatch(item.quote(a, b))]
    stop = min([stop, *(s.end + e for e in ends), *(a for a in brackets if a >= s.end)])
    return max(s.end, s.at + len(item.quote(s.at, stop).rstrip(" ,;\r\n")))


def _opens_phrase(item: Item, s: Statement, rest: tuple[int, int], lead: str, by_name: bool) -> bool:
    """Whether a conjunction before `rest` joins a phrase with a complement or a verb of its own, one without the first
    one's article, or another disease than a named one ("bleeding from the tumor or ileus")."""
    at, stop = rest
    if _DOES.match(item.text, at - item.start):
        return True
    follows = next((m for m in item.mentions if at <= m.start < stop and not item.is_bare(m)), None)
    if follows is None:
        return False
    words = item.quote(at, follows.start)
    if PREPOSITION.search(words) or _OF_ITS_OWN.match(item.text, follows.end - item.start):
        return True
    if by_name and follows.label == "CONDITION":
        return True
    if s.kind == "drug" and follows.label == "DRUG":  # "a change in the dose of an ACE inhibitor or sartan"
        return False
    return bool(_DETERMINER.search(lead)) and not _DETERMINER.search(words) and not s.is_elided


def run_on(item: Item, begin: int, hi: int) -> int:
    """The end of the clause whose verb ends at `begin`.

    `or` and `and` join further verbs, a comma only what nothing names.
    """
    hi = min(hi, begin + _LONGEST)
    for m in _RUN.finditer(item.text, begin - item.start, hi - item.start):
        at = item.start + m.end()
        anew = _ANEW.match(item.text, m.end(), hi - item.start) is not None
        if m["end"] or anew or (m[0] == "," and _follower(item, at) is not None):
            hi = item.start + m.start()
            break
    return begin + len(item.quote(begin, hi).rstrip(" ,.\n\r"))


def _old_sentence(item: Item, begin: int, hi: int) -> int:
    for m in _SENTENCE.finditer(item.text, begin - item.start, hi - item.start):
        at = item.start + m.end()
        named = any(x.start < at < x.end or (x.start == at and x.label == "DRUG") for x in item.mentions)
        if not named and not _FUNCTION.search(item.quote(begin, item.start + m.start())):
            return item.start + m.start()
    return hi


def _walk(
    item: Item, begin: int, hi: int, commas: bool, examples: bool, labels: Sequence[str]
) -> tuple[int, int]:
    at = begin
    while (m := _STEP.search(item.text, at - item.start, hi - item.start)) is not None:
        a, at = item.start + m.start(), item.start + m.end()
        if m["which"]:
            clause = _CLAUSE_END.search(item.text, m.end(), hi - item.start)
            return a, item.start + clause.start() if clause else hi
        if (
            m["stop"]
            or m["upper"]
            or m[0] in ")];"
            or (m["example"] and not examples)
            or (m[0] == ":" and _tells(item, begin, a))
        ):
            return a, 0
        if m[0] in "([":
            at = _behind_bracket(item, begin, a, examples)
            if not a < at <= hi:
                return a, 0
        elif m[0] != ":" and _is_anew(item, begin, a, at, hi, commas or m[0] != ",", labels):
            return a, 0
    return hi, 0


def _behind_bracket(item: Item, begin: int, a: int, examples: bool) -> int:
    """The end of a bracket that tells the objects' other names or more of them; 0 where it tells anything else."""
    closing = next((b for o, b in item.segments.brackets if o == a), 0)
    words = item.text[a - item.start : closing - item.start]
    if BLANK in words and not words.strip(f"()[] {BLANK}"):  # it said of whom, "(Part B only)"
        return 0
    inside = [m for m in item.mentions if a < m.start < closing]
    like = {*_TREATMENTS, *(m.label for m in item.mentions if begin <= m.start < a)}
    alien = any(m.label not in like and not is_new(m) for m in inside)
    if inside and not examples and not _are_of_class(item, begin, a, inside):
        examples = _SHORT_FORM.fullmatch(item.quote(a, closing)) is not None
        return closing if examples and not alien else 0
    if alien:
        return 0
    return closing


def _are_of_class(item: Item, begin: int, a: int, inside: Sequence[Finding]) -> bool:
    """`any sulfonylurea (e.g. glimepiride)`, `the study treatments (surgery, radiation)`: of what stands before."""
    if _GENERAL.search(item.quote(begin, a)):
        return all(m.label in _TREATMENTS for m in inside)
    last = max((m for m in item.mentions if begin <= m.start < a), key=lambda m: m.end, default=None)
    drugs = all(m.label == "DRUG" for m in inside)
    return drugs and last is not None and last.label == "DRUG" and not item.quote(last.end, a).strip()


def _tells(item: Item, a: int, b: int) -> bool:
    return any(a <= m.start < b and not item.is_bare(m) for m in item.mentions)


def _is_anew(item: Item, begin: int, a: int, at: int, hi: int, listed: bool, labels: Sequence[str]) -> bool:
    """Whether what follows the sign [`a`, `at`) is another disease or another deed, and no object."""
    if _ANEW.match(item.text, at - item.start, hi - item.start):
        return True
    follows = _follower(item, at)
    if _ELLIPSIS.search(item.quote(begin, a)) and not item.quote(a, at).startswith(","):
        return False
    if follows is None:
        return False
    if follows.label in labels:
        return not listed and not _modifies(item, a)
    first = next((m for m in item.mentions if begin <= m.start < at), None)
    return not is_new(follows) and (first is None or first.label != follows.label or not listed)


def _follower(item: Item, at: int) -> Finding | None:
    """The mention that stands at a position, or a few words behind it."""
    opening = _OPENING.match(item.text, at - item.start)
    near = opening.end() + item.start if opening else at
    return next((m for m in item.mentions if at <= m.start <= near), None)


def _modifies(item: Item, at: int) -> bool:
    """`antifungal` of "antifungal, or antiviral therapy": the head of the list is still to come."""
    last: Finding | None = next((m for m in reversed(item.mentions) if m.end <= at), None)
    return last is not None and _MODIFYING.search(item.quote(last.start, at).rstrip()) is not None


def _listed_on(item: Item, stop: int, hi: int) -> int:
    """`allergy to A; B, C or D`: behind the semicolon nothing but further drugs."""
    while stop < item.end and item.quote(stop, stop + 1) == ";" and stop == hi:
        end = item.segments.bounds(stop + 1)[1]
        drugs = [m for m in item.mentions if stop < m.start and m.end <= end]
        places = [stop + 1, *(x for m in drugs for x in (m.start, m.end)), end]
        gaps = [item.quote(a, b).strip(" .") for a, b in zip(places[::2], places[1::2], strict=True)]
        if not drugs or any(m.label != "DRUG" for m in drugs) or not all(JOIN.fullmatch(g) for g in gaps):
            break
        stop = hi = end
    return stop
