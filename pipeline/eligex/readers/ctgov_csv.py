"""The table that the ClinicalTrials.gov website lets one download, a study a row.

It carries no eligibility criteria; a column whose name speaks of criteria or eligibility is read where
there is one. Rows stream. A row that is broken (an open quote, too few or too many cells) is rejected,
and reading goes on with the next line that begins with an NCT number. `Record.sha256` is that of the
whole file; `Record.index` counts rows from 0.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator
from typing import Optional, Union

from eligex.readers import flat, source
from eligex.readers.compose import finish
from eligex.readers.source import Source, Unreadable, decode
from eligex.schema.record import Record, Reject

DELIMITERS = ",\t;"
_ROW_START = re.compile(r'"?NCT\d{8}"?[,;\t\r\n]')
_REMEDY = "quote the cell properly or fetch the table again"


class _Lines:
    """Decoded lines, those of the current row kept so that they can be read again."""

    def __init__(self, file: Source) -> None:
        self._fresh = file.lines()
        self._again: deque[tuple[int, str]] = deque()
        self.row: list[tuple[int, str]] = []
        self.bad: Optional[str] = None

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        number, line = self._again.popleft() if self._again else self._decoded()
        self.row.append((number, line))
        return line

    def _decoded(self) -> tuple[int, str]:
        number, line = next(self._fresh)
        if len(line) > source.LINE_BYTES:
            self.bad = f"line longer than {source.LINE_BYTES} bytes"
            return number, "\n"
        try:
            return number, decode(line) if line.strip() else line.decode("ascii", "replace")
        except Unreadable as error:
            self.bad = str(error)
            return number, line.decode("utf-8", "replace")

    def recover(self) -> None:
        """Puts back the lines of a broken row from the next that begins a row."""
        after = next((i for i, (_, line) in enumerate(self.row) if i and _ROW_START.match(line)), None)
        if after is not None:
            self._again.extendleft(reversed(self.row[after:]))


def read(file: Source) -> Iterator[Union[Record, Reject]]:
    sha256, lines = file.digest(), _Lines(file)
    header, delimiter = _header(lines)
    index = 0
    while True:
        row = _row(lines, delimiter, file.max_chars)
        if row is None:
            break
        if row == [] and not lines.bad:
            continue
        place = f"line {lines.row[0][0]}"
        wrong = _wrong(row, header, lines)
        if wrong:
            lines.recover()
            yield file.reject(f"{place}: {wrong}; {_REMEDY}", place)
        else:
            study = flat.study_of(dict(zip(header, row, strict=True)))
            yield finish(file, study, index=index, format="ctgov-csv", sha256=sha256, place=place)
        index += 1
    if index == 0:
        raise Unreadable("a table without a row; nothing to read", "empty")


def _header(lines: _Lines) -> tuple[list[str], str]:
    """(column names, delimiter). Raises `Unreadable` where no column holds the NCT number."""
    first = next(lines, "")
    if not first.strip():
        raise Unreadable("empty file or empty first line; the first line must name the columns", "empty")
    delimiter = max(DELIMITERS, key=first.count)
    try:
        header = next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error as error:
        raise Unreadable(f"line 1: broken column names ({error}); {_REMEDY}") from error
    if not any(flat.normal(name) in ("nctnumber", "nctid") for name in header):
        raise Unreadable(
            "line 1: no column NCT Number; give the website's CSV with its first line", "refused"
        )
    return [name.strip() for name in header], delimiter


def _row(lines: _Lines, delimiter: str, limit: int) -> Union[list[str], str, None]:
    """The next row, an error's text, or None at the end; `csv`'s size limit is global, so put back."""
    lines.row, lines.bad = [], None
    before = csv.field_size_limit(limit)
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True), None)
    except csv.Error as error:
        return str(error)
    finally:
        csv.field_size_limit(before)


def _wrong(row: Union[list[str], str], header: list[str], lines: _Lines) -> Optional[str]:
    if lines.bad:
        return lines.bad
    if isinstance(row, str):
        return f"broken row ({row})"
    if len(row) != len(header):
        return f"{len(row)} cells under {len(header)} column names"
    return None
