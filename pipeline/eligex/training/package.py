"""The pipeline as an installable spaCy package, `en_eligex`, with the recogniser's weights inside."""

import tempfile
from pathlib import Path
from typing import Any

import eligex
from eligex import pipeline
from eligex.training.student import SPACY

NAME = "eligex"


def build(out: Path) -> Path:
    """Writes `en_eligex` and its wheel under `out`; returns the wheel. Needs the package `build`."""
    from spacy.cli.package import package

    nlp = pipeline.load()
    nlp.meta.update(_meta())
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        nlp.to_disk(folder)
        package(
            Path(folder),
            out,
            name=NAME,
            version=eligex.__version__,
            create_sdist=False,
            create_wheel=True,
            force=True,
        )
    (wheel,) = (out / f"en_{NAME}-{eligex.__version__}" / "dist").glob("*.whl")
    return wheel


def _meta() -> dict[str, Any]:
    return {
        "name": NAME,
        "version": eligex.__version__,
        "description": "Eligibility criteria and dosing regimens of clinical trials; needs the package eligex.",
        "author": "The eligex authors",
        **requirements(),
        "license": "Apache-2.0, weights CC BY 4.0",
    }


def requirements() -> dict[str, Any]:
    """What the package's metadata asks pip for."""
    return {"spacy_version": SPACY, "requirements": [f"eligex=={eligex.__version__}"]}
