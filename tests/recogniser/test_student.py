"""The student learns from lines and symbols, and comes out the same from the same seed."""

import pytest
import spacy
from eligex.components.recogniser import CONVENTION
from eligex.configs import models_folder
from eligex.training import student
from eligex.training.lines import Line, docs
from eligex.training.run import _compared, load, store, weights
from thinc.api import Config

UNSEEN = "w77x"
FRAMES = (("patients", "with"), ("known",), ("history", "of"), ("use", "of"), ("any",), ())


def lines():
    """Invented words, so that only the symbols can tell a drug from a disease."""
    found = []
    for i in range(120):
        frame, named = FRAMES[i % len(FRAMES)], i % 3
        words = (*frame, f"w{i * 7919 % 1000}x")
        symbols = ("O",) * len(frame) + (("O", "BCE", "BDE")[named],)
        label = ("", "CONDITION", "DRUG")[named]
        gold = ((len(frame), len(words), label),) if label else ()
        found.append(Line("lct", words, (True,) * len(frame) + (False,), symbols, gold))
    return found


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    def run(name, seed):
        config = Config().from_disk(models_folder() / "training.cfg")
        config["components"]["ner"]["model"]["tok2vec"]["embed"]["include_static_vectors"] = False
        nlp = student.blank(config, spacy.blank("en"))
        settings = {**config["student"], "epochs": 20, "seed": seed}
        student.train(nlp, lines(), lines()[:10], settings, lambda s: None, lambda e: None)
        path = tmp_path_factory.mktemp(name)
        nlp.to_disk(path)
        return path

    return run


def test_it_reads_the_symbols(trained):
    assert all(UNSEEN not in line.words for line in lines())
    nlp = spacy.load(trained("first", 1))
    assert nlp.meta[CONVENTION] == "lct"
    unseen = Line("lct", ("use", "of", UNSEEN), (True, True, False), ("O", "O", "BDE"))
    (doc,) = nlp.pipe(docs(nlp, [unseen]))
    assert [(e.text, e.label_) for e in doc.ents] == [(UNSEEN, "DRUG")]


def test_the_same_seed_gives_the_same_weights(trained):
    assert weights(trained("one", 1)) == weights(trained("two", 1)) != weights(trained("three", 2))


def test_the_log_says_whether_the_weights_are_the_same():
    assert _compared("a", None) == "the first in this folder"
    assert _compared("a", "a") == "the same as before"
    assert _compared("b", "a") == "before they were a"


def test_lines_survive_being_stored(tmp_path):
    store(tmp_path / "lines.jsonl.gz", lines())
    assert load(tmp_path / "lines.jsonl.gz") == lines()
