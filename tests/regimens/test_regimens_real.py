"""Regimens of real descriptions, annotated by reading; the repository holds where they stand, not their words."""

import importlib.util
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import eligex
import pytest

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("ELIGEX_SHARED", HERE.parents[2] / "shared"))
TRIALS = SHARED / "data" / "trials" / "ctgov.jsonl.gz"
GOLDS = sorted(HERE.glob("read-*.jsonl"))
SPEC = importlib.util.spec_from_file_location(
    "score_regimens", HERE.parents[1] / "tools" / "score_regimens.py"
)
scoring = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = scoring
SPEC.loader.exec_module(scoring)


@pytest.fixture(scope="module")
def pipeline():
    return eligex.load()


def test_the_gold_is_large_enough() -> None:
    rows = [json.loads(line) for path in GOLDS for line in path.read_text(encoding="utf-8").splitlines()]
    assert sum(not r.get("optional") for row in rows for r in row["regimens"]) >= 600


@pytest.mark.skipif(not TRIALS.exists(), reason="the real trial records are not beside this checkout")
def test_nine_of_ten_stated_fields_are_right(pipeline) -> None:
    hits = items = surplus = regimens = 0
    for path in (HERE / "corrected.jsonl", *GOLDS):
        score = scoring.Score()
        for label, text, wanted in scoring.rows_of(path, TRIALS):
            score.add(label, wanted, [asdict(r) for r in pipeline(text)._.trial.regimens])
        assert score.share >= 0.85, "\n".join([path.name, *score.notes])
        hits, items = hits + score.hits.total(), items + score.items.total()
        surplus, regimens = surplus + score.surplus, regimens + score.regimens
    assert items > 2000
    assert hits / items >= 0.90
    assert surplus < 0.15 * regimens


def regimen(drug: str, **fields: object) -> dict:
    return {"drug": {"text": drug, "name": None}, **fields}


def test_a_surplus_regimen_and_a_missed_field_cost() -> None:
    score = scoring.Score()
    wanted = [{"drug": ["aspirin"], "route": "oral", "days": [[1, 2]], "optional": False}]
    score.add("x", wanted, [regimen("Aspirin", route="oral", days=[[1, 1]]), regimen("warfarin", days=[])])
    assert (score.hits.total(), score.items.total(), score.surplus) == (1, 2, 1)
    assert score.score == 2 / 5


def test_what_is_unsure_is_no_item_and_an_alternative_is_right() -> None:
    dose = {"low": 5, "high": 5, "unit": "mg", "unit_text": "mg", "per": None}
    wanted = {
        "drug": None,
        "route": "oral",
        "dose": dose,
        "unsure": ["route"],
        "alt": {"dose": [{**dose, "low": 1}]},
    }
    assert scoring.stated_fields(wanted) == ["dose"]
    assert scoring.right_fields(wanted, regimen("any", dose={**dose, "low": 1})) == ["dose"]
    assert scoring.right_fields(wanted, regimen("any", dose={**dose, "low": 2})) == []
