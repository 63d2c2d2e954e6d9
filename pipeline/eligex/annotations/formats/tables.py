"""CSV: a folder with `documents.csv`, `spans.csv`, `links.csv`, `notes.csv` and the tables of statements.

It carries all that a Document has. A row of `spans.csv` has the words beside the offsets, for people; where
they differ from the text, reading says so.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from eligex.annotations.documents import Document, Link, Note, Span, checked, numbered
from eligex.annotations.formats import records
from eligex.annotations.formats.records import read_rows, write_rows
from eligex.annotations.losses import Losses

DOCUMENTS = "documents.csv"
_SPANS = ["document", "id", "label", "start", "end", "words", "negated", "attributes", "fragments"]
_LINKS = ["document", "id", "label", "trigger", "arguments", "attributes"]
_NOTES = ["document", "id", "kind", "target", "text"]
Row = dict[str, str]


def fit(document: Document, losses: Losses) -> Document:
    """All of it."""
    return document


def write(documents: list[Document], path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    write_rows(path / DOCUMENTS, ["id", "text"], [(d.id, d.text) for d in documents])
    write_rows(path / "spans.csv", _SPANS, [_span_row(d, s) for d in documents for s in d.spans])
    if links := [_link_row(d, k) for d in documents for k in d.links]:
        write_rows(path / "links.csv", _LINKS, links)
    if notes := [(d.id, n.id, n.kind, n.target, n.text) for d in documents for n in d.notes]:
        write_rows(path / "notes.csv", _NOTES, notes)
    records.write(documents, path)


def read(path: Path, losses: Losses) -> list[Document]:
    """Raises ValueError where a table is broken, FileNotFoundError where the first two are not there."""
    texts = {row["id"]: row["text"] for _, row in read_rows(path / DOCUMENTS)}
    spans = _grouped(path / "spans.csv", texts, lambda row: (row, _words(row, texts)))
    links = _grouped(path / "links.csv", texts, _link) if (path / "links.csv").is_file() else {}
    notes = _grouped(path / "notes.csv", texts, _note) if (path / "notes.csv").is_file() else {}
    statements = records.read(path)
    if strays := set(statements) - set(texts):
        raise ValueError(f"{DOCUMENTS} has no {', '.join(sorted(strays))}")
    return [
        checked(
            Document(
                id,
                text,
                _spans(spans.get(id, [])),
                tuple(links.get(id, ())),
                tuple(notes.get(id, ())),
                **statements.get(id, {}),
            )
        )
        for id, text in texts.items()
    ]


def _span_row(d: Document, s: Span) -> list[Any]:
    attributes = json.dumps(s.attributes, ensure_ascii=False) if s.attributes else ""
    fragments = ";".join(f"{a}-{b}" for a, b in s.fragments)
    words = d.text[s.start : s.end]
    return [d.id, s.id, s.label, s.start, s.end, words, str(s.negated).lower(), attributes, fragments]


def _link_row(d: Document, k: Link) -> list[Any]:
    attributes = json.dumps(k.attributes, ensure_ascii=False) if k.attributes else ""
    arguments = json.dumps([list(a) for a in k.arguments], ensure_ascii=False)
    return [d.id, k.id, k.label, k.trigger or "", arguments, attributes]


def _grouped(path: Path, texts: dict[str, str], make: Callable[[Row], Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for number, row in read_rows(path):
        try:
            if row["document"] not in texts:
                raise ValueError(f"{DOCUMENTS} has no {row['document']!r}")
            found.setdefault(row["document"], []).append(make(row))
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path.name} line {number}: {error}") from error
    return found


def _words(row: Row, texts: dict[str, str]) -> tuple[int, int]:
    start, end = int(row["start"]), int(row["end"])
    there = texts[row["document"]][start:end]
    if row.get("words", there) != there:
        raise ValueError(f"the text has {there!r} there, not {row['words']!r}")
    return start, end


def _spans(rows: Iterable[tuple[Row, tuple[int, int]]]) -> tuple[Span, ...]:
    held = list(rows)
    ids = numbered(row.get("id") or None for row, _ in held)
    return tuple(
        Span(
            id,
            row["label"],
            start,
            end,
            row.get("negated", "").lower() == "true",
            json.loads(row.get("attributes") or "{}"),
            tuple(_piece(p) for p in (row.get("fragments") or "").split(";") if p),
        )
        for id, (row, (start, end)) in zip(ids, held, strict=True)
    )


def _piece(text: str) -> tuple[int, int]:
    a, b = text.split("-")
    return int(a), int(b)


def _link(row: Row) -> Link:
    arguments = tuple((role, target) for role, target in json.loads(row["arguments"]))
    return Link(
        row["id"], row["label"], arguments, row["trigger"] or None, json.loads(row["attributes"] or "{}")
    )


def _note(row: Row) -> Note:
    return Note(row["id"], row["kind"], row["target"], row["text"])
