"""The flat tables: fixed columns, values as pandas reads them back, CSV and Parquet alike."""

import itertools
import tempfile
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
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


@pytest.fixture
def back(tmp_path):
    """A table written from blocks of one trial each and read again by pandas."""

    def call(table, trials, format):
        folder = Path(tempfile.mkdtemp(dir=tmp_path))
        tables.write(table, [tables.blocks([t], format)[table] for t in trials], format, folder)
        path = folder / tables.files(table, format)
        return pd.read_csv(path) if format == "csv" else pd.read_parquet(path)

    return call


@pytest.mark.parametrize("format", tables.FORMATS)
@pytest.mark.parametrize("table", TABLES)
def test_columns_are_fixed_also_without_a_row(back, trial, table, format):
    empty, full = back(table, [], format), back(table, [trial, trial], format)
    assert list(empty.columns) == list(full.columns) == [c.name for c in columns(table)]
    assert list(full.columns[:3]) == ["trial_id", "source_path", "id"]
    assert (len(empty), len(full)) == (0, 2)


@pytest.mark.parametrize("format", tables.FORMATS)
def test_values_come_back(back, trial, format):
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
def test_text_with_line_ends_and_quotes_stays_one_cell(back, trial, format):
    found = back("entities", [trial, trial], format)
    assert list(found["text"]) == [trial["text"]] * 2


def test_parquet_schema_is_that_of_the_version_whatever_the_rows(trial, tmp_path):
    found = []
    for name, trials in (("empty", []), ("full", [trial])):
        (tmp_path / name).mkdir()
        blocks = [tables.blocks([t], "parquet")["constraints"] for t in trials]
        tables.write("constraints", blocks, "parquet", tmp_path / name)
        found.append(pq.read_schema(tmp_path / name / "constraints.parquet" / "part-00000.parquet"))
    assert found[0].equals(found[1], check_metadata=True)
    assert found[0].equals(tables.schema("constraints"))
    assert found[0].metadata[b"eligex_schema_version"] == b"1"
    kinds = {
        name: str(found[0].field(name).type) for name in ("range_low", "range_start", "negated", "flags")
    }
    assert kinds == {"range_low": "double", "range_start": "int64", "negated": "bool", "flags": "string"}


@pytest.mark.parametrize(("rows", "parts", "groups"), [(1, 1, 1), (4, 1, 2), (6, 2, 3), (8, 2, 4)])
def test_parquet_is_cut_by_rows_alone(trial, tmp_path, monkeypatch, rows, parts, groups):
    monkeypatch.setattr(tables, "_GROUP_ROWS", 2)
    monkeypatch.setattr(tables, "_PART_GROUPS", 2)
    written = []
    for size in (1, 3):
        folder = tmp_path / str(size)
        folder.mkdir()
        trials = iter([trial] * rows)
        blocks = []
        while some := list(itertools.islice(trials, size)):
            blocks.append(tables.blocks(some, "parquet")["entities"])
        tables.write("entities", blocks, "parquet", folder)
        written.append([path.read_bytes() for path in sorted((folder / "entities.parquet").iterdir())])
    assert written[0] == written[1]
    files = sorted((tmp_path / "1" / "entities.parquet").iterdir())
    assert [path.name for path in files] == [f"part-{n:05d}.parquet" for n in range(parts)]
    assert sum(pq.ParquetFile(path).num_row_groups for path in files) == groups
    assert len(pd.read_parquet(tmp_path / "1" / "entities.parquet")) == rows


def test_both_formats_hold_the_same_values(trials_of_examples, tmp_path):
    """Read by DuckDB, cell by cell."""
    for table in TABLES:
        for format in tables.FORMATS:
            tables.write(table, [tables.blocks(trials_of_examples, format)[table]], format, tmp_path)
        parquet = duckdb.sql(f"SELECT * FROM '{tmp_path}/{table}.parquet/*.parquet'")
        types = dict(zip(parquet.columns, map(str, parquet.types), strict=True))
        options = f"header = true, auto_detect = false, columns = {types}"
        csv = duckdb.sql(f"SELECT * FROM read_csv('{tmp_path}/{table}.csv', {options})")
        assert parquet.fetchall() == csv.fetchall()
        assert len(parquet) > 5
