"""Constraints as sentences for a reader, and a criterion's logic as a tree of lines.

`readable.py` writes every field for tests; here nothing is written that a reviewer need not read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Optional

from eligex.schema import readable
from eligex.schema.readable import number
from eligex.schema.trial import Constraint, Logic, Range, Subject, Window

_EXPONENT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_HEADINGS = {"any": "any of", "not": "not", "base": "with exceptions", "if": "if … then"}


def sentences(constraints: Iterable[Constraint]) -> dict[str, str]:
    """The sentence of each constraint by its id; one that has exceptions ends with them."""
    listed = list(constraints)
    carved: dict[str, list[Constraint]] = {}
    for constraint in listed:
        if constraint.exception_of:
            carved.setdefault(constraint.exception_of, []).append(constraint)
    return {c.id: sentence(c, carved) for c in listed}


def sentence(constraint: Constraint, carved: Optional[Mapping[str, list[Constraint]]] = None) -> str:
    """`ALT ≤ 3 × ULN required`; `forbidden: glucocorticoids ≥ 14 d within 1 mo before enrollment`.

    `carved` holds the exceptions of each constraint by its id; without it they go unsaid.
    """
    core, aside = _statement(constraint)
    if constraint.requirement == "require":
        core += " required"
    elif constraint.requirement == "forbid":
        core = f"forbidden: {core}"
    else:
        core = f"{'exception' if constraint.exception_of else 'allowed'}: {core}"
    exceptions = _exceptions(constraint.id, carved or {}, {constraint.id})
    return core + aside + (f", except {exceptions}" if exceptions else "")


def statement(constraint: Constraint) -> str:
    """What is stated, without whether it is asked for: `QTc interval > 450 ms (men)`."""
    return "".join(_statement(constraint))


def bounds(b: Any, unit: str) -> str:
    """`≥ 16 and ≤ 65 years`; `= 2` where both bounds are the same."""
    words = readable.bounds(b, "")
    return f"{words} {unit}" if words and unit else words


def range_words(r: Range) -> str:
    """`≤ 3 × ULN`; the multiple 1 goes unsaid: `> ULN + 4 s`."""
    if not r.relative_to:
        return bounds(r, unit_words(r.unit, r.unit_text))
    words = bounds(r, f"× {r.relative_to}")
    if {r.low, r.high} <= {1, None}:
        words = words.replace(f" 1 × {r.relative_to}", f" {r.relative_to}")
    return words + (f" + {number(r.offset['value'])} {r.offset['unit']}" if r.offset else "")


def window_words(w: Window) -> str:
    """`within 1 mo before enrollment`, `≥ 4 wk after last dose`, `within the past 1 year`."""
    unit = unit_words(w.unit)
    if w.low is None and w.high is None:
        return " ".join(word for word in (w.relation, _one_line(w.anchor or "")) if word)
    if w.low is None and w.high_inclusive:
        span = f"within {number(w.high or 0)} {'year' if unit == 'years' and w.high == 1 else unit}".rstrip()
        if w.relation == "before" and not w.anchor:
            return span.replace("within", "within the past")
    else:
        span = bounds(w, unit)
    return " ".join(word for word in (span, w.relation, _one_line(w.anchor or "")) if word)


def unit_words(unit: Optional[str], written: Optional[str] = None) -> str:
    """UCUM for reading: `× 10⁹/L`, `years`, `ug/d`; the text's own word for a unit in brackets or braces."""
    if not unit or unit == "a":
        return "years" if unit else ""
    if re.search(r"[\[{]", unit) and written:
        return _one_line(written)
    power = re.sub(r"^10[*^](-?\d+)", lambda m: "× 10" + m[1].translate(_EXPONENT), unit)
    return re.sub(r"[{}]", "", power)


def leaves(constraints: Iterable[Constraint]) -> dict[str, str]:
    """The words of each constraint as a leaf of a tree, where its exceptions have leaves of their own."""
    return {c.id: statement(c) if c.exception_of else sentence(c) for c in constraints}


def branches(logic: Logic, *, excludes: bool = False) -> tuple[str, list[tuple[str, Logic]]]:
    """A node's heading and its parts, each with its role there (mostly empty).

    A constraint's id has no heading and no parts. `excludes`: the node is of an exclusion, whose tree says
    what keeps a patient out, while a leaf says what is asked of one.
    """
    if not isinstance(logic, dict):
        return "", []
    together = " together" if excludes else ""
    if "at_least" in logic:
        return f"at least {logic['at_least']} of{together}", [("", part) for part in logic["of"]]
    if "all" in logic:
        return f"all of{together}", [("", part) for part in logic["all"]]
    first = next(iter(logic))
    parts: list[tuple[str, Logic]] = []
    for key, value in logic.items():
        role = key if key in ("if", "then", "except") else ""
        parts += [(role, part) for part in (value if isinstance(value, list) else [value])]
    return _HEADINGS.get(first, first), parts


def logic_lines(logic: Logic, words: Mapping[str, str], *, excludes: bool = False) -> list[str]:
    """The tree, one line for each node; `words` are `leaves(constraints)`, `excludes` as for `branches`."""
    if logic is None:
        return []
    drawn = list(_drawn(logic, words, excludes))
    if excludes and isinstance(logic, dict):
        drawn[0] = f"excluded by {drawn[0]}"
    return drawn


def _drawn(logic: Logic, words: Mapping[str, str], excludes: bool) -> Iterator[str]:
    heading, parts = branches(logic, excludes=excludes)
    yield heading or f"{logic}  {words.get(str(logic), '')}".rstrip()
    for place, (role, part) in enumerate(parts, 1):
        corner, line = ("└─ ", "   ") if place == len(parts) else ("├─ ", "│  ")
        first, *rest = _drawn(part, words, excludes)
        yield corner + (f"{role}: " if role else "") + first
        yield from (line + inner for inner in rest)


def _exceptions(id: str, carved: Mapping[str, list[Constraint]], seen: set[str]) -> str:
    found = []
    for constraint in carved.get(id, []):
        if constraint.id not in seen:
            inner = _exceptions(constraint.id, carved, seen | {constraint.id})
            found.append(statement(constraint) + (f" (but not {inner})" if inner else ""))
    return "; ".join(found)


def _statement(c: Constraint) -> tuple[str, str]:
    """The statement's core, and whom and how it concerns: after the core, in brackets and commas."""
    parts = ["no" if c.requirement is None and c.negated else "", _subject(c.subject, c.kind, c.value)]
    if c.range:
        parts.append(range_words(c.range))
    if c.duration:
        length = bounds(c.duration, unit_words(c.duration.unit))
        parts.append(f"for {length}" if c.range else length)
    if c.window:
        parts.append(window_words(c.window))
    group = f" ({_one_line(c.applies_to)})" if c.applies_to else ""
    core = " ".join(part for part in parts if part)
    return core, group + "".join(f", {_one_line(q)}" for q in c.qualifiers)


def _subject(subject: Subject, kind: str, value: Optional[str]) -> str:
    words = _one_line(subject.text or subject.name or kind)
    if (kind, value) == ("sex", "all"):
        return "any sex"
    said = value is None or value.lower() in words.lower().split()
    return words if said else f"{words} {value}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
