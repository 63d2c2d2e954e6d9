"""Points in time that a window is told by, and the side of them on which the patient's past lies."""

import functools
import re

from eligex.vocab.tables import VocabularyError, table, unique

_PLANNED = re.compile(r"(?:scheduled|planned|anticipated|upcoming)\b", re.IGNORECASE)

_OVER = re.compile(  # what has been, at the time that a patient is looked at
    r"(?:last|final|most\s+recent|previous|prior(?=\s)|having|ending|finishing|stopping|discontinuing)\b"
    r"(?!\s+(?:study\s+)?(?:screening|visit))",
    re.IGNORECASE,
)
_FIRST = re.compile(r"first|initial", re.IGNORECASE)
_MOMENT = re.compile(
    r"(?:study\s+)?(?:screen|enrol|random|inclu|entry|admi(?:ssion|tt)|informed|consent)", re.IGNORECASE
)


@functools.cache
def _anchors() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = unique(table("anchors"), "anchor", where="anchors")
    for anchor, row in rows.items():
        if row["side"] not in ("before", "after", "during"):
            raise VocabularyError(f"anchors: {anchor!r} has side {row['side']!r}")
    words = "|".join(re.escape(a).replace(r"\ ", r"\s+") for a in sorted(rows, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE), {
        a: r["side"] for a, r in rows.items()
    }


def side_of(anchor: str) -> str | None:
    """On which side of an anchor the patient's past lies; None where it is no anchor of the table."""
    if _PLANNED.match(anchor):
        return "before"
    pattern, sides = _anchors()
    m = pattern.search(anchor)
    return sides[re.sub(r"\s+", " ", m[0].lower())] if m else None


def side_of_limit(anchor: str) -> str | None:
    """`side_of` where a length of time is told from it: `within 60 days of their last therapy` is after that."""
    return "after" if _OVER.match(anchor) else side_of(anchor)


def is_first_part(recent: str, anchor: str) -> bool:
    """`in the first 2 weeks of treatment`; "the first 3 months of screening" are those before it."""
    return _FIRST.match(recent) is not None and _MOMENT.match(anchor) is None
