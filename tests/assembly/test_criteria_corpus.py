"""Criteria of our own wording with every constraint, the logic tree, the status and the warnings they give.

`criteria.txt` holds, for each: `# section: text`, a line for each constraint as `constraint_words` says it,
then the logic, the status and the warnings' codes.
"""

import json
from pathlib import Path

import pytest
from eligex.schema.readable import constraint_words

HEADS = {"inclusion": "Inclusion Criteria:", "exclusion": "Exclusion Criteria:"}


def cases():
    for block in (Path(__file__).parent / "criteria.txt").read_text(encoding="utf-8").split("# ")[1:]:
        head, *lines = block.rstrip("\n").split("\n")
        section, text = head.split(": ", 1)
        yield pytest.param(section, text, [line.strip() for line in lines], id=text[:60])


@pytest.mark.parametrize(("section", "text", "expected"), cases())
def test_a_criterion_reads_as_written(nlp, section, text, expected):
    trial = nlp(f"{HEADS[section]}\n\n* {text}\n")._.trial
    criterion = trial.criteria[0]
    said = [constraint_words(c) for c in trial.constraints]
    said.append("logic " + json.dumps(criterion.logic))
    said.append(" ".join(["status", criterion.status, *(w.code for w in trial.warnings)]))
    assert said == expected


@pytest.mark.parametrize(("section", "text", "expected"), cases())
def test_every_extent_quotes_the_text(nlp, section, text, expected):
    trial = nlp(f"{HEADS[section]}\n\n* {text}\n")._.trial
    for c in trial.constraints:
        if c.subject.start is not None:
            assert trial.text[c.subject.start : c.subject.end] == c.subject.text
        assert c.evidence
        assert all(0 <= a < b <= len(trial.text) for a, b in c.evidence)
    for e in trial.entities:
        assert trial.text[e.start : e.end] == e.text
