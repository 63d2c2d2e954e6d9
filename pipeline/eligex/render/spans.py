"""A text with spans over it, drawn by displaCy's span style.

displaCy decides which bar stands in which row below the words; its own templates set every token apart by a
space and fix colours in attributes, so that own templates are given to it. The text of the HTML is exactly
the text that went in, character for character: labels are drawn by the style sheet.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.displacy import SpanRenderer

from eligex.render.palette import look

ROWS = 12
# NUL marks where a word's markup begins and ends; HTML cannot hold it, so that no text is left with one.
_CUT = "\0"
# Bars come before the word: after it, a blank at a line's end would take them to the next line.
_TEMPLATE = {
    "span": f'{_CUT}<span class="w">{{span_slices}}{{span_starts}}{{text}}</span>{_CUT}',
    "slice": '<i class="s y{top_offset} {bg}"></i>',
    "start": '<i class="s first y{top_offset} {bg}"></i>'
    '<button type="button" class="k y{top_offset} {bg}" data-key="{label}"></button>',
}
_KEY = re.compile(r'data-key="(\d+)"')
_ROW = re.compile(r"(?<= y)\d+(?= )")
_WORD = re.compile(r"\S+[^\S\r\n]*|\s+")
_SNIPPET = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to draw; `key`, of letters, digits and `-`, becomes the id of its label in the HTML.

    `states` are CSS classes: `negated`, `exception`, `rejected`, `accepted`, `changed`.
    """

    key: str
    label: str
    start: int
    end: int
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in the text that other parts of a page point at; `code` is shown there."""

    key: str
    code: str
    start: int


def draw(
    text: str, marks: Iterable[Mark], *, anchors: Iterable[Anchor] = (), bold: Iterable[tuple[int, int]] = ()
) -> str:
    """HTML of the whole text; its `textContent` is `text`, with U+FFFD for each NUL.

    Marks that are blank or reach out of the text are left out. `bold`: extents of headings, none in another.
    Time grows with the text and, where spans overlap, with their number there.
    """
    return "".join(_Drawing(text, marks, anchors, bold).pieces())


def legend_key(label: str, states: Iterable[str] = ()) -> str:
    """The CSS classes of a label's bar and code."""
    style = look(label)
    return " ".join([f"l-{label_class(label)}", f"c-{style.family}", f"p-{style.pattern}", *states])


def label_class(label: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "_", label)


class _Drawing:
    def __init__(
        self, text: str, marks: Iterable[Mark], anchors: Iterable[Anchor], bold: Iterable[tuple[int, int]]
    ) -> None:
        self.text = text.replace(_CUT, "\N{REPLACEMENT CHARACTER}")
        self.marks = sorted(
            filter(None, (_trimmed(m, self.text) for m in marks)),
            key=lambda m: (m.start, -m.end, m.label, m.key),
        )
        self.bold = sorted(bold)
        self.anchors: dict[int, list[Anchor]] = {}
        for anchor in anchors:
            self.anchors.setdefault(anchor.start, []).append(anchor)
        ends = {at for extent in self.bold for at in extent}
        self.stops = sorted(ends | set(self.anchors))
        colors = {str(i): f"m-{m.key} {legend_key(m.label, m.states)}" for i, m in enumerate(self.marks)}
        # `bg` in the templates is a class list, `top_offset` a row, counted from 0.
        self.displacy = SpanRenderer(
            {"template": _TEMPLATE, "colors": colors, "top_offset": 0, "top_offset_step": 1}
        )

    def pieces(self) -> Iterator[str]:
        at = 0
        for group in self._clusters():
            start, end = self.marks[group[0]].start, max(self.marks[i].end for i in group)
            yield from self._plain(at, start)
            yield from self._cluster(start, end, group)
            at = end
        yield from self._plain(at, len(self.text))
        yield from self._anchors_at(len(self.text))

    def _clusters(self) -> Iterator[list[int]]:
        """Indices of marks that overlap, directly or by way of others."""
        group: list[int] = []
        reach = 0
        for i, mark in enumerate(self.marks):
            if group and mark.start >= reach:
                yield group
                group = []
            group.append(i)
            reach = max(reach, mark.end) if len(group) > 1 else mark.end
        if group:
            yield group

    def _plain(self, start: int, end: int) -> Iterator[str]:
        for s, e in self._cut(start, end, set()):
            yield from self._anchors_at(s)
            yield self._headed(s, _escape(self.text[s:e]))

    def _cluster(self, start: int, end: int, group: list[int]) -> Iterator[str]:
        """The marks of the group by displaCy; what lies between two words it would alter, so that stays ours."""
        marks = [self.marks[i] for i in group]
        inner = {at for m in marks for at in (m.start, m.end)}
        words = [
            (s + m.start(), s + m.end())
            for s, e in self._cut(start, end, inner)
            for m in _WORD.finditer(self.text[s:e])
        ]
        place = {s: i for i, (s, _) in enumerate(words)} | {end: len(words)}
        spans = [
            {
                "label": str(i),
                "start_token": place[self.marks[i].start],
                "end_token": place[self.marks[i].end],
            }
            for i in group
        ]
        tokens = [self.text[s:e] for s, e in words]
        drawn = self.displacy.render_spans(tokens, spans, None).split(_CUT)[1::2]
        deep = min(ROWS, 1 + max(int(row) for one in drawn for row in _ROW.findall(one)))
        ready = iter(drawn)
        for (s, _), token in zip(words, tokens, strict=True):
            yield from self._anchors_at(s)
            yield _escape(token) if token.isspace() else self._headed(s, self._named(next(ready), deep))

    def _cut(self, start: int, end: int, inner: set[int]) -> Iterator[tuple[int, int]]:
        """[start, end) in pieces, at every stop and at every place of `inner`."""
        first = bisect_right(self.stops, start)
        cuts = set(inner)
        while first < len(self.stops) and self.stops[first] < end:
            cuts.add(self.stops[first])
            first += 1
        points = sorted(cuts | {start, end})
        yield from pairwise(points)

    def _anchors_at(self, at: int) -> Iterator[str]:
        for anchor in self.anchors.get(at, ()):
            yield f'<i class="at" id="{html.escape(anchor.key)}" data-code="{html.escape(anchor.code)}"></i>'

    def _headed(self, at: int, markup: str) -> str:
        place = bisect_right(self.bold, (at, len(self.text) + 1)) - 1
        return f'<b class="h">{markup}</b>' if place >= 0 and at < self.bold[place][1] else markup

    def _named(self, markup: str, deep: int) -> str:
        """Rows beyond the last one share it; labels get what a screen reader says of them."""
        markup = markup.replace('<span class="w">', f'<span class="w d{deep}">', 1)
        markup = _ROW.sub(lambda m: str(min(int(m[0]), ROWS - 1)), markup)
        return _KEY.sub(lambda m: self._attributes(self.marks[int(m[1])]), markup)

    def _attributes(self, mark: Mark) -> str:
        style = look(mark.label)
        words = " ".join(self.text[mark.start : mark.end].split())
        said = ", ".join([style.words, *mark.states])
        name = f"{said}: {words[:_SNIPPET]}{'…' if len(words) > _SNIPPET else ''}"
        code = (
            ("¬" if "negated" in mark.states else "")
            + style.code
            + ("·ex" if "exception" in mark.states else "")
        )
        return (
            f'id="{html.escape(mark.key)}" data-code="{html.escape(code)}" '
            f'aria-label="{html.escape(name)}" title="{html.escape(said)}"'
        )


def _trimmed(mark: Mark, text: str) -> Mark | None:
    """Without blanks at its ends; None where nothing of it can be drawn."""
    if not 0 <= mark.start < mark.end <= len(text):
        return None
    words = text[mark.start : mark.end]
    start = mark.start + len(words) - len(words.lstrip())
    end = mark.end - len(words) + len(words.rstrip())
    return replace(mark, start=start, end=end) if start < end else None


def _escape(text: str) -> str:
    """A parser of HTML would turn a carriage return into a line feed."""
    return html.escape(text).replace("\r", "&#13;")
