"""What a trial prints as."""

from types import SimpleNamespace

import pytest

TEXT = """\
Brief Summary:
A study of quuxib in breast cancer.

Treatment:
Arm A: paclitaxel 80 mg/m2 intravenously weekly for 12 weeks.

Inclusion Criteria:
- Adequate function:
  - ALT and AST ≤ 3 × ULN
- Humming <b>loudly</b>
Exclusion Criteria:
- Prednisone within 1 month before enrollment, except for inhaled corticosteroids
- Stroke
"""


@pytest.fixture(scope="module")
def trial(nlp):
    made = nlp(TEXT)._.trial
    made.trial_id, made.title = "NCT1", "A study of\nquuxib"
    return made


def test_a_page_reads_as_sentences(trial):
    lines = str(trial).splitlines()
    assert lines[0] == "NCT1  A study of quuxib"
    assert lines[1].startswith("partial: ")
    assert "Inclusion" in lines
    assert "Exclusion" in lines
    assert "      ├─ I1.1.1  ALT ≤ 3 × ULN required" in [line[2:] for line in lines]
    assert "      → forbidden: Stroke" in lines
    assert "      excluded by with exceptions" in lines
    assert any(line.startswith("  R1  paclitaxel 80 mg/m2 intravenous") for line in lines)


def test_what_was_not_read_is_said(trial):
    (line,) = [x for x in str(trial).splitlines() if "Humming" in x]
    assert line.endswith(("[unparsed]", "[partial]"))


def test_every_criterion_constraint_and_regimen_is_on_the_page(trial):
    text = str(trial)
    for item in (*trial.criteria, *trial.regimens):
        assert f"  {item.id}  " in text
    for c in trial.constraints:
        assert (c.subject.text or c.subject.name) in text


def test_warnings_quote_the_text(nlp):
    made = nlp("Exclusion Criteria:\n- Patients must not have asthma\n")._.trial
    assert "Warnings\n  exclusion-worded-as-requirement: " in str(made)


def test_a_notebook_gets_the_page_escaped(trial):
    html = trial._repr_html_()
    assert html.startswith("<pre>NCT1  A study of quuxib\n")
    assert "Humming &lt;b&gt;loudly&lt;/b&gt;" in html
    assert "<b>" not in html


def test_ipython_prints_the_page(trial):
    printed = []
    trial._repr_pretty_(SimpleNamespace(text=printed.append), False)
    assert printed == [str(trial)]


def test_an_empty_trial_prints(nlp):
    assert str(nlp("")._.trial).splitlines() == ["(no title)", "failed: 0 of 0 criteria wholly read"]


def test_the_dict_stays(trial):
    assert list(trial.to_dict())[:3] == ["schema_version", "trial_id", "title"]
