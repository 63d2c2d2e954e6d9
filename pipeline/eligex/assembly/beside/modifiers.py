"""Words before a name that narrow it (`items/premodifiers.py`) become qualifiers of its statement.

They are no part of a name ("severe renal impairment" is coded as renal impairment), yet a statement
without them says more than the text. Adjectives that share one head share what stands before the first:
"severe pancreatic or kidney disease" speaks of two severe diseases. An adjective that is an alternative to
the name's own, "general" of "general or spinal anesthesia", makes a statement of its own.
"""

import bisect
import re
from dataclasses import replace
from itertools import pairwise

from eligex.assembly.beside.shared_rows import share_rows
from eligex.assembly.beside.shared_states import AMOUNT, alternatives, qualify, share_states, words_before
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import shares_head
from eligex.assembly.grammar.residual import requalify
from eligex.assembly.items.drug_actions import SOURCE as SHARED_TARGET
from eligex.assembly.items.naming import is_new
from eligex.assembly.items.organ_rows import SOURCE as ROW
from eligex.assembly.items.premodifiers import (
    Run,
    Word,
    graded,
    is_listed,
    leading,
    narrowing,
    run_before,
    tells_course,
    tells_state,
)
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_KINDS = {"condition", "procedure", "drug"}
_OTHERS = {"measurement", "state"}
_REACH = 80
_SLASH = re.compile(r"\s*/\s*")
_HEAD_BEHIND = re.compile(
    r"\s+(?:treatments?|therap(?:y|ies)|drugs?|agents?|medications?|preparations?)\b", re.IGNORECASE
)
_NOT = re.compile(
    r"\b(?:(?P<other>[\w-]+)\s+(?:or|and/or)\s+)?(?P<not>not\s+)(?:(?:yet|been|being)\s+)*\Z", re.IGNORECASE
)
_PARTICIPLE = re.compile(
    r"(?:\w+ly\s+|well[\s-])?(?!un)\w{3,}(?:ed|able|ible)\b|(?:clinically|medically)\s+(?:significant|relevant)\b",
    re.IGNORECASE,
)
_OPEN = lazily(r"\s*(?:,|/|or\b|and\b)", re.IGNORECASE)
_GLUED = re.compile(r"-\S*")
# `large doses of`, `chronic use of`; of a history or a diagnosis only the word before it says more
_MEASURE = re.compile(
    rf"\b(?:(?P<amount>{AMOUNT})|history|diagnosis|episodes?|elevations?|increases?)\s+(?:of|with|in)\s+(?:(?:an?|the|any|other)\s+)*$",
    re.IGNORECASE,
)
_MANNER = lazily(r"(?:\w+ly(?:\s*(?:,|/|or|and|and/or)\s*)?)+", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:more\s+than|at\s+least|over)\s+(?:one|two|three|four|five)\s+(?:prior\s+|previous\s+)?$"
    r"|\b(?:two|three|four|five)\s+or\s+more\s+(?:prior\s+|previous\s+)?$",
    re.IGNORECASE,
)
_NEWLY = re.compile(
    r"\b(?P<how>(?:newly|recently)\s+diagnosed)\s+(?:with|as\s+having)\s+(?:(?:an?|the)\s+)?\Z", re.IGNORECASE
)
_NEWLY_NEAR = 40


def modify(item: Item, statements: list[Statement]) -> None:
    """Makes qualifiers of the modifiers before each name, and statements of the alternatives to its own."""
    floors = _floors(item, statements)
    for s in list(statements):
        if s.subject is not None and s.kind in _KINDS:
            at = next(i for i, x in enumerate(statements) if x is s)
            statements[at:at] = _siblings(item, s, floors)
    floors = _floors(item, statements)
    for s in statements:
        if s.subject is not None and (s.kind in _KINDS | _OTHERS or _is_grade(s)):
            _own(item, s, floors)
            _uncoded(item, s)
            _newly(item, s)
    first: Statement | None = (
        None  # what stands before a later member is its own: "ovarian, primary peritoneal or …"
    )
    for before, s in pairwise(statements):
        shared = shares_head(item, before, s) or _shares_noun(item, before, s)
        shared = shared or _share_grade(before, s) or _shares_target(before, s)
        if shared or _is_pair(item, before, s):
            first = first or before
            _share(item, before if _is_pair(item, before, s) else first, s)
        else:
            first = None
    share_back(item, statements)
    share_states(item, statements)
    share_rows(item, statements)


def _newly(item: Item, s: Statement) -> None:
    """`newly diagnosed with asthma` speaks of newly diagnosed asthma."""
    at = s.begin(item.start)
    lo = max(item.start, at - _NEWLY_NEAR)
    m = _NEWLY.search(item.quote(lo, at)) if s.kind == "condition" else None
    if m is not None:
        s.qualify_apart(lo + m.start("how"), lo + m.end("how"), m["how"])


def share_back(item: Item, statements: list[Statement]) -> None:
    """`HIV/AIDS on treatment`: what stands behind the last of a pair, or behind the head of adjectives, is of all."""
    for before, s in reversed(list(pairwise(statements))):
        if shares_head(item, before, s) or _is_pair(item, before, s):
            _share_back(item, before, s)


def _floors(item: Item, statements: list[Statement]) -> list[int]:
    """Where something ends that is no modifier, sorted."""
    taken = [b for s in statements for _, b in s.taken]
    named = [m.end for m in item.mentions if not is_new(m)]
    told = [f.end for f in (*item.windows, *item.durations, *item.thresholds)]
    cues = [
        n for n in item.negations if n.value["kind"] != "prefix" and not is_listed(item.quote(n.start, n.end))
    ]
    ends = {item.start, *taken, *named, *told, *(n.end for n in cues)}
    named += [s.subject.end for s in statements if s.subject is not None]
    for w in item.windows:  # "4 weeks since hormonal or biologic therapy", whose anchor lacks the head
        begin = w.value.get("anchor_start")
        if begin is not None and w.end not in named and _OPEN.match(item.text, w.end - item.start):
            ends = (ends - {w.end}) | {begin}
    return sorted(ends)


def _before(item: Item, at: int, floors: list[int]) -> tuple[int, str]:
    """The words between the last floor and a name, and where they begin."""
    start = max(at - _REACH, floors[bisect.bisect_right(floors, at) - 1], item.segments.bounds(at)[0])
    words = item.quote(start, at)
    glued = _GLUED.match(words)  # the end of a word of which the begin is something else
    return (start + glued.end(), words[glued.end() :]) if glued else (start, words)


def _own(item: Item, s: Statement, floors: list[int]) -> None:
    assert s.subject is not None
    at = min(s.start, s.subject.start) if _is_grade(s) else s.subject.start
    start, words = _before(item, at, floors)
    if not words or not words[-1].isspace():
        return
    unknown = s.kind == "measurement" and s.threshold is None and is_new(s.subject)
    run = run_before(words, kind="condition" if unknown or _is_grade(s) else s.kind)
    if (told := run.extent) is not None:
        alone = not run.joined or _stacked(item, s, words, told)
        more = 0 if alone else _graded_with(item, s, words[run.members[-1][0].start :])
        if alone or more:  # "serious or uncontrollable diseases"
            begin = _denied(item, start + told[0], words[slice(*told)])
            end = s.subject.start + more if more else start + told[1]
            if (whole := _with_manner(item, s, begin)) < begin:
                requalify(item, s, whole, end)
            else:
                qualify(item, s, begin, end)
            words = words[: told[0]]
    _measured(item, s, start, words)


def _with_manner(item: Item, s: Statement, begin: int) -> int:
    """Where `histologically` begins of "histologically confirmed", of which the adverb was told by itself."""
    near = (a for a, b in s.aside if b < begin and item.quote(b, begin).isspace())
    a = next(near, begin)
    return a if _MANNER.fullmatch(item.quote(a, begin).strip()) else begin


def _is_grade(s: Statement) -> bool:
    """`Active GVHD of grade II`: of a condition, not of a scale."""
    return s.kind == "score" and s.subject is not None and (s.subject.name or "").startswith("grade of ")


def _share_grade(before: Statement, s: Statement) -> bool:
    """`unresolved grade ≥ 2 diarrhea or nausea`"""
    return _is_grade(before) and _is_grade(s) and before.threshold is s.threshold


def _denied(item: Item, at: int, words: str) -> int:
    """Where the `not` stands that denies the first of these words: "unstable or not well controlled disease"."""
    lo = max(item.segments.bounds(at)[0], at - _REACH)
    m = _NOT.search(item.quote(lo, at)) if _PARTICIPLE.match(words) else None
    if m is None:
        return at
    other = m["other"] and (is_listed(m["other"]) or m["other"].lower() == "normal")
    return lo + m.start("other" if other else "not")


def _uncoded(item: Item, s: Statement) -> None:
    """`active` of "active tuberculosis", where the vocabulary's name for it is tuberculosis alone."""
    f = s.subject
    if f is None or f.name is None or s.kind not in _KINDS | {"state"} or s.is_elided:
        return
    end = narrowing(item.quote(f.start, f.end), f.name, kind=s.kind)
    if end:
        qualify(item, s, f.start, f.start + end)


def _graded_with(item: Item, s: Statement, member: str) -> int:
    """Where the words of a name end that one degree of it is an alternative to; 0 where none is."""
    assert s.subject is not None
    name = item.quote(s.subject.start, s.subject.end)
    return graded(name) or (leading(name) if graded(member) else 0) or _of_state(name, member)


def _of_state(name: str, member: str) -> int:
    """`actively progressing` of "symptomatic, untreated or actively progressing metastases"."""
    words = name.split(" ")
    end = 2 if words[0].lower().endswith("ly") else 1
    told = len(words) > end and tells_course(words[end - 1]) and tells_state(member)
    return len(" ".join(words[:end])) if told else 0


def _measured(item: Item, s: Statement, start: int, words: str) -> None:
    """`large doses`, `more than one course`, `chronic use` of what `words` stand before."""
    measure = _MEASURE.search(words)
    if measure is None:
        return
    lead = words[: measure.start()]
    run = run_before(lead, kind=s.kind, measure=True)
    told = run.extent if not run.joined else None
    counted = _COUNTED.search(lead[: told[0]] if told else lead) if measure["amount"] else None
    if counted is not None:
        told = (counted.start(), measure.end("amount"))
    if told is not None:
        qualify(item, s, start + told[0], start + (measure.end("amount") if measure["amount"] else told[1]))


def _stacked(item: Item, s: Statement, words: str, told: tuple[int, int]) -> bool:
    """`serious` of "a serious, nonhealing wound"; not of "uncontrolled, renal failure" behind another disease,
    nor "chiropractic, physical therapy"."""
    assert s.subject is not None
    if words[told[1] :].strip() != "," or words[: told[0]].rstrip().endswith(","):
        return False
    return leading(item.quote(s.subject.start, s.subject.end)) > 0 or is_listed(
        words[slice(*told)].split()[-1]
    )


def _siblings(item: Item, s: Statement, floors: list[int]) -> list[Statement]:
    """`general` and `epidural` of "general, epidural or spinal anesthesia", where `s` is of the last."""
    assert s.subject is not None
    head = _head(item, s)
    start, words = _before(item, s.subject.start, floors)
    if not head or not words or (words.rstrip().endswith(",") and not s.is_elided):
        return []
    run = run_before(words, kind=s.kind)
    members = _kinds(words, run) if run.joined else _other_courses(item, s, words, run)
    wholes = (_whole(item, s, words[m[-1].start : m[-1].end]) or head for m in members)
    return [_sibling(item, s, m, start, whole) for m, whole in zip(members, wholes, strict=True)]


def _whole(item: Item, s: Statement, word: str) -> str:
    """`acute lymphocytic leukemia` of "recurrent or refractory acute lymphocytic leukemia": all but the state."""
    assert s.subject is not None
    first, _, rest = item.quote(s.subject.start, s.subject.end).partition(" ")
    return rest if not s.is_elided and is_listed(word) and is_listed(first) else ""


def _kinds(words: str, run: Run) -> list[tuple[Word, ...]]:
    """The members that tell a kind; "serious or active" of "serious or active medical or psychiatric" only grades."""
    kept: list[tuple[Word, ...]] = []
    listed = False
    for member in reversed(run.members):
        last = words[member[-1].start : member[-1].end]
        if graded(last) or (kept and is_listed(last) and not listed):
            break
        listed = is_listed(last)
        kept.insert(0, member)
    return kept


def _other_courses(item: Item, s: Statement, words: str, run: Run) -> list[tuple[Word, ...]]:
    """`chronic` of "chronic or clinically relevant acute infections"."""
    assert s.subject is not None
    first, *_ = item.quote(s.subject.start, s.subject.end).split()
    others = run.members[:-1]
    apart = all(len(m) == 1 and tells_course(words[m[0].start : m[0].end]) for m in others)
    return list(others) if apart and tells_course(first) else []


def _head(item: Item, s: Statement) -> str:
    """What the alternatives to a name's own adjective share: `anesthesia`."""
    assert s.subject is not None
    own = item.quote(s.subject.start, s.subject.end)
    if s.is_elided:
        return (s.subject.name or "").removeprefix(own.lower()).strip()
    end = leading(own)
    return own[end:].strip() if end else ""


def _sibling(item: Item, s: Statement, member: tuple[Word, ...], start: int, head: str) -> Statement:
    assert s.subject is not None
    a, b = start + member[-1].start, start + member[-1].end
    name = f"{item.quote(a, b)} {head}".lower()
    subject = replace(
        s.subject.renamed(" ".join(name.split())), start=a, end=b, source="assembly:shared-head"
    )
    times = {(f.start, f.end) for f in (s.window, s.duration) if f is not None}
    aside = [e for e in s.aside if e[0] >= s.end]
    kept = [q for e, q in zip(s.aside, s.qualifiers, strict=True) if e[0] >= s.end]
    return replace(
        s, start=a, end=b, subject=subject, qualifiers=kept, aside=aside, taken={(a, b), *times, *aside}
    )


def _shares_noun(item: Item, before: Statement, s: Statement) -> bool:
    """`topical analgesic or anti-inflammatory treatment`."""
    headed = s.kind == "drug" and _HEAD_BEHIND.match(item.text, s.end - item.start)
    return bool(headed) and not words_before(s) and alternatives(item, before, s)


def _shares_target(before: Statement, s: Statement) -> bool:
    """`strong CYP3A4 inhibitors or inducers`: both are strong, where the second is not told apart."""
    both = before.subject is not None and s.subject is not None and s.subject.source == SHARED_TARGET
    return both and before.kind == s.kind and not words_before(s)


def _is_pair(item: Item, before: Statement, s: Statement) -> bool:
    """`ILD/pneumonitis`: what is said of one is said of the other."""
    return alternatives(item, before, s, _SLASH, treatments=True)


def _share_back(item: Item, before: Statement, s: Statement) -> None:
    """What stands behind the second of a pair."""
    behind = s.subject.end if s.subject is not None else s.end
    for start, end in list(s.aside):
        own = (
            s.source == ROW and item.quote(behind, start).strip() == "("
        )  # "heart (class III) or liver failure"
        if start >= behind and not own:
            qualify(item, before, start, end)


def _share(item: Item, before: Statement, s: Statement) -> None:
    """What stands before the first of them; a modifier of its own comes first."""
    own = item.quote(s.start, s.end).lower()
    for (start, end), text in zip(before.aside, before.qualifiers, strict=True):
        if (
            start <= before.start
            and end < before.end
            and text not in s.qualifiers
            and not own.startswith(text.lower())
        ):
            s.qualify(start, end, text)
