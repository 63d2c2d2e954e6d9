"""What a Document may be."""

from dataclasses import replace

import pytest
from annotated import everything
from eligex.annotations.documents import Document, Link, Note, Span, checked, numbered, of_trial
from eligex.schema.trial import Entity, Source, Trial


def broken(**changed):
    return replace(everything(), **changed)


SPAN = Span("T1", "DRUG", 0, 4)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (broken(id=""), "needs an id"),
        (broken(spans=(replace(SPAN, end=0),)), "runs from 0 to 0"),
        (broken(spans=(replace(SPAN, end=999),)), "in a text of"),
        (broken(spans=(replace(SPAN, id="X1"),)), "no span id"),
        (broken(spans=(replace(SPAN, label="TWO WORDS"),)), "no label"),
        (broken(spans=(SPAN, SPAN)), "given twice: T1"),
        (broken(spans=(replace(SPAN, attributes={"negated": ""}),)), "is a field"),
        (broken(spans=(replace(SPAN, fragments=((0, 4),)),)), "not in order"),
        (broken(spans=(replace(SPAN, fragments=((2, 4), (0, 1))),)), "not in order"),
        (broken(spans=(replace(SPAN, fragments=((0, 1), (2, 3))),)), "make up its extent"),
        (Document("a", "text", (SPAN,), (Link("R1", "X", (("Arg1", "T9"),)),)), "refers to T9"),
        (Document("a", "text", (SPAN,), (Link("R1", "X", (("", "T1"),)),)), "needs a role"),
        (Document("a", "text", (SPAN,), (Link("*", "X", (("A", "T1"),)),)), "no roles"),
        (Document("a", "text", (SPAN,), (Link("E1", "X", (("A", "T1"),)),)), "events have a trigger"),
        (Document("a", "text", (SPAN,), (Link("*", "X", (("", "T1"),), None, {"a": ""}),)), "no attributes"),
        (Document("a", "text", (SPAN,), (), (Note("#1", "X", "T2", ""),)), "refers to T2"),
        (Document("a", "text", (SPAN,), (), (Note("#1", "X", "T1", "a\nb"),)), "line break"),
        (Document("a", "text", (SPAN,), (), (Note("Q1", "X", "T1", ""),)), "no note id"),
    ],
)
def test_what_is_wrong_is_named(document, message):
    with pytest.raises(ValueError, match=message):
        checked(document)


def test_ids_of_other_shapes_get_free_numbers():
    assert numbered(["T2", None, "a7", "T1"]) == ["T2", "T3", "T4", "T1"]
    with pytest.raises(ValueError, match="one id"):
        numbered(["T1", "T1"])


def test_a_trial_becomes_a_document():
    entities = [
        Entity("T1", "DRUG", 3, 8, "abcde", "inclusion", "I1", True, "abc", source="drugs:x"),
        Entity("new", "DOSE", 0, 2, "5 "),
    ]
    trial = Trial("NCT1", None, Source("", "text", ""), "parsed", "5 mabcde", entities=entities)
    document = of_trial(trial, "NCT1")
    assert document.spans == (
        Span(
            "T1",
            "DRUG",
            3,
            8,
            True,
            {"section": "inclusion", "criterion": "I1", "name": "abc", "source": "drugs:x"},
        ),
        Span("T2", "DOSE", 0, 2),
    )
