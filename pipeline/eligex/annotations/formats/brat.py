"""brat: a folder of `NAME.txt` and `NAME.ann`, with the tables of statements beside them.

A negated span has the attribute `negated`. Attributes that brat cannot hold, since their name or value is
more than one word, stand as JSON in a note `Attributes`. A document's id is the file's name, with what file
systems do not bear as `%2F` and so on.
"""

import json
import re
from pathlib import Path
from urllib.parse import quote, unquote

from eligex.annotations.documents import Document, Link, Note, Span, checked
from eligex.annotations.formats import records
from eligex.annotations.losses import Losses
from eligex.corpora import brat

_OWN = "Attributes"
_ONE_WORD = re.compile(r"\S+")


def fit(document: Document, losses: Losses) -> Document:
    """All of it."""
    return document


def write(documents: list[Document], path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    for d in documents:
        name = quote(d.id, safe=" ")
        _store(path / f"{name}.txt", d.text)
        _store(path / f"{name}.ann", brat.dump(standoff(d)))
    records.write(documents, path)


def read(path: Path, losses: Losses) -> list[Document]:
    """Raises FileNotFoundError, ValueError as `brat.documents` does; what points nowhere is left out, counted."""
    statements = records.read(path)
    found = [
        _document(unquote(name), given, statements.pop(unquote(name), {}), losses)
        for name, given in brat.documents(path)
    ]
    if statements:
        raise ValueError(f"{path}: statements of {', '.join(sorted(statements))}, which has no .ann file")
    return found


def standoff(document: Document) -> brat.Standoff:
    d = brat.Standoff(document.text)
    for s in document.spans:
        words = brat.covered(document.text, s.fragments or [(s.start, s.end)])
        d.spans[s.id] = brat.Span(s.label, s.start, s.end, words, s.fragments)
    for k in document.links:
        if k.trigger is not None:
            d.events[k.id] = brat.Event(k.label, k.trigger, k.arguments)
        elif k.id == "*":
            d.equivalences.append((k.label, tuple(t for _, t in k.arguments)))
        else:
            d.relations[k.id] = brat.Relation(k.label, k.arguments)
    d.notes.extend(document.notes)
    for s in document.spans:
        _attributes(d, s.id, s.attributes, s.negated)
    for k in document.links:
        _attributes(d, k.id, k.attributes, False)
    return d


def _attributes(d: brat.Standoff, id: str, attributes: dict[str, str], negated: bool) -> None:
    plain = {n: v for n, v in attributes.items() if _ONE_WORD.fullmatch(n) and _ONE_WORD.fullmatch(v or "x")}
    rest = {n: v for n, v in attributes.items() if n not in plain}
    if plain or negated:
        d.attributes[id] = {**({"negated": ""} if negated else {}), **plain}
    if rest:
        taken = max((int(n.id[1:]) for n in d.notes if n.id.startswith("#")), default=0)
        d.notes.append(Note(f"#{taken + 1}", _OWN, id, json.dumps(rest, ensure_ascii=False)))


def _document(
    id: str, given: brat.Standoff, statements: dict[str, tuple[object, ...]], losses: Losses
) -> Document:
    extra = {n.target: json.loads(n.text) for n in given.notes if n.kind == _OWN}
    links = _links(given, extra)
    known = {*given.spans, *given.events, *given.relations}
    sound = _resolved(id, links, known, losses)
    for target in given.attributes:
        if target not in known:
            losses.add("attribute of nothing", id, target)
    notes = [n for n in given.notes if n.kind != _OWN]
    for n in notes:
        if n.target not in known:
            losses.add("note on nothing", id, n.id)
    return checked(
        Document(
            id,
            given.text,
            tuple(_span(i, s, _merged(given, i, extra)) for i, s in given.spans.items()),
            tuple(sound),
            tuple(n for n in notes if n.target in known),
            **statements,  # type: ignore[arg-type]
        )
    )


def _resolved(id: str, links: list[Link], known: set[str], losses: Losses) -> list[Link]:
    """Those whose targets are there."""
    while stray := [k for k in links if not known.issuperset(k.targets)]:
        for k in stray:
            losses.add(f"{k.kind} with an argument that is not there", id, k.id)
        links = [k for k in links if k not in stray]
        known -= {k.id for k in stray}
    return links


def _links(given: brat.Standoff, extra: dict[str, dict[str, str]]) -> list[Link]:
    found = [
        Link(i, e.label, e.arguments, e.trigger, _merged(given, i, extra)) for i, e in given.events.items()
    ]
    found += [
        Link(i, r.label, r.arguments, None, _merged(given, i, extra)) for i, r in given.relations.items()
    ]
    return found + [Link("*", label, tuple(("", t) for t in ids)) for label, ids in given.equivalences]


def _merged(given: brat.Standoff, id: str, extra: dict[str, dict[str, str]]) -> dict[str, str]:
    return {**given.attributes.get(id, {}), **extra.get(id, {})}


def _span(id: str, s: brat.Span, attributes: dict[str, str]) -> Span:
    negated = attributes.get("negated") == ""
    kept = {n: v for n, v in attributes.items() if not (n == "negated" and negated)}
    pieces = tuple(sorted(s.fragments))
    start, end = (pieces[0][0], pieces[-1][1]) if pieces else (s.start, s.end)
    return Span(id, s.label, start, end, negated, kept, pieces)


def _store(path: Path, text: str) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
