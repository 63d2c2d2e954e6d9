"""Many extents of the text, asked which of them hold another without looking at all."""

import bisect
import itertools
from collections.abc import Callable, Iterable

Extent = tuple[int, int]


def meets(extent: Extent, others: Iterable[Extent]) -> bool:
    """Whether one of them has a character of the extent."""
    return any(a < extent[1] and extent[0] < b for a, b in others)


def merged(extents: Iterable[Extent], joins: Callable[[int, int], bool]) -> list[Extent]:
    """In text order, those as one of which `joins` says of the end of the first and the begin of the next that they
    belong together."""
    found: list[Extent] = []
    for a, b in sorted(extents):
        if found and joins(found[-1][1], max(a, found[-1][1])):
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return found


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

    def meet(self, extent: Extent) -> bool:
        """Whether one of them has a character of the extent."""
        i = bisect.bisect_left(self._starts, extent[1])
        return i > 0 and self._ends[i - 1] > extent[0]
