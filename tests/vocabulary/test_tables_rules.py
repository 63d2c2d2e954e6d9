"""The loader refuses what is inconsistent; every table loads and says where it comes from."""

from pathlib import Path

import pytest
from eligex.vocab import measurements, tables
from eligex.vocab.tables import VocabularyError, hashes, require, table, unique, values

VOCAB = Path(tables.__file__).parent
NAMES = sorted(p.stem for p in (VOCAB / "data").glob("*.csv"))
SOURCES = "\n".join(
    p.read_text(encoding="utf-8") for p in (VOCAB / "SOURCES.md", *sorted((VOCAB / "SOURCES.d").glob("*.md")))
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty data folder; the cache is clean before and after."""
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    table.cache_clear()
    yield tmp_path
    table.cache_clear()


@pytest.mark.parametrize("name", NAMES)
def test_every_table_loads_and_has_rows(name):
    rows = table(name)
    assert rows
    assert all(any(row.values()) for row in rows)


@pytest.mark.parametrize("name", NAMES)
def test_every_table_names_its_source(name):
    assert f"{name}.csv" in SOURCES


def test_every_table_is_hashed():
    assert sorted(hashes()) == [f"{n}.csv" for n in NAMES]
    assert all(len(h) == 64 for h in hashes().values())


def test_cells_are_stripped(folder):
    (folder / "t.csv").write_text('key,names\n a , "x|y" \n', encoding="utf-8")
    (folder / "u.csv").write_text("key,names\n a , x|y \n", encoding="utf-8")
    assert table("u") == ({"key": "a", "names": "x|y"},)


@pytest.mark.parametrize("row", ["a", "a,b,c"])
def test_a_ragged_row_is_refused(folder, row):
    (folder / "t.csv").write_text(f"key,name\nx,y\n{row}\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"t\.csv line 3"):
        table("t")


@pytest.mark.parametrize(("keys", "said"), [("ab,ab", "twice"), ("ab,", "empty")])
def test_keys_are_unique_and_full(folder, keys, said):
    body = "".join(f"{k},1\n" for k in keys.split(","))
    (folder / "t.csv").write_text(f"key,n\n{body}", encoding="utf-8")
    with pytest.raises(VocabularyError, match=said):
        unique(table("t"), "key", where="t.csv")


def test_rows_by_key(folder):
    (folder / "t.csv").write_text("key,n\na,1\nb,2\n", encoding="utf-8")
    assert {k: r["n"] for k, r in unique(table("t"), "key", where="t.csv").items()} == {"a": "1", "b": "2"}


def test_a_dangling_reference_is_refused():
    require({"a", "b"}, ["a"], where="t.csv")
    with pytest.raises(VocabularyError, match=r"t\.csv: refers to unknown c, d"):
        require({"a", "b"}, ["d", "a", "c"], where="t.csv")


def test_values_of_a_cell():
    assert values(" a | b||c ") == ["a", "b", "c"]
    assert values("") == []


def test_where_a_patient_is_worse():
    assert [measurements.worse(k) for k in ("ecog", "karnofsky", "bcva", "no such key")] == [
        "high",
        "low",
        None,
        None,
    ]


@pytest.mark.parametrize("name", ["conditions", "drugs"])
def test_a_code_is_of_one_row(name):
    """A builder once took for a heading's code that of another heading which it refers to."""
    codes = [row["code"] for row in table(name) if row["code"]]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("alzheimer disease", "D000544"),
        ("anemia", "D000740"),
        ("hemophilia a", "D006467"),
        ("hemophilia b", "D002836"),
        ("psychotic disorders", "D011618"),
        ("vulvodynia", "D056650"),
    ],
)
def test_a_heading_has_its_own_code(name, code):
    rows = unique(table("conditions"), "name", where="conditions")
    assert rows[name]["code"] == code
