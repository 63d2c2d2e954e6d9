"""`eligex.show`: HTML outside a notebook, a displayed cell inside one."""

import html
import re
import sys
from types import ModuleType

import eligex
import pytest
import spacy
from eligex.render.palette import LOOKS

TEXT = "Exclusion Criteria:\n- No <b>stroke</b> & ALT > 3 × ULN\n- Steroids, except for inhaled budesonide\n"


@pytest.fixture(scope="module")
def doc(nlp):
    return nlp(TEXT)


def words(markup):
    """What a browser shows of the text."""
    body = markup.split('<div class="spans">')[1]
    return html.unescape(re.sub(r"<[^>]*>", "", body))


def test_outside_a_notebook_the_html_is_returned(doc):
    markup = eligex.show(doc)
    assert words(markup) == TEXT
    assert "<b>stroke" not in markup
    assert "&lt;b&gt;" in markup
    assert not re.search(r"(src|href)=|url\(|@import", markup)  # nothing from elsewhere


def test_negation_and_exceptions_look_different(doc):
    markup = eligex.show(doc, jupyter=False)
    assert re.search(r'<button[^>]*class="k y\d+ [^"]*c-condition[^"]* negated', markup)
    assert re.search(r'<button[^>]*class="k y\d+ [^"]*c-drug[^"]* exception', markup)


def test_every_entity_is_drawn_in_the_colour_of_the_review_pages(doc):
    markup = eligex.show(doc, jupyter=False)
    assert markup.count("<button") == len(doc._.trial.entities)
    for entity in doc._.trial.entities:
        assert f"c-{LOOKS[entity.label].family}" in markup
        assert f"</b> {LOOKS[entity.label].words}" in markup
        assert f".c-{LOOKS[entity.label].family} " in markup.split("</style>")[0]


def test_a_trial_shows_as_its_doc_does(doc):
    assert eligex.show(doc._.trial) == eligex.show(doc)


def test_in_a_notebook_the_cell_displays_it(doc, monkeypatch):
    shown = []
    module = ModuleType("IPython.display")
    module.HTML, module.display = str, shown.append
    monkeypatch.setitem(sys.modules, "IPython", ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", module)
    assert eligex.show(doc, jupyter=True) is None
    assert shown == [f'<span class="tex2jax_ignore">{eligex.show(doc, jupyter=False)}</span>']


def test_a_doc_of_another_pipeline_is_refused(doc):
    with pytest.raises(ValueError, match="eligex_assembly"):
        eligex.show(spacy.blank("en")("text"))
