"""Drawn texts: the text stays as it is, nothing of it becomes markup, colours can be told apart."""

import itertools
import math
import re
import time
from html.parser import HTMLParser

import pytest
from eligex.render import palette, spans
from eligex.render.spans import Anchor, Mark, draw
from eligex.review.pages import ASSETS
from eligex.schema.trial import LABELS
from hypothesis import given
from hypothesis import strategies as st


class Read(HTMLParser):
    """The text of some HTML, and of each tag how often it stands there."""

    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.attributes = "", [], []
        self.feed(markup)
        self.close()

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.append(dict(attrs))


def classes(markup, key):
    """Of the label with that id."""
    return next(set(a["class"].split()) for a in Read(markup).attributes if a.get("id") == key)


CHARACTERS = st.text(st.sampled_from("ab <>&\"'\n\t\r\x0b\x1f 𝔸אב́5\x00{}%\ue000"), max_size=60)


@given(
    CHARACTERS, st.lists(st.tuples(st.integers(-2, 62), st.integers(-2, 62)), max_size=8), st.integers(0, 60)
)
def test_the_text_is_kept(text, extents, place):
    marks = [Mark(f"e{i}", LABELS[i], a, b) for i, (a, b) in enumerate(extents)]
    anchors = [Anchor("at0", "I1", min(place, len(text)))]
    read = Read(draw(text, marks, anchors=anchors, bold=[(place // 2, place // 2 + 3)]))
    assert read.text == text.replace("\x00", "\ufffd")
    assert set(read.tags) <= {"span", "i", "button", "b"}
    drawn = {a["id"] for a in read.attributes if a.get("id", "").startswith("e")}
    wanted = {m.key for m in marks if 0 <= m.start < m.end <= len(text) and text[m.start : m.end].strip()}
    assert drawn == wanted
    assert sum(a.get("id") == "at0" for a in read.attributes) == 1


def test_overlapping_spans_stand_in_rows_of_their_own():
    text = "prolonged QTc (> 450 ms) today"
    markup = draw(
        text, [Mark("e0", "CONDITION", 0, 24), Mark("e1", "MEASUREMENT", 10, 13), Mark("e2", "DRUG", 25, 30)]
    )
    rows = [next(c for c in classes(markup, key) if re.fullmatch(r"y\d+", c)) for key in ("e0", "e1", "e2")]
    assert rows == ["y0", "y1", "y0"]


def test_more_rows_than_fit_share_the_last():
    text = "x" * 40
    markup = draw(text, [Mark(f"e{i}", "DRUG", i, 40) for i in range(30)])
    rows = {int(row) for row in re.findall(r" y(\d+) ", markup)}
    assert rows == set(range(spans.ROWS))


def test_negated_and_exceptions_differ_without_colour():
    markup = draw(
        "no asthma", [Mark("e0", "CONDITION", 3, 9, ("negated", "exception")), Mark("e1", "NEGATION", 0, 2)]
    )
    found = {a["id"]: a for a in Read(markup).attributes if a.get("id")}
    assert found["e0"]["data-code"] == "¬COND·ex"
    assert found["e0"]["aria-label"] == "condition, negated, exception: asthma"
    assert found["e1"]["data-code"] == "NEG"


def test_hostile_words_stay_words():
    text = '<img src=x onerror=alert(1)> "</script>'
    read = Read(draw(text, [Mark("e0", "DRUG", 0, len(text))], anchors=[Anchor("at0", '"><b>', 0)]))
    assert read.text == text
    assert set(read.tags) == {"span", "i", "button"}


def test_an_unknown_label_is_drawn():
    assert "l-A_B_" in classes(draw("abc", [Mark("e0", 'A"B>', 0, 3)]), "e0")


@pytest.mark.parametrize("line", ["", "\n"])
def test_time_grows_with_the_text(line):
    """A quarter of a million characters with 9,000 spans, three deep, in lines or in one."""
    text = ("word and word " + line) * (250_000 // (14 + len(line)))
    marks = [
        Mark(f"e{i}", "DRUG", at, at + w) for i, at in enumerate(range(0, 249_000, 84)) for w in (4, 8, 30)
    ]
    begun = time.perf_counter()
    assert draw(text, marks).count('class="k ') == len(marks)
    assert time.perf_counter() - begun < 20


def test_every_label_has_a_look_of_its_own():
    looks = [palette.LOOKS[label] for label in LABELS]
    assert len({x.code for x in looks}) == len(LABELS)
    assert len({(x.family, x.pattern) for x in looks}) == len(LABELS)


# Colour: WCAG contrast; distance in OKLab as seen with each kind of colour blindness (Machado 2009).
SEEN = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_LMS = ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
          (0.0883024619, 0.2817188376, 0.6299787005))  # fmt: skip
TO_LAB = ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099),
          (0.0259040371, 0.7827717662, -0.8086757660))  # fmt: skip
LIGHT, DARK = 0, 1


def variables(name, mode):
    """The custom properties of a style sheet in light or dark mode, by name."""
    css = ASSETS[name].read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    found = {}
    for block in blocks[: mode + 1]:
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", block))
    return found


def linear(color):
    digits = color[1:] if len(color) == 7 else "".join(c * 2 for c in color[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def contrast(one, other):
    lights = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other))]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def seen(color, matrix):
    rgb = [min(max(x, 0), 1) for x in times(matrix, linear(color))]
    return times(TO_LAB, [x ** (1 / 3) for x in times(TO_LMS, rgb)])


@pytest.mark.parametrize("mode", [LIGHT, DARK])
@pytest.mark.parametrize("kind", SEEN)
def test_no_two_families_look_alike(mode, kind):
    colors = variables("spans.css", mode)
    views = {f: seen(colors[f], SEEN[kind]) for f in {x.family for x in palette.LOOKS.values()}}
    distances = {(a, b): math.dist(views[a], views[b]) for a, b in itertools.combinations(views, 2)}
    assert len(views) == 8
    assert min(distances.values()) > 0.07, min(distances, key=distances.get)


@pytest.mark.parametrize("mode", [LIGHT, DARK])
def test_labels_can_be_read(mode):
    """White or black on the colour, and, where negated, the colour on the paper."""
    colors, page = variables("spans.css", mode), variables("review.css", mode)
    for family in {x.family for x in palette.LOOKS.values()}:
        assert contrast(colors[family], colors["ink"]) >= 4.5, family
        assert contrast(colors[family], page["paper"]) >= 4.5, family
    for text in ("text", "quiet", "accent", "good", "bad", "warn"):
        assert min(contrast(page[text], page[ground]) for ground in ("paper", "page")) >= 4.5, text
    assert contrast(page["text"], colors["lit"]) >= 4.5
    assert contrast(page["text"], colors["extent"]) >= 4.5
