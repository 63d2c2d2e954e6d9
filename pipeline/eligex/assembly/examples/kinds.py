"""A kind of thing and the examples that the text gives of it: `active autoimmune disease (e.g. lupus, psoriasis)`.

Which statement is a head, which are its examples, and where they end. What is said of the one is handed on to the
others in `examples/exemplars.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eligex.assembly.forms.extents import meets
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.described import is_general
from eligex.assembly.grammar.lists import CLOSED, OWN_NOUN, SIGN, shares_head
from eligex.assembly.items.premodifiers import run_before
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_CUES = Scanner(
    lazily(
        r"""\b(?:including | such\s+as | incl\b\.? | e\.?\s?g\b\.? | i\.?\s?e\b\.? | for\s+(?:example|instance)
          | in\s+particular | especially | particularly | notably | namely | (?<=[(s]\s)like(?=\s) | (?<=\()like(?=\s)
          | (?:which|that|these|this)\s+(?:may\s+|can\s+|could\s+)?includes? | (?<=\()includes?
        )(?!\w)[\s,:;]*
        (?:(?:but\s+)?(?:is\s+|are\s+)?not\s+(?:necessarily\s+)?(?:limited|restricted|confined)\s+to[\s,:;]*)?
        (?:(?:any|one|one\s+or\s+more|all)\s+(?:of\s+)?)?(?:the\s+following[\s,:;]*)?""",
        re.IGNORECASE | re.VERBOSE,
    )
)
_ET_CETERA = lazily(r"[,\s]etc\b[\s.]*\Z", re.IGNORECASE)
_DENYING = lazily(r"\s*(?:no|not|without|except|excluding|other\s+than|unless)\b", re.IGNORECASE)
_BETWEEN = lazily(
    r"(?:\s+(?:in|of|at|on)\s+(?:(?:the|their|an?)\s+)?[a-z-]+(?:\s+[a-z-]+)?)?"
    r"(?:\s+(?:events?|episodes?))?(?:\s+(?:(?:that|which)\s+(?:(?:has|have)\s+)?)?(?:occurr(?:ed|ing)|happen(?:ed|ing)|experienced|diagnosed|documented|detected))?"
    r"[\s,:–-]*(?:(?:that|which)[\s,]*)?",
    re.IGNORECASE,
)
_OTHER_THAN = lazily(r"(?:other\s+than|aside\s+from|apart\s+from)", re.IGNORECASE)
_TREATED = lazily(
    r"\b(?:for|against|treatment\s+of|treated\s+for)\s+(?:(?:the|an?|his|her|their)\s+)?\Z", re.IGNORECASE
)
_NEAR = 24
_LEAD = lazily(r"\s*(?:(?!\b(?:or|and|other|any|not|history|but)\b)[^\W\d_][\w'’-]*\s+){0,4}", re.IGNORECASE)
_CLAUSE = lazily(
    r"\s+(?P<text>(?:that|which)\s+(?:(?!\b(?:(?:is|are|was|were|will)\s+(?:not\s+)?(?:allowed|permitted|excluded|eligible)|should|must|cannot|can\s+not)\b)[^,;:().])+)[\s,]*",
    re.IGNORECASE,
)
# with a member's own words before its name; another kind of thing, people and deeds begin anew
_JOINT = lazily(
    rf"\s*(?:{SIGN.pattern}\s*)+(?:(?!\b(?:any|other|history|known|current(?:ly)?|prior|previous|use|patients?|subjects?|participants?"
    r"|those|wom[ae]n|has|have|had|who|not|no)\b)[^\W\d_][\w'’-]*\s+){0,4}",
    re.IGNORECASE,
)
_IN_LINES = lazily(r":\s*\n\s*\Z")  # "e.g.:", and one example a line
_NEXT_LINE = lazily(r"\s*\n\s*(?:(?!(?:no|not|none)\b)[^\W\d_][\w'’-]*\s+){0,4}", re.IGNORECASE)
_OBJECTS = lazily(  # that examples are of rather than of what is farther off
    r"\b(?:conditions|diseases|disorders|symptoms|complications|events|effects|outcomes|reactions|endpoints|parameters|measures"
    r"|drugs|medications|agents|procedures|assessments?|tests?|factors|therapies|treatments|evaluations?|examinations?|history"
    r"|variables|criteria)[\s,]*\Z",
    re.IGNORECASE,
)
_BY_METHOD = lazily(
    r"(?:as\s+)?(?:determined|assessed|documented|confirmed|evidenced|measured|diagnosed|based)\s+(?:by|on|upon|using|with)\b",
    re.IGNORECASE,
)
_TELLS = lazily(r"\b(?:if|when|because|is|are|was|were|has|have|had|it)\b", re.IGNORECASE)  # a sentence
_ANY_OTHER = lazily(r"\b(?:any|other)\b", re.IGNORECASE)
_AND_SO_ON = lazily(  # ", or any other type of treatment"
    r"[\s.,]*(?:etc\b[\s.]*|(?:(?:or|and|and/or)\s+)?(?:any\s+)?others?\b(?:\s+[\w-]+){0,5}\s*)?",
    re.IGNORECASE,
)
# "severe infection, including hospitalization for …, sepsis"
_STAY = lazily(r"hospitali[sz]ation\b", re.IGNORECASE)
_TWO = lazily(r"\s+(?:and|or|and/or)\s+", re.IGNORECASE)
_CLOSES = lazily(r"\b(?:or|and|and/or)\b", re.IGNORECASE)
_LABELS = {
    "CONDITION": ("CONDITION", "PROCEDURE", "STATE"), "DRUG": ("DRUG", "PROCEDURE"), "PROCEDURE": ("DRUG", "PROCEDURE"),
}  # fmt: skip
_LIKE = {
    "condition": {"condition", "procedure", "state"}, "drug": {"drug", "procedure"}, "procedure": {"drug", "procedure"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """`start` is where the head's words end, `begin` where the examples do begin and `stop` where they end at the
    latest; `behind` is where the text goes on behind a bracket that is theirs, else None."""

    start: int
    begin: int
    stop: int
    behind: int | None


@dataclass(frozen=True, slots=True)
class Examples:
    """`beside` share the head's noun ("renal" of "renal or cardiac disease, e.g. …"); `clause` is a relative clause
    behind the head that nothing reads yet."""

    head: Statement
    beside: list[Statement]
    members: list[Statement]
    cue: Cue
    clause: tuple[int, int] | None

    @property
    def end(self) -> int:
        """Where the text goes on that is of the whole again."""
        return self.cue.behind if self.cue.behind is not None else self.members[-1].end


def announced(item: Item) -> Iterator[Cue]:
    """The places at which a word says that examples follow."""
    for m in item.matches(_CUES):
        inside = item.segments.bracket(m.start())
        if inside is not None and not item.quote(inside[0] + 1, m.start()).strip(" ,"):
            yield Cue(inside[0], m.end(), inside[1] - 1, inside[1])
        else:
            stop = item.segments.bounds(m.start())[1]
            yield Cue(m.start(), m.end(), min(stop, inside[1] - 1) if inside else stop, None)
    for a, b in item.segments.brackets:  # "prior treatment (radiation, hormones, etc.)"
        inner = item.quote(a + 1, b - 1)
        told = _DENYING.match(inner) or any(a < m.start() < b for m in item.matches(_CUES))
        if _ET_CETERA.search(inner) and not told:
            yield Cue(a, a + 1, b - 1, b)


def before_examples(item: Item, a: int, b: int) -> int:
    """Where a clause [a, b) ends: before the examples of what it is told of, not before those of its own object ("that
    increases the risk of events such as stroke")."""
    if not any(a < m.start < b for m in item.mentions):
        return b
    cue = next((c for c in announced(item) if a < c.start < b), None)  # behind the first the clause may go on
    if cue is None or not _are_of_head(item, a, b, cue):
        return b
    whole = cue.behind is None or not item.quote(cue.behind, max(b, cue.behind)).strip(" .,;")
    return a + len(item.quote(a, cue.start).rstrip(" ,")) if whole else b


def _are_of_head(item: Item, a: int, b: int, cue: Cue) -> bool:
    head = max((m for m in item.mentions if m.end <= a), key=lambda m: m.end, default=None)
    label = head.label if head is not None and item.segments.same(head.start, a) else "CONDITION"
    clause = item.quote(a, cue.start).rstrip()
    apart = cue.behind is not None or clause.endswith(",")
    labels = _LABELS.get(label, ()) if apart else (label,)
    if _BY_METHOD.match(clause):
        return False
    if not any(m.label in labels for m in item.mentions if cue.begin <= m.start < min(b, cue.stop)):
        return False
    if item.quote(cue.start, cue.begin).lower().lstrip("( ").startswith("th"):  # "(this includes …)"
        return True
    last = a + len(clause.rstrip(","))
    own = any(a <= m.start and m.end == last and m.label == label for m in item.mentions)
    return (cue.behind is not None or not own) and not _OBJECTS.search(clause)


def exemplified(item: Item, statements: list[Statement]) -> list[Examples]:
    """The heads of an item with what is stated of their examples, in text order."""
    if len(statements) < 2:
        return []
    told = [e for cue in announced(item) if (e := _examples(item, cue, statements)) is not None]
    opened = {e.cue.start for e in told}
    for a, b in item.segments.brackets:
        if a not in opened and (e := _apposed(item, Cue(a, a + 1, b - 1, b), statements)) is not None:
            told.append(e)
    return sorted(told, key=lambda e: e.cue.start)


def _examples(item: Item, cue: Cue, statements: list[Statement]) -> Examples | None:
    head = _head(item, cue, statements)
    if head is None:
        return None
    members = _inside(item, head, cue, statements) if cue.behind else _listed(item, head, cue, statements)
    if not members:
        return None
    return Examples(head, _beside(item, head, statements), members, cue, _clause(item, head, cue.start))


def examples_by(item: Item, statements: list[Statement]) -> list[set[int]]:
    """The identities of the statements that are a kind of thing and its examples."""
    return [{id(s) for s in (e.head, *e.beside, *e.members)} for e in exemplified(item, statements)]


def gathered(item: Item, units: list[list[Statement]]) -> list[list[Statement]]:
    """Units of which one is a disease that an inclusion asks for and the others its examples as one: any will do."""
    groups: dict[int, set[int]] = {}
    for e in exemplified(item, [s for unit in units for s in unit]):
        if is_choice(item, e):
            own = groups.setdefault(id(e.head), set())
            own |= {id(s) for s in (e.head, *e.beside, *e.members)}
    for own in groups.values():
        inside = [i for i, unit in enumerate(units) if all(id(s) in own for s in unit)]
        if inside and inside == list(range(inside[0], inside[-1] + 1)):
            units[inside[0] : inside[-1] + 1] = [[s for i in inside for s in units[i]]]
    return units


def is_choice(item: Item, e: Examples) -> bool:
    return item.section == "inclusion" and e.head.kind == "condition" and not e.head.negated


def _beside(item: Item, head: Statement, statements: list[Statement]) -> list[Statement]:
    found: list[Statement] = []
    for s in reversed([s for s in statements if s.end <= head.at]):
        if not shares_head(item, s, found[-1] if found else head):
            break
        found.append(s)
    return found


def _apposed(item: Item, cue: Cue, statements: list[Statement]) -> Examples | None:
    """`inflammatory disease (arthritis, colitis)`: two or more, and nothing else in the bracket."""
    if sum(cue.begin <= s.at < cue.stop for s in statements) < 2:
        return None
    excepts = any(c.overlaps(cue.begin, cue.stop) for c in (*item.contexts, *item.negations))
    found = None if excepts else _examples(item, cue, statements)
    if found is None or len(found.members) < 2:
        return None
    ends = [cue.begin, *(m.end for m in found.members)]
    gaps = [item.quote(a, max(a, m.at)) for a, m in zip(ends, found.members, strict=False)]
    plain = _LEAD.fullmatch(gaps[0]) and all(_JOINT.fullmatch(gap) for gap in gaps[1:])
    return found if plain and _AND_SO_ON.fullmatch(item.quote(ends[-1], cue.stop)) else None


def _head(item: Item, cue: Cue, statements: list[Statement]) -> Statement | None:
    """The statement that the examples are right behind; what stands between is told of it."""
    outer = item.segments.bracket(cue.start)
    before = [
        s
        for s in statements
        if s.end <= cue.start and item.segments.same(s.at, cue.start) and item.segments.bracket(s.at) == outer
    ]
    head = max(before, key=lambda s: s.end, default=None)
    if head is None or not _may_head(head):
        return None
    gap = CLOSED.sub(" ", OWN_NOUN.sub("", _untold(item, head, cue.start), count=1))
    if not (_BETWEEN.fullmatch(gap) or _clause(item, head, cue.start)):
        return None
    parted = _excepted(item, head)
    return next((s for s in reversed(before) if s.end <= parted and _may_head(s)), None) if parted else head


def _may_head(s: Statement) -> bool:
    return s.subject is not None and s.threshold is None and s.kind in _LIKE


def _excepted(item: Item, s: Statement) -> int:
    """Where the cue before a statement stands that sets it apart: `disease other than asthma (e.g. …)`; else 0."""
    near = [c for c in item.contexts if c.label == "EXCEPTION" and c.end <= s.at <= c.end + _NEAR]
    return next((c.start for c in near if _OTHER_THAN.match(item.quote(c.start, c.end))), 0)


def _clause(item: Item, head: Statement, upto: int) -> tuple[int, int] | None:
    m = _CLAUSE.fullmatch(item.text, head.end - item.start, upto - item.start)
    if m is None:
        return None
    a = item.start + m.start("text")
    b = a + len(m["text"].rstrip())
    read = (*item.mentions, *item.thresholds, *item.windows, *item.negations)
    return None if any(f.overlaps(a, b) for f in read) or meets((a, b), head.taken) else (a, b)


def _untold(item: Item, s: Statement, upto: int) -> str:
    """The words behind a statement that it does not rest on."""
    words = item.quote(s.end, upto)
    for a, b in s.taken:
        if s.end <= a and b <= upto:
            words = words[: a - s.end] + " " * (b - a) + words[b - s.end :]
    return words


def _alike(item: Item, head: Statement, cue: Cue, s: Statement) -> bool:
    """A treatment or a state exemplifies a disease right behind its name, "sterilised (e.g. hysterectomy)", or one that
    is a general word, "any condition that …, such as a pacemaker"; not one that something is done for."""
    kinds = _LIKE[head.kind]
    if head.kind == "condition" and s.kind != "condition":
        near = not item.quote(head.end, cue.start).strip(" ,:") or is_general(item, head)
        near = near and not _TREATED.search(item.quote(max(item.start, head.at - _NEAR), head.at))
        kinds = kinds if near else {head.kind}
    return s.kind in kinds and head.base is s.base and not _denied(item, cue, s)


def _denied(item: Item, cue: Cue, s: Statement) -> bool:
    """Whether a cue among the examples denies one."""
    scopes = [n.value.get("scope", (0, 0)) for n in item.negations if cue.begin <= n.start and n.end <= s.at]
    return any(lo <= s.at < hi for lo, hi in scopes)


def _inside(item: Item, head: Statement, cue: Cue, statements: list[Statement]) -> list[Statement]:
    """What a bracket names, up to another kind of thing."""
    found: list[Statement] = []
    for s in statements:
        if cue.begin <= s.at < cue.stop and s.subject is not None:
            lead = item.quote(found[-1].end if found else cue.begin, s.at)
            if (_ANY_OTHER.search(lead) and found) or _TELLS.search(lead):
                break
            if _alike(item, head, cue, s):
                found.append(s)
    return found


def _listed(item: Item, head: Statement, cue: Cue, statements: list[Statement]) -> list[Statement]:
    """The list behind a cue in the midst of a sentence, as far as it surely goes."""
    outer = item.segments.bracket(cue.start)
    first = not _is_member(item, head, statements)
    lines = _IN_LINES.search(item.quote(cue.start, cue.begin)) is not None
    found: list[Statement] = []
    closed = False
    for s in statements:
        if not cue.begin <= s.at < cue.stop or item.segments.bracket(s.at) != outer:
            continue
        stay = not found and head.kind == "condition" and _STAY.match(item.quote(s.start, s.end)) is not None
        graded = (
            found and head.kind == "condition" and _is_graded(s)
        )  # "angina, grade 2 or greater neuropathy"
        if (
            s.subject is None
            or (s.kind == "state" and not stay)
            or not (stay or graded or _alike(item, head, cue, s))
        ):
            if found and s.threshold is not None:
                continue  # "infection > grade 2, heart failure"
            break
        gap = _gap(item, found[-1] if found else None, cue, s)
        in_lines = found and lines and _NEXT_LINE.fullmatch(gap)
        if not (in_lines or (_JOINT if found else _LEAD).fullmatch(gap)):
            break
        joined = _CLOSES.search(gap) is not None
        if found and "," in gap and (closed or not first or (joined and len(found) == 1)):
            break  # "A or B, C", "X, disease including A, Y", "disease such as A, or Y"
        closed = closed or (bool(found) and joined)
        found.append(s)
    return found


def _is_graded(s: Statement) -> bool:
    """Of a condition, not of a scale."""
    return s.kind == "score" and s.subject is not None and (s.subject.name or "").startswith("grade of ")


def _gap(item: Item, last: Statement | None, cue: Cue, s: Statement) -> str:
    """The words before a member without those that narrow it."""
    words = _untold(item, last, s.at) if last else item.quote(cue.begin, s.at)
    if _is_graded(s) and s.threshold is not None and s.threshold.end <= s.at:  # the grade stands before it
        words = words.replace(item.quote(s.threshold.start, s.threshold.end), " ", 1)
    gap = CLOSED.sub(" ", words)
    told = run_before(gap, kind=s.kind).extent
    return gap[: told[0]] + gap[told[1] :] if told else gap


def _ends_alike(item: Item, a: Statement, b: Statement) -> bool:
    """`autoimmune diseases and inflammatory diseases, such as A`: one kind by two names."""
    words = [item.quote(s.at, s.end).lower().split()[-1] for s in (a, b)]
    joined = _TWO.fullmatch(item.quote(a.end, max(a.end, b.begin(a.end)))) is not None
    return joined and words[0] == words[1]


def _is_member(item: Item, head: Statement, statements: list[Statement]) -> bool:
    """Whether other things are listed before a head, so that what is behind its examples may be another one."""
    before = [s for s in statements if s.end <= head.at and item.segments.same(s.at, head.at)]
    return (
        bool(before)
        and not before[-1].is_elided
        and not _ends_alike(item, before[-1], head)
        and SIGN.search(item.quote(before[-1].end, head.at)) is not None
    )
