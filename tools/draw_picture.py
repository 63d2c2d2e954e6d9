"""Draws docs/picture.svg, the README's picture: a criterion with its coloured spans and what was made of it.

Run: `.venv/bin/python tools/draw_picture.py`
"""

from html import escape
from pathlib import Path

import eligex
from eligex.schema.readable import constraint_words
from eligex.schema.trial import Entity, Trial

OUT = Path(__file__).parents[1] / "docs/picture.svg"
TEXT = """Inclusion Criteria:
* AST and ALT ≤ 2.5×ULN, and platelets ≥ 75 x 10^9/L
* At least 6 weeks since the last dose of rituximab
Exclusion Criteria:
* Treated with prednisone for ≥ 14 days within one month before
  enrollment (except for inhaled steroids)
"""
# Okabe and Ito's palette, lightened: told apart by colour-blind readers
COLOURS = {
    "DRUG": "#a6dcf5", "MEASUREMENT": "#bfe8d9", "THRESHOLD": "#f7dc9a", "WINDOW": "#e6c3d8",
    "DURATION": "#f3f0a0", "NEGATION": "#f2b79a", "EXCEPTION": "#d0d0d0", "CONDITION": "#b9cdf0",
    "PROCEDURE": "#e3d3b8",
}  # fmt: skip
CHAR, LINE, PAD = 9.03, 34, 18


def rows(trial: Trial) -> list[str]:
    """The SVG elements of the text, line by line, each span a coloured box with its label below."""
    out: list[str] = []
    start = 0
    for n, line in enumerate(TEXT.splitlines()):
        y = PAD + 20 + n * LINE
        for e in trial.entities:
            if e.label in COLOURS and start <= e.start < start + len(line):
                out += box(e, start, len(line), y)
        width = len(line) * CHAR  # fixed, so that the boxes fit whatever font the reader has
        fit = f'textLength="{width}" lengthAdjust="spacingAndGlyphs"'
        out.append(f'<text x="{PAD}" y="{y}" xml:space="preserve" {fit}>{escape(line)}</text>')
        start += len(line) + 1
    return out


def box(e: Entity, start: int, length: int, y: int) -> list[str]:
    x = PAD + (e.start - start) * CHAR
    width = (min(e.end, start + length) - e.start) * CHAR
    return [
        f'<rect x="{x}" y="{y - 14}" width="{width}" height="19" rx="3" fill="{COLOURS[e.label]}"/>',
        f'<text class="label" x="{x}" y="{y + 13}">{e.label}</text>',
    ]


def draw() -> str:
    trial = eligex.load()(TEXT)._.trial
    body = rows(trial)
    y = PAD + 20 + len(TEXT.splitlines()) * LINE + 12
    for c in trial.constraints:
        body.append(f'<text x="{PAD}" y="{y}" class="said">{c.id:6} {escape(constraint_words(c))}</text>')
        y += 22
    style = "text{font:15px monospace;fill:#111}text.label{font-size:7px;fill:#555}text.said{font-size:13px}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{y}" viewBox="0 0 760 {y}">'
        f'<style>{style}</style><rect width="760" height="{y}" fill="#fff"/>{"".join(body)}</svg>\n'
    )


if __name__ == "__main__":
    OUT.write_text(draw(), encoding="utf-8")
