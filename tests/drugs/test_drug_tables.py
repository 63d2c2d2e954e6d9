"""The drug tables are consistent, refused when they are not, and load fast."""

import time
from pathlib import Path

import pytest
from eligex.vocab import drugs, tables
from eligex.vocab.drugs import Entry, Lexicon, lexicon, plural, stems
from eligex.vocab.tables import VocabularyError, table

TABLES = {
    "drugs": "name,system,code,synonyms\nalphadrug,DrugBank,DB1,brandalpha\n",
    "drugs_extra": "name,system,code,kind,synonyms\nbetadrug,,,drug,\n",
    "drug_classes": "name,code,kind,synonyms\ngammablocker,C07,class,gamma blocker\n",
    "drug_stop": "phrase,scope,reason\nalphadrug deficiency,phrase,disease\n",
    "inn_stems": "stem,class,code,min_length,exceptions\ntinib,kinase inhibitor,L01E,8,\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    caches = (tables.table, drugs.lexicon, drugs.stems)
    for cached in caches:
        cached.cache_clear()
    yield tmp_path
    for cached in caches:
        cached.cache_clear()


def test_small_tables_load(folder: Path) -> None:
    assert lexicon().get("Gamma-Blockers") == Entry("gammablocker", "ATC", "C07", "class")
    assert stems()[0].ending == "tinib"


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("drugs", "alphadrug,DrugBank,DB9,\n"),
        ("drugs", "other,DrugBank,DB9,brandalpha\n"),
        ("drugs_extra", "brandalpha,,,drug,\n"),
        ("drug_classes", "x,,class,gamma blockers\n"),
        ("drug_stop", "betadrug,never,word\n"),
        ("drug_stop", "new word,sometimes,word\n"),
        ("inn_stems", "tinib,other,,7,\n"),
    ],
)
def test_contradicting_row_is_refused(folder: Path, name: str, row: str) -> None:
    with (folder / f"{name}.csv").open("a", encoding="utf-8") as f:
        f.write(row)
    with pytest.raises(VocabularyError):
        len(lexicon()) + len(stems())


def test_shipped_tables_have_their_size_and_known_systems() -> None:
    assert len(table("drug_classes")) >= 250
    assert len(table("drugs")) > 9000
    systems = {row["system"] for name in ("drugs", "drugs_extra") for row in table(name)}
    assert systems <= {"DrugBank", "MeSH", "MedlinePlus", ""}
    assert all(bool(row["system"]) == bool(row["code"]) for row in table("drugs"))


def test_stems_name_a_length_that_holds_the_ending() -> None:
    assert all(s.shortest > len(s.ending) for s in stems())


def test_plural() -> None:
    assert [plural(w) for w in ("statin", "antibody", "assay", "biologic class")] == [
        "statins",
        "antibodies",
        "assays",
        "biologic classes",
    ]


def test_short_capitals_match_in_their_case_only() -> None:
    index = Lexicon()
    index.add(["ABC"], Entry("abcdrug", "", "", "drug"))
    assert [e.name for _, _, e in index.find("give ABC, then abc")] == ["abcdrug"]


def test_longest_form_wins_and_sentences_do_not_join() -> None:
    index = Lexicon()
    index.add(["alpha"], Entry("alpha", "", "", "drug"))
    index.add(["alpha beta"], Entry("both", "", "", "drug"))
    text = "alpha-beta. alpha\n  beta; alpha. beta, alpha\n\nbeta"
    assert [e.name for _, _, e in index.find(text)] == ["both", "both", "alpha", "alpha"]


def test_loading_costs_little_more_than_reading_the_files() -> None:
    for cached in (tables.table, drugs.lexicon, drugs.stems):
        cached.cache_clear()
    started = time.process_time()
    names = ("drugs", "drugs_extra", "drug_classes", "drug_stop", "inn_stems")
    read = sum(len(table(name)) for name in names)
    reading = time.process_time() - started
    started = time.process_time()
    assert len(lexicon()) > read
    stems()
    assert time.process_time() - started < 20 * reading + 0.5
