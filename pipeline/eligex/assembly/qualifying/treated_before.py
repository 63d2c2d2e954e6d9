"""Treatments that only tell of something else: what a harm came from, and where a thing is."""

from eligex.assembly.items.reading import Item
from eligex.assembly.qualifying.arising import arising
from eligex.assembly.qualifying.places import places


def by_treatment(item: Item) -> list[tuple[int, int]]:
    """Extents of the clauses that narrow what stands before them by a treatment."""
    return [*arising(item), *places(item)]
