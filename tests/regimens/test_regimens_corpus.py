"""Regimens of sentences of our own wording: every stated field, and no regimen that nobody stated."""

import json
from pathlib import Path

import pytest
from eligex.assembly.regimens import describe, regimens
from regimen_checks import pair, right

ROWS = [json.loads(line) for line in (Path(__file__).parent / "corpus.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:50] for row in ROWS])
def test_every_stated_field(nlp, row: dict) -> None:
    found, warnings = regimens(nlp(row["text"]))
    for want, got in pair(row["regimens"], found):
        assert got is not None, want
        assert right(want, got) == [k for k in want if k != "drug"], describe(got)
    if not row.get("partial"):
        assert len(found) == len(row["regimens"]), [describe(r) for r in found]
    codes = [w.code for w in warnings if w.code.startswith("ambiguous")]
    assert codes == row.get("warnings", [])


def test_there_are_enough() -> None:
    assert sum(len(row["regimens"]) for row in ROWS) >= 140
