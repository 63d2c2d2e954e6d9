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


REASONS = {
    "unreadable": "the file cannot be opened",
    "encoding": "a binary file, or bytes that are no text in a known encoding",
    "empty": "no text in the file or the record",
    "broken": "JSON, XML, CSV or gzip that does not parse",
    "refused": "it parses, but is not what a reader takes: a DOCTYPE, deep nesting, no study in it",
    "too-large": "over a limit of size",
    "too-slow": "not finished within the time limit",
    "crashed": "the process that read it died or hung, twice",
    "failed": "an error of the program, to be reported",
}


@dataclass(slots=True)
class Reject:
    """An input, or a record within it, that could not be read; `record` is None for a whole file.

    `reason` is a key of `REASONS`.
    """

    path: str
    record: Optional[str]
    error: str
    reason: str = "broken"
