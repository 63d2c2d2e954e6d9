"""Agreement worked out by hand, and against scikit-learn's own definition by another road."""

from dataclasses import replace

import pytest
from annotated import documents, everything
from eligex.annotations.agreement import agreement, kappa
from eligex.annotations.documents import Document, Span
from hypothesis import given, settings
from hypothesis import strategies as st

TEXT = "severe quuxitis, BMI over 40, no zorblatine today"


def document(*spans, id="a", text=TEXT):
    return Document(id, text, tuple(Span(f"T{i}", *s) for i, s in enumerate(spans, start=1)))


ONE = document(("CONDITION", 7, 15), ("MEASUREMENT", 17, 20), ("DRUG", 33, 43, True))


def test_the_same_is_one():
    result = agreement([ONE], [ONE])
    assert result.strict["micro"].f1 == 1.0
    assert set(result.kappa.values()) == {1.0}
    assert result.negation == (3, 3)


def test_a_boundary_a_label_and_a_polarity_apart():
    other = document(("CONDITION", 0, 15), ("SCORE", 17, 20), ("DRUG", 33, 43, False))
    result = agreement([ONE], [other])
    assert result.strict["micro"].f1 == pytest.approx(1 / 3)
    assert result.overlap["CONDITION"] == (1.0, 1.0)
    assert result.strict["CONDITION"].f1 == 0.0
    assert result.kappa["MEASUREMENT"] == pytest.approx(0.0)
    assert result.kappa["DRUG"] == 1.0
    assert result.negation == (0, 1)


def test_kappa_by_hand():
    """Ten tokens, 3 and 2 of them DRUG, 2 of both: (0.9 - 0.62) / (1 - 0.62)."""
    one, other = list("DDDOOOOOOO"), list("DDOOOOOOOO")
    assert kappa(one, other) == pytest.approx((0.9 - (0.06 + 0.56)) / (1 - 0.62))


def test_where_both_saw_one_class_there_is_no_kappa():
    assert kappa(["O", "O"], ["O", "O"]) is None
    result = agreement([document()], [document()])
    assert result.kappa["micro"] is None
    assert "| micro | 0 | 0 | 0.000 | 0.000 | – |" in result.table()


def test_pieces_of_a_span_leave_out_what_lies_between():
    whole = document(("CONDITION", 0, 20))
    pieces = Document("a", TEXT, (Span("T1", "CONDITION", 0, 20, fragments=((0, 15), (17, 20))),))
    result = agreement([whole], [pieces])
    assert result.strict["CONDITION"].f1 == 1.0
    assert 0 < result.kappa["CONDITION"] < 1  # the comma


def test_only_shared_texts_count_and_they_must_be_the_same():
    result = agreement([ONE, document(id="b")], [ONE, document(id="c")])
    assert (result.texts, result.alone) == (1, ["b", "c"])
    with pytest.raises(ValueError, match="no document in common"):
        agreement([ONE], [document(id="b")])
    with pytest.raises(ValueError, match="different texts of a"):
        agreement([ONE], [document(text="other")])


def test_constraints_are_compared_where_both_have_any():
    whole, bare = everything(), replace(everything(), constraints=())
    (own,) = whole.constraints
    other = replace(whole, constraints=(replace(own, negated=True),))
    assert agreement([whole], [whole]).statements.whole.f1 == 1.0
    assert agreement([whole], [other]).statements.fields["negated"] == [0, 1]
    assert agreement([whole], [bare]).statements.found.fn == 0


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_it_is_the_same_the_other_way_round(data):
    one = data.draw(documents())
    other = replace(data.draw(documents()), id=one.id, text=one.text, links=(), notes=(), constraints=())
    other = replace(other, spans=tuple(s for s in other.spans if s.end <= len(one.text)))
    there, back = agreement([one], [other]), agreement([other], [one])
    for label, counts in there.strict.items():
        assert counts.f1 == pytest.approx(back.strict[label].f1)
        assert there.overlap[label] == back.overlap[label][::-1]
        expected = back.kappa[label]
        assert there.kappa[label] == (expected if expected is None else pytest.approx(expected))
    assert there.negation == back.negation
