"""What a disease's words tell of its course, by `disease_stems.csv`: an event, one that lasts a life, what happens to
another, what causes an infection, a tumour."""

import functools
import re

from eligex.vocab.tables import VocabularyError, table

ROLES = {"event", "lasting", "happens", "cause", "tumour"}
_HOW = {"part": "{}", "word": r"\b{}\b", "end": r"{}\Z"}


@functools.cache
def _stems(role: str) -> re.Pattern[str]:
    rows = table("disease_stems")
    wrong = {row["role"] for row in rows} - ROLES | {row["how"] for row in rows} - set(_HOW)
    if wrong:
        raise VocabularyError(f"disease_stems.csv: unknown {', '.join(sorted(wrong))}")
    own = [_HOW[row["how"]].format(row["stem"].replace(" ", r"\s+")) for row in rows if row["role"] == role]
    return re.compile("|".join(own), re.IGNORECASE)


def tells(words: str, role: str) -> bool:
    """Whether a stem of this role is in a disease's words. Raises VocabularyError where the table is wrong."""
    return _stems(role).search(words) is not None
