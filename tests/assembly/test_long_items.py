"""An item of any length is read in stretches, and nothing of it is lost."""

import time

from eligex.assembly.forms.extents import Extents
from eligex.assembly.items.reading import items_of, reading_of
from hypothesis import given
from hypothesis import strategies as st

SENTENCE = "History of severe asthma or gout within {n} months before enrollment. "


def long_text(sentences: int) -> str:
    return "Exclusion Criteria:\n\n- " + "".join(SENTENCE.format(n=i % 9 + 2) for i in range(sentences))


def test_stretches_cover_the_item_and_end_with_sentences(nlp):
    (item,) = items_of(reading_of(nlp(long_text(300))))
    parts = item.stretches(1000)
    assert "".join(p.text for p in parts) == item.text
    assert len(parts) > 10
    assert all(len(p.text) <= 1000 for p in parts)
    assert all(p.text.rstrip().endswith(("enrollment.", "enrollment")) for p in parts)
    assert sum(len(p.mentions) for p in parts) == len(item.mentions)


def test_words_without_a_sentence_s_end_are_cut_at_a_blank(nlp):
    (item,) = items_of(reading_of(nlp("Exclusion Criteria:\n\n- " + "asthma or gout or " * 200)))
    parts = item.stretches(500)
    assert "".join(p.text for p in parts) == item.text
    assert all(p.text.startswith(("asthma", "gout", "or")) for p in parts)


def test_every_sentence_of_a_long_item_is_stated(nlp):
    trial = nlp(long_text(400))._.trial
    asthma = [c for c in trial.constraints if c.subject.name == "asthma"]
    assert len(asthma) == 400
    assert {c.window.high for c in asthma} == set(range(2, 11))
    assert [c.id for c in trial.constraints] == [f"E1.{n}" for n in range(1, len(trial.constraints) + 1)]


def seconds(nlp, sentences: int) -> float:
    text = long_text(sentences)
    took = []
    for _ in range(3):
        start = time.process_time()
        nlp(text)
        took.append(time.process_time() - start)
    return min(took)


def test_time_grows_with_the_length_of_an_item(nlp):
    """Four times the text, well below the sixteen times of a quadratic reading."""
    assert seconds(nlp, 1600) < 8 * seconds(nlp, 400)


extents = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(tuple), max_size=12)


@given(extents, st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(tuple))
def test_extents_hold_what_one_of_them_holds(some: list[tuple[int, int]], asked: tuple[int, int]):
    assert Extents(some).hold(asked) == any(a <= asked[0] and asked[1] <= b for a, b in some)
