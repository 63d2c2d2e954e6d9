"""Prodigy's JSON Lines, a task a line (https://prodi.gy/docs/api-interfaces).

A span's `token_end` is its last token, not the one behind it. `id`, `negated` and `attributes` of a span are
keys of eligex, which Prodigy hands through; hashes are left to Prodigy. There are three views:

    ner        no overlaps, no relations      (`ner_manual`)
    spans      overlaps, no relations         (`spans_manual`)
    relations  no overlaps, relations of two  (`relations`)
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spacy.vocab import Vocab

from eligex.annotations.documents import Document, Link, Span, checked, numbered, without
from eligex.annotations.formats.tokens import aligned, apart, tokenized, whole
from eligex.annotations.losses import Losses

_KNOWN = {"text", "tokens", "spans", "relations", "meta", "answer"}
_OWN = {"start", "end", "label", "id", "negated", "attributes"}
_DERIVED = {"token_start", "token_end", "text", "color"}
_ROLES = ("Arg1", "Arg2")
_UNCARRIED = {"constraints": "constraint", "criteria": "criterion", "regimens": "regimen", "notes": "note"}
Task = dict[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    id: str
    overlaps: bool
    relations: bool

    def fit(self, document: Document, losses: Losses) -> Document:
        """Whole spans on tokens with their attributes; relations of two spans where the view has them."""
        for name, one in _UNCARRIED.items():
            losses.add(one, document.id, number=len(getattr(document, name)))
        d = replace(document, constraints=(), criteria=(), regimens=(), notes=())
        d = aligned(whole(_joined(d, self.relations, losses), losses), losses)
        return d if self.overlaps else apart(d, losses)

    def write(self, documents: list[Document], path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            for d in documents:
                file.write(json.dumps(_task(d, self), ensure_ascii=False) + "\n")


VIEWS = {
    "ner": View("ner_manual", overlaps=False, relations=False),
    "spans": View("spans_manual", overlaps=True, relations=False),
    "relations": View("relations", overlaps=False, relations=True),
}


def read(path: Path, losses: Losses) -> list[Document]:
    """Tasks that were accepted or not answered yet; others are counted.

    Raises ValueError, with the line's number, where a line is no task, and where two have one id.
    """
    found: dict[str, Document] = {}
    for number, task in _tasks(path):
        try:
            document = _document(task, number, losses)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"{path.name} line {number} is no task with spans: {error!r}") from error
        if document is None:
            continue
        if document.id in found:
            raise ValueError(f"{path.name} line {number}: a second task of {document.id}; split by annotator")
        found[document.id] = document
    return list(found.values())


def _joined(d: Document, relations: bool, losses: Losses) -> Document:
    """With those links alone that a view has: relations of two spans, without attributes."""
    spans = {s.id for s in d.spans}
    kept, off = [], []
    for k in d.links:
        plain = tuple(role for role, _ in k.arguments) == _ROLES and not k.attributes
        if relations and k.kind == "relation" and plain and spans.issuperset(k.targets):
            kept.append(k)
        else:
            losses.add(k.kind, d.id, k.id)
            off.append(k.id)
    return without(replace(d, links=tuple(kept)), off, losses)


def _task(d: Document, view: View) -> Task:
    doc = tokenized(d.text, Vocab())
    tokens = [
        {"text": t.text, "start": t.idx, "end": t.idx + len(t), "id": t.i, "ws": bool(t.whitespace_)}
        for t in doc
    ]
    first = {t.idx: t.i for t in doc}
    last = {t.idx + len(t): t.i for t in doc}
    spans = {s.id: _told(s, first, last) for s in d.spans}
    task: Task = {"text": d.text, "meta": {"id": d.id}, "tokens": tokens, "spans": list(spans.values())}
    if view.relations:
        task["relations"] = [_relation(k, spans) for k in d.links]
    return {**task, "_view_id": view.id, "answer": "accept"}


def _told(s: Span, first: dict[int, int], last: dict[int, int]) -> dict[str, Any]:
    placed = {"start": s.start, "end": s.end, "token_start": first[s.start], "token_end": last[s.end]}
    own: dict[str, Any] = {"id": s.id, "negated": s.negated}
    if s.attributes:
        own["attributes"] = s.attributes
    return {**placed, "label": s.label, **own}


def _relation(k: Link, spans: dict[str, dict[str, Any]]) -> dict[str, Any]:
    head, child = (
        {
            n: v
            for n, v in spans[t].items()
            if n in ("start", "end", "token_start", "token_end", "label", "id")
        }
        for t in k.targets
    )
    return {
        "id": k.id,
        "head": head["token_end"],
        "child": child["token_end"],
        "head_span": head,
        "child_span": child,
        "label": k.label,
    }


def _tasks(path: Path) -> Iterator[tuple[int, Task]]:
    with open(path, encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield number, json.loads(line)
                except json.JSONDecodeError as error:
                    raise ValueError(f"{path.name} line {number} is no JSON: {error}") from error


def _document(task: Task, number: int, losses: Losses) -> Document | None:
    id = str((task.get("meta") or {}).get("id") or task.get("_input_hash") or number)
    answer = task.get("answer", "accept")
    if answer != "accept":
        losses.add(f"task answered with {answer!r}", id)
        return None
    for key in task:
        if key not in _KNOWN and not key.startswith("_"):
            losses.add(f"field {key!r} of a task", id)
    losses.add("field of `meta`", id, number=len(set(task.get("meta") or {}) - {"id"}))
    rows = task.get("spans") or []
    for row in rows:
        losses.add("field of a span", id, number=len(set(row) - _OWN - _DERIVED))
    ids = numbered(row.get("id") for row in rows)
    spans = tuple(_span(i, row) for i, row in zip(ids, rows, strict=True))
    return checked(Document(id, task["text"], spans, tuple(_links(task, spans, id, losses))))


def _span(id: str, row: dict[str, Any]) -> Span:
    attributes = {str(k): str(v) for k, v in (row.get("attributes") or {}).items()}
    return Span(id, row["label"], row["start"], row["end"], bool(row.get("negated", False)), attributes)


def _links(task: Task, spans: Iterable[Span], id: str, losses: Losses) -> Iterator[Link]:
    """An end of a relation is found by the span's id, else by its place and label."""
    by_id = {s.id: s.id for s in spans}
    by_place = {(s.start, s.end, s.label): s.id for s in spans}
    for number, row in enumerate(task.get("relations") or [], start=1):
        ends = [
            by_id.get(e.get("id")) or by_place.get((e["start"], e["end"], e.get("label")))
            for e in (row["head_span"], row["child_span"])
        ]
        if None in ends:
            losses.add("relation of words that are no span", id, f"relation {number}")
            continue
        pairs = tuple(zip(_ROLES, (str(e) for e in ends), strict=True))
        yield Link(row.get("id") or f"R{number}", row["label"], pairs)
