"""eligex: clinical-trial text in, executable eligibility criteria and dosing regimens out.

nlp = eligex.load()
doc = nlp(text)
doc._.trial       # typed; `.to_dict()` is a line of trials.jsonl
doc.spans["sc"]   # entity spans, ready for displaCy
"""

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "load"]


def __getattr__(name: str) -> Any:
    """`load` and `extract` come with spaCy, which takes a second to import: only when asked for."""
    if name in ("load", "extract"):
        from eligex import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'eligex' has no attribute {name!r}")
