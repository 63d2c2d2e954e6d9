"""Which of the words before a name narrow it."""

import pytest
from eligex.assembly.items.premodifiers import graded, leading, run_before

RUNS = [
    ("history of severe ", "severe"),
    ("known clinically significant ", "clinically significant"),
    ("at least moderate ", "at least moderate"),
    ("one or more severe ", "severe"),
    ("a less severe ", "less severe"),
    ("severe documented ", "severe documented"),
    ("serious, nonhealing ", "serious, nonhealing"),
    ("hypertrophic, restrictive or infiltrative ", "hypertrophic, restrictive or infiltrative"),
    ("diabetes or severe ", "severe"),
    ("only a pre-treatment ", "only a pre-treatment"),
    ("NYHA class III or IV ", "class III or IV"),
    ("second or third degree ", "second or third degree"),
    ("new onset ", "new onset"),
    ("catheter-related ", "catheter-related"),
    ("mild to moderate ", "mild to moderate"),
    ("refractory to first ", "first"),
    ("secondary to ", None),
    ("is stable, chronic ", "chronic"),
    ("known or suspected ", None),
    ("previous or ongoing ", None),
    ("known or suspected severe ", "severe"),
    ("history of or recent ", None),
    ("must receive ", None),
    ("treatment with ", None),
    ("the family ", None),
    ("currently ", None),
    ("history of (non-infectious) ", "(non-infectious)"),
    ("history of (see below) ", None),
    ("no current ", "current"),
    ("if it is suspected, ", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "told"), RUNS)
def test_the_run_before_a_condition(text, told):
    extent = run_before(text, kind="condition").extent
    assert (text[slice(*extent)] if extent else None) == told


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("drug", "concurrent systemic ", "systemic"),
        ("procedure", "concurrent systemic ", "concurrent systemic"),
        ("drug", "concurrent ", None),
        ("measurement", "unexplained ", "unexplained"),
        ("measurement", "prolonged ", None),
        ("measurement", "cutaneous ", None),
        ("state", "heavy ", "heavy"),
    ],
)
def test_what_narrows_depends_on_the_kind(kind, text, told):
    extent = run_before(text, kind=kind).extent
    assert (text[slice(*extent)] if extent else None) == told


def test_a_joint_before_the_name_is_told():
    run = run_before("unstable medical or ", kind="condition")
    assert run.joined
    assert len(run.members) == 1
    assert not run_before("medical or unstable ", kind="condition").joined


def test_before_a_measure_only_listed_words_narrow():
    assert run_before("cutaneous ", kind="drug", measure=True).extent is None
    assert run_before("recent ", kind="drug", measure=True).extent == (0, 6)
    assert run_before("high ", kind="drug", measure=True).extent == (0, 4)
    assert run_before("high ", kind="drug").extent is None


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("spinal anesthesia", "anesthesia"),
        ("acute infections", "infections"),
        ("anesthesia", "anesthesia"),
        ("heart failure", "heart failure"),
        ("severe infections", "severe infections"),
        ("non-myeloablative conditioning", "non-myeloablative conditioning"),
    ],
)
def test_what_a_name_begins_with(name, rest):
    assert name[leading(name) :].strip() == rest


def test_a_degree_begins_a_name():
    assert graded("uncontrolled diseases") == len("uncontrolled")
    assert graded("acute infections") == 0
