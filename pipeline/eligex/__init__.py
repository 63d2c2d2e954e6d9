"""eligex: clinical-trial text in, executable eligibility criteria and dosing regimens out.

nlp = eligex.load()
doc = nlp(text)
doc._.trial       # typed; `.to_dict()` is a line of trials.jsonl
doc.spans["sc"]   # entity spans, ready for displaCy
eligex.show(doc)  # the same in a notebook, with negation and exceptions
"""

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "load", "show"]


def __getattr__(name: str) -> Any:
    """These come with spaCy, which takes a second to import: only when asked for."""
    if name in ("load", "extract"):
        from eligex import pipeline

        return getattr(pipeline, name)
    if name == "show":
        from eligex.render.notebook import show

        return show
    raise AttributeError(f"module 'eligex' has no attribute {name!r}")
