"""Definitions of short forms and their uses; a short form of a drug is that drug."""

import time
import warnings

import pytest
import spacy
from eligex.components.findings import ABBREVIATIONS, DRUGS, read
from eligex.text.tokenizer import create_tokenizer
from spacy.language import Language
from spacy.tokens import Doc, DocBin


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.tokenizer = create_tokenizer()(nlp)
    nlp.add_pipe("eligex_abbreviations")
    nlp.add_pipe("eligex_drugs")
    return nlp


def uses(nlp: Language, text: str) -> list[tuple[str, str]]:
    return [(text[f.start : f.end], f.name) for f in read(nlp(text), ABBREVIATIONS)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("left ventricular ejection fraction (LVEF)", "LVEF", "left ventricular ejection fraction"),
        ("Donor lymphocyte infusion (DLI)", "DLI", "Donor lymphocyte infusion"),
        ("Vindesine(VDS)", "VDS", "Vindesine"),
        ("Cyclophosphamide(CTX)", "CTX", "Cyclophosphamide"),
        ("dexamethasone (DXM)", "DXM", "dexamethasone"),
        ("Blinatumomab(Blina)", "Blina", "Blinatumomab"),
        ("minimal residual disease [MRD]", "MRD", "minimal residual disease"),
        ("sign the ICF (informed consent form)", "ICF", "informed consent form"),
        ("graft-versus-host disease (GVHD)", "GVHD", "graft-versus-host disease"),
        ("granulocyte colony-stimulating factor (G-CSF)", "G-CSF", "granulocyte colony-stimulating factor"),
        ("left ventricular\n     ejection fraction (LVEF)", "LVEF", "left ventricular ejection fraction"),
        ("blockers of anti-Tumor Necrosis Factor (TNF)", "TNF", "Tumor Necrosis Factor"),
        ("total bilirubin（TBIL）", "TBIL", "total bilirubin"),
    ],
)
def test_definition(nlp: Language, text: str, short: str, long: str) -> None:
    assert uses(nlp, text) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "adults (men and women) (all)",
        "three doses (see below)",
        "() [] (",
        "cyclophosphamide (XTC)",
        "Disorders (DSM)",
        "Concurrent drugs are Warfarin (Coumadin)",
        "Group A is open. Low vision counts (AOLV)",
        "patients (aged 18) and ((nested) ones",
        "",
        ")(",
    ],
)
def test_no_definition(nlp: Language, text: str) -> None:
    assert uses(nlp, text) == []


def test_every_use_also_before_the_definition_and_in_the_other_number(nlp: Language) -> None:
    text = "No DLI planned. Donor lymphocyte infusions (DLIs) are given; DLI-related events; XDLI is none."
    assert [u[0] for u in uses(nlp, text)] == ["DLI", "DLIs", "DLI"]


def test_where_it_is_defined(nlp: Language) -> None:
    text = "Take venetoclax(VEN); VEN daily"
    found = read(nlp(text), ABBREVIATIONS)
    assert [f.value for f in found] == [{"long": "venetoclax", "defined_at": [5, 15]}] * 2


def test_short_form_of_a_drug_is_the_drug_everywhere(nlp: Language) -> None:
    text = "Vindesine(VDS) and donor lymphocyte infusion (DLI). VDS on day 1, DLI on day 30."
    found = [(text[f.start : f.end], f.name) for f in read(nlp(text), DRUGS)]
    assert found == [
        ("Vindesine", "vindesine"),
        ("VDS", "vindesine"),
        ("donor lymphocyte infusion", "donor lymphocyte infusion"),
        ("DLI", "donor lymphocyte infusion"),
        ("VDS", "vindesine"),
        ("DLI", "donor lymphocyte infusion"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("inhaled glucocorticoids (IGCs)", "glucocorticoid"),
        ("buprenorphine transdermal system (BTDS)", "buprenorphine"),
        (
            "cyclophosphamide, methotrexate and fluorouracil (CMF)",
            "cyclophosphamide/methotrexate/fluorouracil",
        ),
    ],
)
def test_long_form_with_its_form_or_of_several_drugs(nlp: Language, text: str, name: str) -> None:
    assert read(nlp(text), DRUGS)[-1].name == name


def test_the_documents_own_meaning_overrides_the_table(nlp: Language) -> None:
    text = "autoimmune screening antibody (ASA); ASA must be absent. Methotrexate wash-out series (MWS)."
    assert [text[f.start : f.end] for f in read(nlp(text), DRUGS)] == ["Methotrexate"]


def test_one_document_leaves_nothing_for_the_next(nlp: Language) -> None:
    assert uses(nlp, "donor lymphocyte infusion (DLI)")
    assert uses(nlp, "DLI and (none)") == []


def test_doc_survives_bytes_and_docbin(nlp: Language) -> None:
    doc = nlp("Cyclophosphamide(CTX); CTX")
    copy = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    (binned,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    assert read(copy, ABBREVIATIONS) == read(doc, ABBREVIATIONS) == read(binned, ABBREVIATIONS)
    assert len(read(doc, ABBREVIATIONS)) == 2


def test_no_warning_where_nothing_is_defined(nlp: Language) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert uses(nlp, "a bracket (of no use) here") == []


@pytest.mark.parametrize("piece", ["donor lymphocyte infusion (DLI) ", "((", "(a) ", "Alphabet (ABC) ABC "])
def test_time_grows_with_the_text_and_not_faster(nlp: Language, piece: str) -> None:
    pipe = nlp.get_pipe("eligex_abbreviations")
    seconds = []
    for times in (400, 4000):
        doc = nlp.make_doc(piece * times)
        best = float("inf")
        for _ in range(2):
            started = time.process_time()
            pipe.match(doc)
            best = min(best, time.process_time() - started)
        seconds.append(best)
    assert seconds[1] < 30 * seconds[0] + 0.2
