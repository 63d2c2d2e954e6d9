"""A trial's text with its spans in a notebook's cell, drawn as the review pages draw it."""

import hashlib
import html
from collections.abc import Iterator
from pathlib import Path
from typing import Optional, Union

from spacy.tokens import Doc
from spacy.util import is_in_jupyter

from eligex.render.palette import LOOKS, look
from eligex.render.spans import Mark, draw, legend_key
from eligex.schema.trial import Entity, Trial

_STYLES = ("spans.css", "notebook.css")


def show(doc: Union[Doc, Trial], *, jupyter: Optional[bool] = None) -> Optional[str]:
    """Shows a Doc of the pipeline, or a Trial, in a notebook and returns None; elsewhere returns the HTML.

    `jupyter` says where we are, as in displaCy; None finds out. Raises ValueError for a Doc that
    `eligex_assembly` has not read.
    """
    trial = doc if isinstance(doc, Trial) else doc._.trial
    markup = _page(trial)
    if not (is_in_jupyter() if jupyter is None else jupyter):
        return markup
    from IPython.display import HTML, display

    display(HTML(f'<span class="tex2jax_ignore">{markup}</span>'))
    return None


def _page(trial: Trial) -> str:
    here = Path(__file__).parent
    style = "".join((here / name).read_text(encoding="utf-8") for name in _STYLES)
    drawn = draw(trial.text, _marks(trial))
    legend = " · ".join(_legend(trial))
    return (
        f'<style>{style}</style><div class="eligex-show"><p class="eligex-legend">{legend}</p>'
        f'<div class="spans">{drawn}</div></div>'
    )


def _marks(trial: Trial) -> Iterator[Mark]:
    """Keys begin with the text's hash: cells of one notebook share one page."""
    prefix = "e" + hashlib.sha256(trial.text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    carved = [(a, b) for c in trial.constraints if c.exception_of for a, b in c.evidence]
    for number, e in enumerate(trial.entities):
        yield Mark(f"{prefix}-{number}", e.label, e.start, e.end, tuple(_states(e, carved)))


def _states(e: Entity, carved: list[tuple[int, int]]) -> Iterator[str]:
    if e.negated:
        yield "negated"
    if any(e.start < b and a < e.end for a, b in carved):
        yield "exception"


def _legend(trial: Trial) -> Iterator[str]:
    """The labels that occur, in the palette's order."""
    order = list(LOOKS)
    labels = {e.label for e in trial.entities}
    for label in sorted(labels, key=lambda x: (order.index(x) if x in LOOKS else len(order), x)):
        style = look(label)
        code = f'<b class="code {legend_key(label)}">{html.escape(style.code)}</b>'
        yield f"{code} {html.escape(style.words)}"
