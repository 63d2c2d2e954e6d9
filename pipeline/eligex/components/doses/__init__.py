"""Doses, routes, schedules and lengths of treatment in every section.

A finding's `value` holds what it states under the names of the contract's regimen fields, so that the
assembly merges findings without knowing their rules:

| label | `value` |
|---|---|
| DOSE | `{"dose": {"low","high","unit","unit_text","per"}}`, with `frequency` in `5 mg/12 h`; `{}` for a quality |
| ROUTE | `{"route": str or None, "method": str or None, "kind"}`; `kind` route, method, both, form or item |
| SCHEDULE | any of `days`, `cycle`, `frequency`, `start`, `relative` |
| DURATION | `infusion`, `total_duration`, `until` or `cycle` (a count) |

A pair (`5/10 mg`) is a DOSE with `{"doses": [_, _]}`.

`value["warning"]` is a warning's code where the reading is one of several (`ambiguous-frequency`,
`frequency-range`, `length-range`).
"""

from spacy.language import Language

from eligex.components.doses.tagger import DoseTagger


@Language.factory("eligex_doses", assigns=["doc.spans"])
def create(nlp: Language, name: str) -> DoseTagger:
    """Writes DOSES; drug mentions, where present, tell a strength from a rate."""
    return DoseTagger(name)


__all__ = ["DoseTagger", "create"]
