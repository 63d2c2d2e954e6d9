"""A trained spaCy package as one more voice, here a stub of the shape of a scispaCy model."""

import eligex
import pytest
import spacy
from eligex.components.findings import RECOGNISED, read

LABELS = {"CHEMICAL": "DRUG", "DISEASE": "CONDITION"}
TEXT = "Exclusion Criteria:\n\n  - History of zorblattosis or quuxitis\n  - Use of zorblatimine 3 mg\n"


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "DISEASE", "pattern": "zorblattosis"},
            {"label": "CHEMICAL", "pattern": "zorblatimine"},
            {"label": "PLACE", "pattern": "History"},
        ]
    )
    path = tmp_path_factory.mktemp("stub") / "model"
    nlp.to_disk(path)
    return str(path)


def config(tmp_path, model):
    """The default config with the recogniser before the thresholds."""
    text = eligex.pipeline.config_text()
    text = text.replace('"eligex_thresholds"', '"eligex_recogniser","eligex_thresholds"', 1)
    labels = "\n".join(f'{k} = "{v}"' for k, v in LABELS.items())
    text += f'\n[components.eligex_recogniser]\nfactory = "eligex_recogniser"\nmodel = "{model}"\n'
    text += f"\n[components.eligex_recogniser.labels]\n{labels}\n"
    path = tmp_path / "config.cfg"
    path.write_text(text, encoding="utf-8")
    return path


def test_its_spans_reach_the_entities(tmp_path, model):
    doc = eligex.load(config(tmp_path, model))(TEXT)
    seen = {(f.label, TEXT[f.start : f.end]) for f in read(doc, RECOGNISED)}
    assert seen == {("CONDITION", "zorblattosis"), ("DRUG", "zorblatimine")}
    by_text = {e.text: e for e in doc._.trial.entities}
    assert (by_text["zorblattosis"].label, by_text["zorblatimine"].label) == ("CONDITION", "DRUG")
    assert by_text["zorblattosis"].source == by_text["zorblatimine"].source == f"recogniser:{model}"
    kinds = {c.subject.text: (c.kind, c.requirement) for c in doc._.trial.constraints}
    assert kinds["zorblattosis"] == ("condition", "forbid")
    assert kinds["zorblatimine"] == ("drug", "forbid")


def test_without_it_the_words_are_unknown(nlp):
    assert not any(e.source.startswith("recogniser:") for e in nlp(TEXT)._.trial.entities)


def test_labels_choose(model):
    nlp = spacy.blank("en")
    nlp.add_pipe("eligex_recogniser", config={"model": model, "labels": {"PLACE": "PROCEDURE"}})
    found = read(nlp("zorblattosis in the History"), RECOGNISED)
    # spaCy merges given labels with the default ones
    assert ("PROCEDURE", 20, 27) in {(f.label, f.start, f.end) for f in found}


def test_an_unknown_model_names_the_remedy():
    nlp = spacy.blank("en")
    nlp.add_pipe("eligex_recogniser", config={"model": "no_such_model_anywhere"})
    with pytest.raises(OSError, match=r"no_such_model_anywhere.*neither in models/ nor installed"):
        nlp("some text")
