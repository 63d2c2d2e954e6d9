"""Span groups to constraints, criteria, regimens and the trial; the last pipe, `eligex_assembly`."""

import orjson
from spacy.language import Language
from spacy.tokens import Doc

from eligex.assembly.trial import assemble_trial
from eligex.schema.trial import Trial

_KEY = "eligex.trial"


class Assembly:
    """Puts the trial, as JSON, into `doc.user_data`; `doc._.trial` gives it typed.

    Not as a dict: medSpaCy's msgpack decoders claim every dict with a key such as `section`.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        if not Doc.has_extension("trial"):
            Doc.set_extension("trial", getter=trial_of)

    def __call__(self, doc: Doc) -> Doc:
        doc.user_data[_KEY] = orjson.dumps(assemble_trial(doc)).decode()
        return doc


def trial_of(doc: Doc) -> Trial:
    """The trial of a processed Doc. Raises ValueError where `eligex_assembly` has not run."""
    if _KEY not in doc.user_data:
        raise ValueError("this Doc has no trial: run it through a pipeline with eligex_assembly")
    return Trial.from_dict(orjson.loads(doc.user_data[_KEY]))


@Language.factory("eligex_assembly", assigns=["doc._.trial", "doc.spans"])
def create(nlp: Language, name: str) -> Assembly:
    return Assembly(name)
