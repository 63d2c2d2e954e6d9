"""Leaf Clinical Trials corpus (Dobbins et al., Scientific Data 2022, MIT): eligibility texts in brat.

Observations ("BMI", "life expectancy") are the contract's measurements; ages and the `Eq-*` layers are left out.
"""

from collections.abc import Iterator
from pathlib import Path

from eligex.corpora import brat
from eligex.corpora.labels import contract_labels
from eligex.corpora.model import AnnotatedText, Mention


def read(folder: Path) -> Iterator[AnnotatedText]:
    """Every trial of the folder, by name. Raises FileNotFoundError, ValueError as `brat.documents` does."""
    labels = contract_labels("lct")
    for trial, document in brat.documents(folder):
        found = {
            Mention(s.start, s.end, labels[s.label]) for s in document.spans.values() if s.label in labels
        }
        yield AnnotatedText(trial, trial, "lct", document.text, tuple(sorted(found)))
