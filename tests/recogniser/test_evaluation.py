"""Counts of the evaluation, worked out by hand."""

import pytest
from eligex.corpora.model import AnnotatedText, Mention
from eligex.training.evaluation import compare, fold

TEXT = "severe quuxitis, BMI over 40, zorblatine"
GOLD = (Mention(7, 15, "CONDITION"), Mention(17, 20, "MEASUREMENT"), Mention(30, 40, "DRUG"))


def report(*found):
    return compare([AnnotatedText("a", "a", "lct", TEXT, GOLD)], [found])


def test_all_found_is_one():
    r = report(*GOLD)
    assert r.strict["micro"].f1 == r.overlap["micro"].f1 == 1.0
    assert r.errors == []


def test_a_boundary_off_is_wrong_twice_if_strict_and_right_if_overlapping():
    r = report(Mention(0, 15, "CONDITION"), *GOLD[1:])
    s, o = r.strict["CONDITION"], r.overlap["CONDITION"]
    assert (s.tp, s.fp, s.fn) == (0, 1, 1)
    assert (o.tp, o.fp, o.fn) == (1, 0, 0)
    assert [(e.kind, e.quote) for e in r.errors] == [("extra", "severe quuxitis"), ("missed", "quuxitis")]


def test_another_label_on_the_same_words_is_wrong_either_way():
    r = report(Mention(7, 15, "PROCEDURE"), *GOLD[1:])
    assert (r.overlap["CONDITION"].fn, r.overlap["PROCEDURE"].fp) == (1, 1)
    assert r.strict["micro"].f1 == pytest.approx(2 / 3)


def test_a_score_counts_as_a_measurement():
    assert report(GOLD[0], Mention(17, 20, "SCORE"), GOLD[2]).strict["micro"].f1 == 1.0


def test_what_no_corpus_marks_is_left_out():
    assert fold([Mention(0, 4, "AGE"), Mention(0, 4, "DOSE")]) == set()


def test_errors_show_where_they_stand():
    (error,) = report(*GOLD[1:]).errors
    assert error.context == "severe [quuxitis], BMI over 40, zorblatine"


def test_the_table_has_a_row_for_each_label():
    rows = report(*GOLD).table().splitlines()
    assert [r.split(" | ")[0].strip("| ") for r in rows[2:]] == [
        "CONDITION", "DRUG", "MEASUREMENT", "PROCEDURE", "micro",
    ]  # fmt: skip


def test_nothing_at_all_is_zero_not_an_error():
    assert compare([AnnotatedText("a", "a", "lct", "x", ())], [[]]).table().endswith("0.000 |")
