"""spaCy's DocBin (`.spacy`): spans in `doc.spans["sc"]` with their ids, over the project's tokens.

What spaCy has no place for stands as JSON in `doc.user_data["eligex"]`, as text since medspaCy's msgpack
decoders claim dicts with a key such as `section`. Other programs read the spans and leave it alone.
"""

import json
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin, SpanGroup
from spacy.tokens import Span as Stretch
from spacy.vocab import Vocab

from eligex.annotations.documents import Document, Link, Note, Span, checked, numbered
from eligex.annotations.formats.tokens import aligned, tokenized
from eligex.annotations.losses import Losses
from eligex.schema.codec import from_dict, to_dict
from eligex.schema.regimen import Regimen
from eligex.schema.trial import Constraint, Criterion

GROUP = "sc"
_KEY = "eligex"
_STATEMENTS: dict[str, type] = {"constraints": Constraint, "criteria": Criterion, "regimens": Regimen}


def fit(document: Document, losses: Losses) -> Document:
    """All but spans that do not begin and end with tokens."""
    return aligned(document, losses)


def write(documents: list[Document], path: Path) -> None:
    vocab = Vocab()
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(store_user_data=True, docs=[_doc(d, vocab) for d in documents]).to_disk(path)


def read(path: Path, losses: Losses) -> list[Document]:
    """Any DocBin: the spans of `sc`, else the entities. Raises ValueError where the file is none."""
    try:
        docs = list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))
    except FileNotFoundError:
        raise
    except Exception as error:
        raise ValueError(f"{path.name} is no DocBin: {error}") from error
    return [_document(doc, number, losses) for number, doc in enumerate(docs, start=1)]


def _doc(d: Document, vocab: Vocab) -> Doc:
    doc = tokenized(d.text, vocab)
    found = (doc.char_span(s.start, s.end, label=s.label, span_id=s.id) for s in d.spans)
    doc.spans[GROUP] = SpanGroup(doc, name=GROUP, spans=[s for s in found if s is not None])
    told = {
        "id": d.id,
        "spans": {
            s.id: {"negated": s.negated, "attributes": s.attributes, "fragments": s.fragments}
            for s in d.spans
        },
        "links": to_dict(list(d.links)),
        "notes": to_dict(list(d.notes)),
        **{name: to_dict(list(getattr(d, name))) for name in _STATEMENTS},
    }
    doc.user_data[_KEY] = json.dumps(told, ensure_ascii=False)
    return doc


def _document(doc: Doc, number: int, losses: Losses) -> Document:
    told: dict[str, Any] = json.loads(doc.user_data.get(_KEY, "{}"))
    id = told.get("id") or f"{number}"
    found = list(doc.spans[GROUP]) if GROUP in doc.spans else list(doc.ents)
    _count_rest(doc, id, losses)
    ids = numbered(s.id_ or None for s in found)
    extra = told.get("spans", {})
    return checked(
        Document(
            id,
            doc.text,
            tuple(_span(i, s, extra.get(i, {}), id, losses) for i, s in zip(ids, found, strict=True)),
            tuple(_link(row) for row in told.get("links", ())),
            tuple(from_dict(Note, row) for row in told.get("notes", ())),
            **{
                name: tuple(from_dict(cls, row) for row in told.get(name, ()))
                for name, cls in _STATEMENTS.items()
            },
        )
    )


def _count_rest(doc: Doc, id: str, losses: Losses) -> None:
    for name, group in doc.spans.items():
        if name != GROUP:
            losses.add(f"span of a group other than {GROUP!r}", id, name, len(group))
        elif group.attrs:
            losses.add("attributes of a span group", id, name)
    if GROUP in doc.spans:
        losses.add(f"entity beside a group {GROUP!r}", id, number=len(doc.ents))


def _span(id: str, s: Stretch, extra: dict[str, Any], document: str, losses: Losses) -> Span:
    """Pieces hold only as long as nobody moved the span."""
    pieces = tuple((a, b) for a, b in extra.get("fragments", ()))
    if pieces and (pieces[0][0], pieces[-1][1]) != (s.start_char, s.end_char):
        losses.add("pieces of a span that was moved", document, id)
        pieces = ()
    negated, attributes = extra.get("negated", False), extra.get("attributes", {})
    return Span(id, s.label_, s.start_char, s.end_char, negated, attributes, pieces)


def _link(row: dict[str, Any]) -> Link:
    arguments = tuple((role, target) for role, target in row["arguments"])
    return Link(row["id"], row["label"], arguments, row["trigger"], row["attributes"])
