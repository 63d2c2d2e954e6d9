"""What a reader hands on: one registry record as text with the fields it came from."""

from dataclasses import dataclass, field
from typing import Optional

from eligex.schema.trial import Section


@dataclass(slots=True)
class Record:
    """`text` is what the pipeline reads; every offset of the output indexes it.

    `sections` are the registry's own fields (empty for a plain text, whose headings the
    pipeline finds by itself). `index` counts records within the input file, from 0.
    """

    path: str
    index: int
    format: str
    sha256: str
    text: str
    trial_id: Optional[str] = None
    title: Optional[str] = None
    sections: list[Section] = field(default_factory=list)


@dataclass(slots=True)
class Reject:
    """An input, or a record within it, that could not be read; `record` is None for a whole file."""

    path: str
    record: Optional[str]
    error: str
