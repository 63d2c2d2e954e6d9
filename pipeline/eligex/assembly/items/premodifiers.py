"""The words right before a name that narrow it, read from the name to the left.

A word narrows where `modifiers.csv` has it or where its form is an adjective's ("cutaneous",
"catheter-related"); what only says that a thing is there ("known", "documented", `plain_words.csv`) is
passed over, and every other word ends the run. Coordinated words narrow as one ("moderate or severe"), but
not beside one that narrows nothing: "previous or ongoing" asks for either.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from eligex.vocab.tables import VocabularyError, table, unique

ROLES = {
    "course", "control", "severity", "symptoms", "extent", "order", "route", "dose", "company", "amount", "degree",
    "proof",
}  # fmt: skip
_TOKEN = re.compile(r"and/or\b|[^\W_][\w'’+]*(?:-[\w'’+]+)*|\S", re.IGNORECASE)
# `-ed`, `-ing`, `-ant` and `-ent` end verbs and nouns as well: of those only the listed ones narrow
_ADJECTIVE = re.compile(
    r"[a-z]{2,}(?:[a-z]ic|al|ous|ive|ary|able|ible|oid|less|lar|nar)"
    r"|(?:non-?|pre-|post-|peri-)[a-z]{4,}|un(?!der|til)[a-z]{3,}(?:ed|ing)"
    r"|[a-z0-9'’+]+(?:-[a-z0-9'’+]+)*-(?:related|induced|associated|dependent|requiring|specific|based|acting|term|dose|"
    r"grade|risk|stage|onset|targeted|naive|naïve|resistant|refractory|responsive|threatening|positive|controlled"
    r"|type|line|generation|defined|diagnosed|reported|containing|free|release|sparing|limiting|reducing|lowering|prone)"
)
# `class III or IV heart failure`; a toxicity's grade is a score
_STAGE = re.compile(
    r"\b(?:class|stage)\s+(?:[IVX]{1,4}|\d)[A-C]?(?:\s*(?:/|-|,|or|to|and|through)\s*(?:(?:class|stage)\s+)?(?:[IVX]{1,4}|\d)[A-C]?)*"
    r"(?:\s+or\s+(?:higher|greater|above))?\Z",
    re.IGNORECASE,
)
_STAGE_END = re.compile(r"[ivx]{1,4}[a-c]?|\d[a-c]?|higher|greater|above")
_NAMED = {"condition", "procedure", "drug"}
_THAT_IS = re.compile(r"\s*(?:i\.?\s?e|e\.?\s?g)\b\.?,?\s*", re.IGNORECASE)
_LONGEST_BRACKET = 12  # tokens
_ROUTES = {"im", "po", "sc", "i.v", "i.m"}
_JOINTS = {",", "/", "or", "and", "and/or"}
_EITHER = {"/", "or", "and/or"}
_ARTICLES = {"a", "an", "the"}
# "if unstable, renal failure": said of something before, not of the name behind
_PREDICATIVE = {
    "is", "are", "was", "were", "be", "been", "being", "become", "becomes", "if", "when", "considered", "not",
}  # fmt: skip

# how strong a drug is, how long it acts and how it is sold tells its class; a risk is increased, not a disease
_OF_CLASS = re.compile(
    r"increased|decreased|altered|potent|strong|only|new|otc|prescription|over[\s-]the[\s-]counter|\w+[\s-]acting|(?:\d\w\w|first|second|third)(?:[\s-]\w+)?"
)
# "major depression", "minor surgery": which one
_NAMING = {"major", "minor"}
# what an alternative opens with: "history of or recent …"
_OPENING = {"of", "with"}


@dataclass(frozen=True, slots=True)
class Word:
    """A modifier with its adverb, or a word that narrows nothing."""

    start: int
    end: int
    narrows: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Coordinated members in text order; `joined` where a joint parts the last one from the name."""

    members: tuple[tuple[Word, ...], ...]
    joined: bool

    @property
    def extent(self) -> tuple[int, int] | None:
        """From the first word that narrows to the last."""
        words = [w for member in self.members for w in member if w.narrows]
        return (words[0].start, words[-1].end) if words else None


@functools.lru_cache(maxsize=1024)  # each name's words are asked for twice, and many names have the same
def run_before(text: str, *, kind: str, measure: bool = False) -> Run:
    """The run at the end of `text`, by its offsets, before the name of a statement of this kind.

    Before a `measure` ("doses of") words of amount narrow as well, and none by its form alone.
    """
    reader = _Reader(text, kind, measure=measure)
    joined = reader.has_joint()
    members, joints = [list(reader.member())], [""]
    while members[-1] and (joint := reader.joint()):
        joints.append(joint)
        members.append(list(reader.member()))
    left = reader.last()
    if joined and left in _PREDICATIVE:  # "if it is suspected, renal failure"
        return Run((), joined)
    return Run(_narrowing(members, joints, left), joined)


def is_listed(words: str) -> bool:
    """Whether `modifiers.csv` has it."""
    return words.lower() in _all_listed()


def leading(name: str) -> int:
    """Where the adjectives end that a name begins with and that tell its kind; 0 where there are none."""
    end = 0
    for t in list(_TOKEN.finditer(name))[:-1]:
        word = t.group().lower()
        if not (is_adjective(word) or is_listed(word)) or word.startswith("non") or word in _graded():
            break
        end = t.end()
    return end


def graded(name: str) -> int:
    """Where the word ends that a name begins with and that tells a degree of it ("poorly controlled"); else 0."""
    for t in list(_TOKEN.finditer(name))[:3]:
        word = t.group().lower()
        if word in _graded():
            return t.end()
        if word not in _degrees() and not word.endswith("ly"):
            break
    return 0


def narrowing(words: str, name: str, *, kind: str) -> int:
    """Where the words end that `words` begin with and that narrow what `name` says: "strong" of "strong CYP3A4
    inhibitors", which the vocabulary calls CYP3A4 inhibitors; 0 where the name has them as well."""
    known = name.lower().replace("-", " ")
    tokens = list(_TOKEN.finditer(words))[:-1]
    end = 0
    while tokens:
        pair = [t.group().lower() for t in tokens[:2]]  # "third degree"
        word = " ".join(pair) if " ".join(pair) in _listed(kind) else pair[0]
        if word not in _listed(kind) or word in _passed_over(kind) or word.replace("-", " ") in known:
            break
        n = word.count(" ") + 1
        end = tokens[n - 1].end()
        tokens = tokens[n:]
    return end


def tells_course(word: str) -> bool:
    """`acute`, `chronic`: of which a disease has one at a time."""
    return word.lower() in _by_role()["course"]


def tells_state(words: str) -> bool:
    """`severe`, `active and uncontrolled`, `clinically significant`: how a disease is, not which."""
    told = [t.group().lower() for t in _TOKEN.finditer(words)]
    states = _graded() | _by_role()["course"]
    return all(w in states or w in _degrees() or w in _JOINTS or w.endswith("ly") for w in told)


def state_of(words: str, *, kind: str, leading: bool = False) -> tuple[int, int] | None:
    """From the first word to the last that tells how a thing is and not which.

    `leading`: of a name, of which those words alone count that it begins with.
    """
    tokens = list(_TOKEN.finditer(words))
    told = []
    for i, t in enumerate(tokens):
        word = t.group().lower()
        if word in _sorted_states(kind) and not (leading and word in _NAMING):
            told.append(i)
        elif leading and not (word in _JOINTS or word in _degrees() or word.endswith("ly")):
            break
    if not told or (leading and told[-1] == len(tokens) - 1):
        return None
    first = told[0]
    while first and (
        tokens[first - 1].group().lower() in _degrees() or tokens[first - 1].group().lower().endswith("ly")
    ):
        first -= 1
    return tokens[first].start(), tokens[told[-1]].end()


def sorts_of(words: str, *, kind: str) -> frozenset[str]:
    """Of what sorts the states are that words tell (`grade`, `course`, `route`, `dose`); "recent" is of both first."""
    states = _sorted_states(kind)
    found = {states.get(t.group().lower(), "") for t in _TOKEN.finditer(words)} - {""}
    return frozenset(found - {"time"} | {"grade", "course"} if "time" in found else found)


def is_adjective(word: str) -> bool:
    """By its form alone."""
    word = word.lower()
    return word not in _plain() and word not in _other() and _ADJECTIVE.fullmatch(word) is not None


def _narrowing(members: list[list[Word]], joints: list[str], left: str) -> tuple[tuple[Word, ...], ...]:
    """Of members read from the right, with the joint behind each, those that narrow, in text order."""
    kept: list[tuple[Word, ...]] = []
    for member, joint in zip(members, joints, strict=True):
        if kept and member and member is members[-1] and left in _PREDICATIVE:
            break
        if not any(w.narrows for w in member):
            plain = bool(member) or left in _OPENING
            if kept and plain and joint in _EITHER and kept[-1][0].narrows:
                kept[-1:] = [rest] if (rest := kept[-1][1:]) else []  # "known or suspected severe …"
            break
        kept.append(tuple(reversed(member)))
    return tuple(reversed(kept))


class _Reader:
    """Takes words off the end of a text."""

    def __init__(self, text: str, kind: str, *, measure: bool) -> None:
        self._text = text
        self._tokens = list(_TOKEN.finditer(text))
        self._words = [t.group().lower() for t in self._tokens]
        self._passing = _passed_over(kind)
        self._kinds: frozenset[str] = frozenset()
        self._listed = _listed(kind) | _by_role()["amount"] if measure else _listed(kind)
        self._by_form = kind in _NAMED and not measure

    def last(self, n: int = 1) -> str:
        """The last tokens that are left, in lower case."""
        return " ".join(self._words[-n:])

    def has_joint(self) -> bool:
        """Whether a joint stands at the end; "medical" of "medical or psychiatric illness" then tells a kind."""
        joined = bool(self.joint())
        self._kinds = _words_of("kind") if joined else frozenset()
        return joined

    def joint(self) -> str:
        """The joint at the end, taken off: "or" of ", or"."""
        found = ""
        while (sign := self.last()) in _JOINTS or self._spans():
            found = sign if found in ("", ",") else found
            self._take(1, narrows=False)
        return found

    def _spans(self) -> bool:
        """`mild to moderate`, but not "refractory to"."""
        return (
            self.last() == "to"
            and self.last(2).split(" ")[0] in _by_role()["severity"] | _by_role()["amount"]
        )

    def member(self) -> Iterator[Word]:
        """Words of one member from the right, taken off."""
        while self._tokens:
            if n := self._modifier():
                yield self._with_degree(self._take(n, narrows=True))
            elif self.last() in self._passing:
                yield self._take(1, narrows=False)
            else:
                return

    def _take(self, n: int, *, narrows: bool) -> Word:
        taken = self._tokens[-n:]
        del self._tokens[-n:]
        del self._words[-n:]
        return Word(taken[0].start(), taken[-1].end(), narrows)

    def _with_degree(self, word: Word) -> Word:
        """`clinically significant`, `at least moderate`: the adverb belongs to its word."""
        while n := self._degree():
            word = Word(self._take(n, narrows=True).start, word.end, narrows=True)
        return word

    def _degree(self) -> int:
        """Of how many tokens the adverb at the end is, or the second of two: "histologically or cytologically"."""
        word = self.last()
        if word in _JOINTS and word != "," and self.last(2).split(" ")[0].endswith("ly"):
            return 2
        if word == "more" and self.last(2) == "or more":
            return 0
        if self.last(2) in _degrees():
            return 2
        adverb = word.endswith("ly") and word not in self._listed and word not in _other()
        return 1 if adverb or word in _degrees() else 0

    def _bracketed(self) -> int:
        """Of how many tokens `(non-infectious)`, `(i.e., oral or injected)` is; 0 where it holds anything else."""
        n = next((n for n in range(3, _LONGEST_BRACKET) if self.last(n).startswith("( ")), 0)
        if not n or n > len(self._tokens):
            return 0
        start, end = self._tokens[-n].end(), self._tokens[-1].start()
        inside = [w for w in self._words[-n + 1 : -1] if w not in _JOINTS]
        if lead := _THAT_IS.match(self._text, start, end):
            inside = [t.group().lower() for t in _TOKEN.finditer(self._text, lead.end(), end)]
            inside = [w for w in inside if w not in _JOINTS]
        told = inside and all(w in self._listed or is_adjective(w) or w in _ROUTES for w in inside)
        return n if told else 0

    def _modifier(self) -> int:
        """Of how many tokens the modifier at the end is; 0 where there is none."""
        if (word := self.last()) in self._kinds:
            return 1
        if word == ")":
            return self._bracketed()
        if word in self._passing:
            return 2 if self.last(2) in self._listed and len(self._tokens) > 1 else 0  # "newly diagnosed"
        if _STAGE_END.fullmatch(word) and (m := _STAGE.search(self._text, 0, self._tokens[-1].end())):
            return sum(t.start() >= m.start() for t in self._tokens)
        for n in (3, 2, 1):
            if self.last(n) in self._listed:
                return min(n, len(self._tokens))
        if word in _ARTICLES and self.last(2) == f"only {word}":
            return 2
        return int(self._by_form and is_adjective(word))


@functools.cache
def _by_role() -> dict[str, frozenset[str]]:
    """Words of `modifiers.csv` by role. Raises VocabularyError on an unknown one."""
    rows = unique(table("modifiers"), "word", where="modifiers.csv").values()
    wrong = {row["role"] for row in rows} - ROLES
    if wrong:
        raise VocabularyError(f"modifiers.csv: unknown role {', '.join(sorted(wrong))}")
    return {role: frozenset(row["word"].lower() for row in rows if row["role"] == role) for role in ROLES}


@functools.cache
def _all_listed() -> frozenset[str]:
    return frozenset().union(*_by_role().values())


# "DSM-IV diagnosis" is not intravenous; of a test its bound tells the amount
_FOREIGN = {"condition": {"route"}, "measurement": {"route", "dose"}}


@functools.cache
def _listed(kind: str) -> frozenset[str]:
    without = {"degree", "amount"} | _FOREIGN.get(kind, set())
    return frozenset(w for role, words in _by_role().items() if role not in without for w in words)


@functools.cache
def _graded() -> frozenset[str]:
    """`serious or uncontrollable diseases` are no two diseases."""
    return frozenset().union(*(_by_role()[role] for role in ("severity", "control", "symptoms")))


@functools.cache
def _sorted_states(kind: str) -> dict[str, str]:
    """Words of a state that a kind of thing hands on to its examples, with their sorts; not those by which it is of
    its kind: "major surgery", "systemic disease", "strong inhibitors"."""
    sorts = {
        "control": "grade",
        "symptoms": "grade",
        "course": "course",
        "company": "course",
        "order": "time",
    }
    sorts |= {"severity": "grade"} if kind == "condition" else {}
    sorts |= {"route": "route", "dose": "dose"} if kind in ("drug", "procedure") else {}
    found = {w: sort for role, sort in sorts.items() for w in _by_role()[role]}
    return {w: sort for w, sort in found.items() if not _OF_CLASS.fullmatch(w)}


def _degrees() -> frozenset[str]:
    return _by_role()["degree"]


@functools.cache
def _passed_over(kind: str) -> frozenset[str]:
    """Words that narrow nothing; `concomitant` says of a drug only that it is taken."""
    return _plain() | _by_role()["company"] if kind == "drug" else _plain()


def _plain() -> frozenset[str]:
    return _words_of("plain") | _words_of("kind")


def _other() -> frozenset[str]:
    """Nouns and verbs with an adjective's or an adverb's ending."""
    return _words_of("other")


@functools.cache
def _words_of(role: str) -> frozenset[str]:
    return frozenset(row["word"] for row in table("plain_words") if row["role"] == role)
