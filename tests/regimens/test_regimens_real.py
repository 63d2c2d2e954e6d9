"""Regimens of real arms, annotated by reading; the repository holds where they stand, not their words."""

import gzip
import json
import os
import re
from pathlib import Path

import pytest
from eligex.assembly.regimens import regimens
from regimen_checks import pair, right

HERE = Path(__file__).parent
TRIALS = (
    Path(os.environ.get("ELIGEX_SHARED", HERE.parents[2] / "shared")) / "data" / "trials" / "ctgov.jsonl.gz"
)


def gold() -> list[dict]:
    return [json.loads(line) for line in (HERE / "real.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_gold_is_large_enough() -> None:
    assert sum(len(row["regimens"]) for row in gold()) >= 120


@pytest.mark.skipif(not TRIALS.exists(), reason="the real trial records are not beside this checkout")
def test_nine_of_ten_stated_fields_are_right(nlp) -> None:
    rows = gold()
    wanted = {row["trial"] for row in rows}
    with gzip.open(TRIALS, "rt", encoding="utf-8") as lines:
        records = {r["id"]: r for r in map(json.loads, lines) if r["id"] in wanted}
    hit = total = 0
    for row in rows:
        text = records[row["trial"]][row["field"]][row["index"]]["description"]
        for want in row["regimens"]:
            if isinstance(want["drug"], list):
                want["drug"] = re.escape(text[slice(*want["drug"])])
        for want, got in pair(row["regimens"], regimens(nlp(text))[0]):
            hit += len(right(want, got))
            total += len(want) - 1
    assert total > 400
    assert hit / total >= 0.90, f"{hit}/{total}"
