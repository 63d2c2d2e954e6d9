"""Logical forms: operators, leaves, modifiers, and what is not well formed."""

import json

import pytest
from eligex.corpora import forms
from eligex.corpora.forms import Node

BODY = """intersect(
    cond("quuxitis")
        .severity(SEVERE),
    neg(
        union(
            drug("zorblatine"), 
            proc("mimsy scan")
        )
    )
)"""


def test_operators_and_leaves():
    assert forms.parse(BODY) == Node(
        "all",
        children=(
            Node("leaf", "quuxitis"),
            Node(
                "not",
                children=(Node("any", children=(Node("leaf", "zorblatine"), Node("leaf", "mimsy scan"))),),
            ),
        ),
    )


def test_a_wrapper_is_about_what_it_holds():
    assert forms.parse('contraindication(proc("mimsy scan"))') == Node("leaf", "mimsy scan")


@pytest.mark.parametrize("body", ["", "union(", 'cond("a") cond("b")', "union)("])
def test_what_is_not_well_formed(body):
    with pytest.raises(ValueError, match="form"):
        forms.parse(body)


def test_reading_leaves_out_a_broken_form_and_names_a_broken_line(tmp_path):
    path = tmp_path / "forms.jsonl"
    good = {"id": "NCT1_4", "form": f"'EXC'\n\n'-  Severe quuxitis'\n\n'-  x'\n\n{BODY}"}
    bad = {"id": "NCT1_5", "form": "'INC'\n\n'-  a'\n\n'-  a'\n\nunion("}
    path.write_text(json.dumps(good) + "\n" + json.dumps(bad) + "\n", encoding="utf-8")
    (form,) = forms.read(path)
    assert (form.id, form.trial, form.section, form.text) == (
        "NCT1_4",
        "NCT1",
        "exclusion",
        "Severe quuxitis",
    )
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 1"):
        list(forms.read(path))
