"""Every surface form of the corpus files gives exactly its value, alone and inside a sentence."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from eligex.quantities import find_quantities
from eligex.text.fold import fold

CORPUS = Path(__file__).parent / "corpus"
FORMS = [
    pytest.param(value, surface, id=f"{file.stem}: {surface!r}")
    for file in sorted(CORPUS.glob("*.json"))
    for value, surfaces in json.loads(file.read_text(encoding="utf-8")).items()
    for surface in surfaces
]
NEGATIVES = (CORPUS / "negatives.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("value", "surface"), FORMS)
def test_surface(value: str, surface: str, described: Callable[[str], str]) -> None:
    assert described(surface) == value


@pytest.mark.parametrize(("value", "surface"), FORMS)
def test_surface_in_a_sentence(value: str, surface: str, described: Callable[[str], str]) -> None:
    assert described(f"* Serum marker {surface}; no further wish.\n* Next item") == value


@pytest.mark.parametrize("text", NEGATIVES)
def test_no_quantity(text: str, described: Callable[[str], str]) -> None:
    assert described(text) == ""


@pytest.mark.parametrize(
    "marked",
    [
        "Age [≥ 18 years] and weight [> 40 kg].",
        "Adequate liver: AST [≤2×ULN].Creatinine [≤2×ULN] or clearance [≥50 mL/min]",
        "QT interval (men [>450 ms]; women [>470 ms])",
        "BMI [between 18.5 and 30 kg/m2, inclusive], ratio [0.4-1.4]",
        "Bilirubin [≤ 1.5 mg/dL (26 µmol/L)] unless Gilbert",
        "Score of [24 or higher] at entry",
        "[18 ≤ BMI < 30] in both arms",
        "Platelets [at least\n     100,000/mm3] on the day",
        "Clearance [≥ 50 mL/min].",
        "Sodium [not less than 130 mmol/L]",
    ],
)
def test_span(marked: str) -> None:
    plain = marked.replace("[", "").replace("]", "")
    assert [(q.start, q.end) for q in find_quantities(fold(plain))] == _marks(marked)


def _marks(marked: str) -> list[tuple[int, int]]:
    """Offsets, in the text without brackets, of what stands in brackets."""
    edges = [i - n for n, i in enumerate(i for i, c in enumerate(marked) if c in "[]")]
    return list(zip(edges[::2], edges[1::2], strict=True))
