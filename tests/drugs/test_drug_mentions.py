"""Names, classes and negatives: what the drugs component tags and under which name."""

import csv
import re
import time
from pathlib import Path

import pytest
import spacy
from eligex.components.findings import DRUGS, Finding, read
from eligex.text.tokenizer import create_tokenizer
from spacy.language import Language
from spacy.tokens import Doc, DocBin

HERE = Path(__file__).parent
FORMS = list(csv.DictReader((HERE / "drug_forms.csv").read_text(encoding="utf-8").splitlines()))
NEGATIVES = (HERE / "drug_negatives.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.tokenizer = create_tokenizer()(nlp)
    nlp.add_pipe("eligex_abbreviations")
    nlp.add_pipe("eligex_drugs")
    return nlp


def drugs(nlp: Language, text: str) -> list[Finding]:
    return read(nlp(text), DRUGS)


@pytest.mark.parametrize("row", FORMS, ids=lambda r: r["text"])
def test_surface_form_has_its_span_and_canonical_name(nlp: Language, row: dict[str, str]) -> None:
    before, marked, after = re.fullmatch(r"(.*?)\[(.*)\](.*)", row["text"]).groups()
    found = [f for f in drugs(nlp, before + marked + after) if f.start <= len(before) < f.end]
    assert [(f.start, f.end, f.name) for f in found] == [
        (len(before), len(before) + len(marked), row["name"])
    ]


@pytest.mark.parametrize("text", NEGATIVES)
def test_no_drug(nlp: Language, text: str) -> None:
    assert [text[f.start : f.end] for f in drugs(nlp, text)] == []


@pytest.mark.parametrize(
    ("word", "drug_class"),
    [
        ("zorbatinib", "tyrosine kinase inhibitor"),
        ("quelximab", "monoclonal antibody"),
        ("norvaciclib", "CDK4/6 inhibitor"),
        ("ulperazomib", "proteasome inhibitor"),
        ("tolvagliptin", "DPP-4 inhibitor"),
        ("mirtosartan", "angiotensin receptor blocker"),
        ("zanoxetine", "antidepressant"),
    ],
)
def test_name_in_no_table_is_read_by_its_stem(nlp: Language, word: str, drug_class: str) -> None:
    (found,) = drugs(nlp, f"Patients who had {word} before")
    assert (found.name, found.source, found.value["class"]) == (word, "drugs:inn-stem", drug_class)
    assert found.code is None


@pytest.mark.parametrize("code", ["ABC-1234", "LY9109104", "MK-9475", "AZD99171", "TAK-985A"])
def test_sponsor_code_is_a_drug(nlp: Language, code: str) -> None:
    (found,) = drugs(nlp, f"at least one dose of {code} was given")
    assert (found.name, found.value) == (code, {"kind": "code"})


@pytest.mark.parametrize("context", ["protocol {}", "Study number: {}", "registered as {}-07", "trial {}"])
def test_code_of_a_protocol_is_no_drug(nlp: Language, context: str) -> None:
    assert drugs(nlp, context.format("XYZ-1234")) == []


def test_phrases_made_of_target_and_head(nlp: Language) -> None:
    text = "no WEE1 kinase inhibitors, anti-CD47 antibody, antimyeloma agents or H9N2 virus vaccine"
    assert [text[f.start : f.end] for f in drugs(nlp, text)] == [
        "WEE1 kinase inhibitors",
        "anti-CD47 antibody",
        "antimyeloma agents",
        "virus vaccine",
    ]


def test_every_occurrence_with_code_and_kind(nlp: Language) -> None:
    text = "Title: Blinatumomab in B-ALL\n(blinatumomab)\n- after blinatumomab."
    assert [(f.name, f.system, f.code, f.value) for f in drugs(nlp, text)] == [
        ("blinatumomab", "DrugBank", "DB09052", {"kind": "biological"})
    ] * 3


def test_a_word_is_a_drug_or_an_analyte_by_its_context(nlp: Language) -> None:
    text = "receiving testosterone gel; serum testosterone > 50 ng/dL; oral calcium; calcium > 12 mg/dL"
    assert [text[f.start : f.end] for f in drugs(nlp, text)] == ["testosterone", "calcium"]


def test_options_switch_stems_and_codes_off() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("eligex_drugs", config={"stems": False, "code_names": False})
    assert drugs(nlp, "zorbatinib and ABC-1234") == []


def test_doc_survives_bytes_and_docbin(nlp: Language) -> None:
    doc = nlp("Cyclophosphamide(CTX) and prednisone; CTX on day 1")
    copy = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    (binned,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    assert read(copy, DRUGS) == read(doc, DRUGS) == read(binned, DRUGS)
    assert len(read(doc, DRUGS)) == 4


@pytest.mark.parametrize(
    "line",
    [
        "Prior anti-PD-1 antibody, serum calcium > 12, no CYP3A4 inhibitor (CTX) or anti- or A-A-A-A B ",
        "CYP3A4 CYP3A4 ",
        "GROWTH FACTOR RECEPTOR ",
        "live attenuated influenza ",
    ],
)
def test_time_grows_with_the_text_and_not_faster(nlp: Language, line: str) -> None:
    small, large = nlp.make_doc(line * 50), nlp.make_doc(line * 500)
    pipe = nlp.get_pipe("eligex_drugs")
    assert _seconds(pipe.match, large) < 30 * _seconds(pipe.match, small) + 0.2


def _seconds(run, doc: Doc) -> float:
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        run(doc)
        best = min(best, time.process_time() - started)
    return best
