"""The recogniser in the pipeline, and other models in its place: stubs of the shape of scispaCy's packages."""

from pathlib import Path

import eligex
import pytest
import spacy
from eligex.components.findings import RECOGNISED, read

TEXT = "Exclusion Criteria:\n\n  - History of zorblattosis or quuxitis\n  - Use of zorblatimine 3 mg\n"
PATTERNS = {
    "en_ner_bc5cdr_md": [("DISEASE", "zorblattosis"), ("CHEMICAL", "zorblatimine"), ("PLACE", "History")],
    "en_open_ends": [("DISEASE", "quuxitis (")],
    "en_core_sci_sm": [("ENTITY", "zorblat bliff"), ("ENTITY", "severe asthma"), ("ENTITY", "History")],
}


def ruler(name):
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": k, "pattern": p} for k, p in PATTERNS[name]])
    return nlp


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Makes a stub an installed package of that name: a module with `load`, and its metadata."""

    def install(name):
        package = tmp_path / "site" / name
        package.mkdir(parents=True)
        ruler(name).to_disk(package / "data")
        (package / "__init__.py").write_text(
            "from pathlib import Path\nimport spacy\n"
            "def load(**overrides):\n    return spacy.load(Path(__file__).parent / 'data', **overrides)\n"
        )
        info = tmp_path / "site" / f"{name}-0.5.4.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.5.4\n")
        monkeypatch.syspath_prepend(tmp_path / "site")
        return name

    return install


def config(tmp_path, model):
    """The default config with one line changed."""
    text = eligex.pipeline.config_text()
    assert text.count('model = "eligex_ner"') == 1
    path = tmp_path / "config.cfg"
    path.write_text(text.replace('model = "eligex_ner"', f'model = "{model}"'), encoding="utf-8")
    return path


def test_a_disease_model_takes_its_place_by_one_line(tmp_path, installed):
    model = installed("en_ner_bc5cdr_md")
    doc = eligex.load(config(tmp_path, model))(TEXT)
    assert {(f.label, TEXT[f.start : f.end]) for f in read(doc, RECOGNISED)} == {
        ("CONDITION", "zorblattosis"), ("DRUG", "zorblatimine"),
    }  # fmt: skip
    by_text = {e.text: e for e in doc._.trial.entities}
    assert (by_text["zorblattosis"].label, by_text["zorblattosis"].source) == (
        "CONDITION",
        f"recogniser:{model}",
    )
    assert by_text["zorblatimine"].label == "DRUG"
    kinds = {c.subject.text: (c.kind, c.requirement) for c in doc._.trial.constraints}
    assert kinds["zorblattosis"] == ("condition", "forbid")
    assert kinds["zorblatimine"] == ("drug", "forbid")


def test_no_span_ends_at_an_open_bracket(tmp_path, installed):
    text = "History of quuxitis (QX)"
    doc = eligex.load(config(tmp_path, installed("en_open_ends")))(text)
    assert [text[f.start : f.end] for f in read(doc, RECOGNISED)] == ["quuxitis"]


def test_entities_without_a_kind_take_that_of_the_name_inside(tmp_path, installed):
    doc = eligex.load(config(tmp_path, installed("en_core_sci_sm")))
    text = "Exclusion Criteria:\n\n  - History of zorblat bliff\n  - severe asthma\n"
    found = {(f.label, text[f.start : f.end]) for f in read(doc(text), RECOGNISED)}
    assert found == {("CONDITION", "severe asthma")}  # nothing says what a zorblat bliff is


def test_without_it_the_words_are_unknown(tmp_path):
    cfg = eligex.pipeline.config_text().replace('"eligex_recogniser",', "", 1)
    path = tmp_path / "rules.cfg"
    path.write_text(cfg, encoding="utf-8")
    entities = eligex.load(path)(TEXT)._.trial.entities
    assert not any(e.source.startswith("recogniser:") for e in entities)


def test_labels_choose(tmp_path, installed):
    nlp = spacy.blank("en")
    model = installed("en_ner_bc5cdr_md")
    nlp.add_pipe("eligex_recogniser", config={"model": model, "labels": {"PLACE": "PROCEDURE"}})
    found = read(nlp("zorblattosis in the History"), RECOGNISED)
    # spaCy merges given labels with the default ones
    assert ("PROCEDURE", 20, 27) in {(f.label, f.start, f.end) for f in found}


def test_an_unknown_model_names_the_remedy():
    nlp = spacy.blank("en")
    nlp.add_pipe("eligex_recogniser", config={"model": "no_such_model_anywhere"})
    with pytest.raises(OSError, match=r"no_such_model_anywhere.*neither in models/ nor installed"):
        nlp("some text")


def test_the_shipped_model_finds_what_no_vocabulary_names(nlp):
    text = "Exclusion Criteria:\n\n  - History of intratympanic zorblattitis\n"
    found = read(nlp(text), RECOGNISED)
    assert [(f.label, text[f.start : f.end].split()[-1]) for f in found] == [("CONDITION", "zorblattitis")]


def test_a_text_gives_the_same_alone_and_among_others(nlp):
    texts = [
        TEXT,
        "Inclusion Criteria:\n\n  - Breast cancer treated by mastectomy\n",
        "",
        "\n",
        "ALT > 3 x ULN",
    ]
    alone = [read(nlp(t), RECOGNISED) for t in texts]
    assert [read(d, RECOGNISED) for d in nlp.pipe(texts)] == alone
    assert any(alone)


def test_the_pipeline_takes_the_weights_along(nlp, tmp_path):
    """A package made of the pipeline must not look for the weights elsewhere."""
    nlp.to_disk(tmp_path / "en_eligex")
    again = spacy.load(tmp_path / "en_eligex")
    assert (tmp_path / "en_eligex" / "eligex_recogniser" / "ner" / "model").is_file()
    text = "Exclusion Criteria:\n\n  - Prior mastectomy or uncontrolled hypertension\n"
    assert again(text)._.trial.to_dict() == nlp(text)._.trial.to_dict()
    assert again.from_bytes(nlp.to_bytes())(text)._.trial.to_dict() == nlp(text)._.trial.to_dict()


def test_the_package_needs_what_the_project_needs():
    from eligex.training.package import requirements

    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    needed = requirements()
    assert needed["requirements"] == [f"eligex=={eligex.__version__}"]
    assert f'"spacy{needed["spacy_version"]}"' in text
