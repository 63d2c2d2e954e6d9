"""The JSON Schema of a line, held against the examples' results and against the typed objects."""

import copy
import dataclasses
import json
from importlib.resources import files

import jsonschema
import pytest
from eligex.readers import FORMATS
from eligex.schema import regimen, trial

SCHEMA = json.loads(files("eligex.schema").joinpath("trial.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
DEFS = SCHEMA["$defs"]
CLASSES = {
    "section": trial.Section,
    "entity": trial.Entity,
    "criterion": trial.Criterion,
    "constraint": trial.Constraint,
    "subject": trial.Subject,
    "range": trial.Range,
    "normalized": trial.Normalized,
    "duration": trial.Duration,
    "window": trial.Window,
    "warning": trial.Warning_,
    "regimen": regimen.Regimen,
    "dose": regimen.Dose,
    "amount": regimen.Amount,
    "cycle": regimen.Cycle,
    "frequency": regimen.Frequency,
    "start": regimen.Start,
    "event": regimen.Event,
}


def test_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_schema_and_dataclass_have_the_same_fields(name):
    fields = {field.name for field in dataclasses.fields(CLASSES[name])} - {"flags"}
    assert set(DEFS[name]["properties"]) == fields


def test_examples_cover_every_format(trials):
    assert {t["source"]["format"] for t in trials} == set(FORMATS) - {"auto"}
    assert len(trials) >= 6


def test_examples_keep_the_contract(trials):
    for line in trials:
        errors = [f"{list(e.path)}: {e.message}" for e in VALIDATOR.iter_errors(json.loads(json.dumps(line)))]
        assert errors == [], line["trial_id"]


def test_examples_hold_each_kind_of_object(trials):
    for key in ("sections", "entities", "criteria", "constraints", "regimens"):
        assert any(t[key] for t in trials), key
    ranged = [c["range"] for t in trials for c in t["constraints"] if c["range"]]
    assert any(r["relative_to"] == "ULN" for r in ranged)
    assert any(c["window"] for t in trials for c in t["constraints"])
    assert any(isinstance(c["logic"], dict) for t in trials for c in t["criteria"])


def _drop(line):
    del line["constraints"][0]["requirement"]


def _rename(line):
    line["criteria"][0]["status"] = "understood"


def _half_bound(line):
    bounds = next(c["range"] for c in line["constraints"] if c["range"] and c["range"]["low"] is not None)
    bounds["low_inclusive"] = None


def _bad_logic(line):
    line["criteria"][0]["logic"] = {"xor": ["I1.1"]}


def _negative(line):
    line["entities"][0]["start"] = -1


@pytest.mark.parametrize("damage", [_drop, _rename, _half_bound, _bad_logic, _negative])
def test_schema_refuses_a_broken_line(trials, damage):
    line = copy.deepcopy(next(t for t in trials if t["source"]["format"] == "text"))
    assert VALIDATOR.is_valid(line)
    damage(line)
    assert not VALIDATOR.is_valid(line)
