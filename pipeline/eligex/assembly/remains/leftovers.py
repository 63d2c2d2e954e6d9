"""Members of a list that no statement rests on: what is lost beside what was understood is told, not passed over.

`titanium or tantalum alloy allergy` may be read as one of tantalum alone; then `titanium` is left over. A
member is what stands between commas, brackets and conjunctions, in a row with one that was understood. It
counts where it names something, and names it itself: no clause, no place, no time, no judgement.
"""

import re
from itertools import pairwise

from spacy.lang.en.stop_words import STOP_WORDS

from eligex.assembly.beside.tails import BEHIND, NO_PLACE
from eligex.assembly.forms.extents import Extent, Extents, meets
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.silent_words import names_nothing
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_PARTS = lazily(
    r"(?P<joint>,?\s*\b(?:or|and/or|and|nor)\b|,|/(?=[A-Za-z]{4}))|[;:()\[\]\n]|\.\s", re.IGNORECASE
)
_WORD = lazily(r"[A-Za-z][A-Za-z-]{3,}")
_NO_NAME = lazily(  # a clause, a place, a time, a judgement, an explanation
    r"\W*(?:(?:in|on|at|by|for|from|to|with|within|without|during|after|before|until|as|than|of|that|which|who|whose|where|when"
    r"|while|if|unless|because|due|based|according|using|including|such|whichever|but\s+not|i\.?e|e\.?g|etc|not|is|are|was|were|be|been|has|have"
    r"|had|will|may|can|could|would|should|must|does|do|whether|all|results?|ability|able|willing\w*|agree\w*"
    r"|understand\w*)\b|\w+(?:ing|ed)\b(?:\s+(?:by|at|in|for|with|on|to|from|as)\b|\W*$))",
    re.IGNORECASE,
)
_NOTHING = lazily(  # "Surgery: Not specified", "Other protocol-defined criteria may apply"
    r"(?:[^:]{0,40}:)?\W*(?:not\s+(?:specified|applicable)|none\b|n/a|see\s|refer\s|(?:please\s+)?(?:note|contact)\b|(?:or|and)\W*$"
    r"|no\s+eligibility\s|--.*--\s*$|(?:(?:no|other|additional|further)\s+)?(?:[\w/-]+\s+){0,4}criteria\s+(?:may\s+)?appl)|.*:\s*$",
    re.IGNORECASE | re.DOTALL,
)
_ASKS = lazily(  # a further sentence that speaks of patients or of a thing of theirs
    r"\W*(?:or|and/or|patients?|subjects?|participants?|volunteers?|individuals?|persons?|people|those|wom[ae]n|m[ae]n|(?:fe)?males?|children|adults?"
    r"|any|other|no|known|history|presence|evidence|inability|unable|unwilling|current|active|use|treatment|has|have|had|is|are)\b",
    re.IGNORECASE,
)
_SAID = lazily(r"\w(?:.*\w)?", re.DOTALL)
_FEWEST = 2  # words of such a sentence
_CLAUSE = lazily(  # but no verdict: "who are eligible"
    r"\s*,?\s*(?P<text>(?:that(?!\s+(?:the|an?|they|he|she|it)\b)|which|whose|who|for\s+which)\s+(?!(?:(?:is|are|was|were|will|may|should|must|be)\s+)+(?:not\s+|also\s+|still\s+)?"
    r"(?:eligible|allowed|permitted|acceptable|excluded|ineligible|considered|exempt))[^,;:().]+)",
    re.IGNORECASE,
)
_LINKS = lazily(  # that only lead to what is told behind them
    r"us(?:e[sd]?|ing)|tak(?:es?|en|ing)|receiv\w+|ha(?:s|ve|d|ving)|treated|requir\w+|undergo\w*|underwent|develop\w*|meets?|include[sd]?"
    r"|contain\w*|known|diagnos\w+|currently|previously|prior|also|either|exhibit\w*|experienc\w+|demonstrat\w+|show\w*",
    re.IGNORECASE,
)
_TRAILING = lazily(r"(?:\s+(?:or|and|and/or|the|an?|of|to|with|on|in|by|for|after))*\s*\Z", re.IGNORECASE)
_SHORTEST = 3  # words of a clause
_THINGS = ("condition", "drug", "procedure")
_KIND = lazily(
    r"\W*(?:(?:any|other|an?|the|known|all)\s+)*(?P<kind>(?:(?!(?:any|other|an?|the|known|all)\s)[\w-]+\s+){1,3}?(?:conditions?|illness(?:es)?|diseases?|disorders?"
    r"|abnormalit(?:y|ies)))\W*",
    re.IGNORECASE,
)
_NAMED = {"CONDITION", "DRUG", "PROCEDURE", "MEASUREMENT", "SCORE"}


def leftovers(item: Item, statements: list[Statement]) -> list[Extent]:
    """Extents of the members that were lost, in text order; none where nothing of a vocabulary is stated."""
    understood = [
        (s.subject.start, s.subject.end) for s in statements if s.subject and s.subject.label in _NAMED
    ]
    if not understood:
        return []
    covered = [e for s in statements for e in s.taken] + understood
    covered += [(f.start, f.end) for f in (*item.contexts, *item.negations, *item.mentions, *item.windows)]
    covered += [(f.start, f.end) for f in (*item.thresholds, *item.durations)]
    named, known = Extents(understood), Extents(covered)
    rows = [row for row in _rows(item) if any(named.meet(e) for e in row)]
    return [e for row in rows for e in _lost(item, row, covered, known)]


def behind(item: Item, statements: list[Statement], told: list[Extent]) -> list[Extent]:
    """Extents of the phrases right behind a name, in text order, that narrow it and of which nothing is in `told`."""
    found = []
    for s in statements:
        if s.kind not in _THINGS or s.threshold is not None:
            continue
        _, stop = item.segments.bounds(s.at)
        if clause := _clause(item, s, stop, told):
            found.append(clause)
        m = BEHIND.match(item.text, s.end - item.start, stop - item.start)
        if (
            m is None
            or NO_PLACE.search(m["text"])
            or not any(w not in STOP_WORDS for w in m["text"].split()[1:])
        ):
            continue
        a = item.start + m.start("text")
        extent = (a, a + len(m["text"].rstrip()))
        if not meets(extent, told):
            found.append(extent)
    return found


def _clause(item: Item, s: Statement, stop: int, told: list[Extent]) -> Extent | None:
    """`that is progressing` right behind a name, up to what is told."""
    m = _CLAUSE.match(item.text, s.end - item.start, stop - item.start)
    if m is None:
        return None
    a, b = item.start + m.start("text"), item.start + m.end("text")
    b = min([b, *(x for x, y in told if a < y and x < b)])
    words = _TRAILING.sub("", item.quote(a, b))
    tells = [w for w in words.split()[1:] if w.lower() not in STOP_WORDS and not _LINKS.fullmatch(w)]
    return (a, a + len(words)) if tells and len(words.split()) >= _SHORTEST else None


def silent(item: Item, told: list[Extent]) -> list[Extent]:
    """Extents of the sentences, in text order, of which nothing at all is in `told`: neither stated nor unclaimed."""
    places = [item.start, *(cut + 1 for cut in item.segments.cuts), item.end]
    known = Extents(told)
    found = []
    for a, b in pairwise(places):
        words = item.quote(a, b)
        if known.meet((a, b)) or _NOTHING.match(words):
            continue
        says = _told(words)
        further = item.section == "exclusion" and len(says) >= _FEWEST and _ASKS.match(words)
        if further or not told:
            first, last = (says[0].start(), says[-1].end()) if says else _stripped(words)
            found += [(a + first, a + last)] if first < last else []
    return found


def _stripped(words: str) -> Extent:
    said = _SAID.search(words)
    return said.span() if said else (0, 0)


def _rows(item: Item) -> list[list[Extent]]:
    """The members of each list: parts with nothing but commas and conjunctions between them."""
    rows: list[list[Extent]] = [[]]
    start = 0
    for m in _PARTS.finditer(item.text):
        rows[-1].append((item.start + start, item.start + m.start()))
        if not m["joint"]:
            rows.append([])
        start = m.end()
    rows[-1].append((item.start + start, item.end))
    return [row for row in rows if len(row) > 1]


def _lost(item: Item, row: list[Extent], covered: list[Extent], known: Extents) -> list[Extent]:
    """Those that join on to what was understood, by way of each other too: not the B of `gout (as told by A or B)`."""
    lost = [_named(item, e) if not known.meet(e) else None for e in row]
    joins: set[int] = set()
    for numbers, side in ((range(1, len(row)), -1), (range(len(row) - 2, -1, -1), 1)):
        for i in numbers:
            if lost[i] and (
                i + side in joins or (not lost[i + side] and _ends(item, row[i + side], covered, side))
            ):
                joins.add(i)
    return [e for i, e in enumerate(lost) if e and i in joins]


def _ends(item: Item, member: Extent, covered: list[Extent], side: int) -> bool:
    """Whether a member's understood part stands at the side that the next one joins."""
    inside = [(a, b) for a, b in covered if a < member[1] and member[0] < b]
    if not inside:
        return False
    if side < 0:
        return not _told(item.quote(min(max(b for _, b in inside), member[1]), member[1]))
    return not _told(item.quote(member[0], max(min(a for a, _ in inside), member[0])))


def _named(item: Item, member: Extent) -> Extent | None:
    """From the first word that names something to the last; None where nothing does. A kind of thing names something
    among exclusions: "or other unstable condition"."""
    words = item.quote(*member)
    if _NO_NAME.match(words):
        return None
    told = _told(words)
    if told:
        return (member[0] + told[0].start(), member[0] + told[-1].end())
    kind = _KIND.fullmatch(words) if item.section == "exclusion" else None
    return (member[0] + kind.start("kind"), member[0] + kind.end("kind")) if kind else None


def _told(words: str) -> list["re.Match[str]"]:
    return [m for m in _WORD.finditer(words) if m[0].lower() not in names_nothing()]
