"""How each label looks: a short code, a family that has a colour, a pattern within the family.

The colours stand in `spans.css`. No two families look alike to any common form of colour blindness, and the
code says the label without colour.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """`family` names a colour of `spans.css`; `pattern` is `solid`, `dashed` or `dotted`."""

    code: str
    words: str
    family: str
    pattern: str = "solid"


LOOKS = {
    "DRUG": Look("DRUG", "drug", "drug"),
    "DOSE": Look("DOSE", "dose", "drug", "dashed"),
    "ROUTE": Look("ROUTE", "route", "drug", "dotted"),
    "SCHEDULE": Look("SCHED", "schedule", "time", "dotted"),
    "DURATION": Look("DUR", "duration", "time", "dashed"),
    "CONDITION": Look("COND", "condition", "condition"),
    "PROCEDURE": Look("PROC", "procedure", "treatment"),
    "MEASUREMENT": Look("MEAS", "measurement", "test"),
    "SCORE": Look("SCORE", "score", "test", "dashed"),
    "AGE": Look("AGE", "age", "person"),
    "SEX": Look("SEX", "sex", "person", "dashed"),
    "THRESHOLD": Look("THR", "threshold", "limit"),
    "WINDOW": Look("WIN", "window", "time"),
    "NEGATION": Look("NEG", "negation cue", "cue"),
    "EXCEPTION": Look("EXC", "exception cue", "cue", "dashed"),
}
# What needs a reviewer's eyes is marked in the text as spans are.
UNCLAIMED, WARNING = "UNCLAIMED", "WARNING"
EYES = {
    UNCLAIMED: Look("?", "claimed by no constraint", "eyes", "dotted"),
    WARNING: Look("!", "warning", "eyes", "dashed"),
}


def look(label: str) -> Look:
    """A label that the contract does not know is shown by its own first letters."""
    return LOOKS.get(label) or EYES.get(label) or Look(label[:5].upper(), label.lower(), "cue", "dotted")
