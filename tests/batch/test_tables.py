"""The flat tables: fixed columns, values as pandas reads them back, CSV and Parquet alike."""

import io

import pandas as pd
import pytest
from eligex.schema.regimen import Dose, Regimen, RegimenDrug
from eligex.schema.trial import Constraint, Criterion, Entity, Range, Source, Subject, Trial
from eligex.writers import tables
from eligex.writers.columns import TABLES, columns


@pytest.fixture
def trial():
    text = 'ALT \r\n"≥ 3", x\r'
    found = Range(low=3.0, low_inclusive=True, unit="U/L", relative_to=None, start=6, end=9)
    return Trial(
        "T1",
        "t",
        Source("in/a.txt", "text", "0" * 64),
        "parsed",
        text,
        entities=[Entity("e1", "MEASUREMENT", 0, len(text), text, source="rule:x")],
        criteria=[Criterion("I1", None, "inclusion", 0, 3, "ALT", logic={"not": "I1.1"}, unclaimed=[[1, 2]])],
        constraints=[Constraint("I1.1", "I1", "inclusion", "measurement", Subject("ALT", 0, 3), range=found)],
        regimens=[Regimen("R1", None, None, RegimenDrug("x", 1, 2), dose=Dose(low=0.5), days=[[1, 2]])],
    ).to_dict()


def back(table, trials, format):
    out = io.BytesIO()
    tables.join(table, [tables.blocks([t], format)[table] for t in trials], format, out)
    out.seek(0)
    return pd.read_csv(out) if format == "csv" else pd.read_parquet(out)


@pytest.mark.parametrize("format", tables.FORMATS)
@pytest.mark.parametrize("table", TABLES)
def test_columns_are_fixed_also_without_a_row(trial, table, format):
    empty, full = back(table, [], format), back(table, [trial, trial], format)
    assert list(empty.columns) == list(full.columns) == [c.name for c in columns(table)]
    assert list(full.columns[:3]) == ["trial_id", "source_path", "id"]
    assert (len(empty), len(full)) == (0, 2)


@pytest.mark.parametrize("format", tables.FORMATS)
def test_values_come_back(trial, format):
    row = back("constraints", [trial], format).iloc[0]
    assert (row["range_low"], row["range_low_inclusive"], row["range_unit"]) == (3.0, True, "U/L")
    assert row["subject_text"] == "ALT"
    assert pd.isna(row["range_high"])
    assert pd.isna(row["window_anchor"])
    assert row["evidence"] == "[]"
    regimen = back("regimens", [trial], format).iloc[0]
    assert (regimen["drug_text"], regimen["dose_low"], regimen["days"]) == ("x", 0.5, "[[1, 2]]")
    assert back("criteria", [trial], format).iloc[0]["logic"] == '{"not": "I1.1"}'


@pytest.mark.parametrize("format", tables.FORMATS)
def test_text_with_line_ends_and_quotes_stays_one_cell(trial, format):
    found = back("entities", [trial, trial], format)
    assert list(found["text"]) == [trial["text"]] * 2


def test_parquet_types_do_not_depend_on_the_rows(trial):
    import pyarrow.parquet as pq

    schemas = []
    for trials in ([], [trial]):
        out = io.BytesIO()
        blocks = [tables.blocks([t], "parquet")["constraints"] for t in trials]
        tables.join("constraints", blocks, "parquet", out)
        schemas.append(pq.read_schema(io.BytesIO(out.getvalue())))
    assert schemas[0] == schemas[1]
    kinds = {
        name: str(schemas[0].field(name).type) for name in ("range_low", "range_start", "negated", "flags")
    }
    assert kinds == {"range_low": "double", "range_start": "int64", "negated": "bool", "flags": "string"}
