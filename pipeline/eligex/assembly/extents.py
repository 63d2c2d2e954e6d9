"""Many extents of the text, asked which of them hold another without looking at all."""

import bisect
import itertools
from collections.abc import Iterable

Extent = tuple[int, int]


def meets(extent: Extent, others: Iterable[Extent]) -> bool:
    """Whether one of them has a character of the extent."""
    return any(a < extent[1] and extent[0] < b for a, b in others)


class Extents:
    """[start, end) offsets, in any order, overlapping or not."""

    def __init__(self, extents: Iterable[Extent]) -> None:
        found = sorted(extents)
        self._starts = [start for start, _ in found]
        self._ends = list(itertools.accumulate((end for _, end in found), max))

    def hold(self, extent: Extent) -> bool:
        """Whether one of them begins no later and ends no earlier."""
        i = bisect.bisect_right(self._starts, extent[0])
        return i > 0 and self._ends[i - 1] >= extent[1]
