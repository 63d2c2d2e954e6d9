"""Bytes to text: hashing, gzip, encodings, and where in a file something stands."""

import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Optional

from eligex.schema.record import Reject

WHOLE_BYTES = 1 << 30  # a file that must be read at once may hold this many bytes, unpacked
LINE_BYTES = 1 << 26  # and one line of a line-by-line format this many
_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_PACKED = ((b"%PDF-", "PDF"), (b"PK\x03\x04", "ZIP or Office"), (b"\xd0\xcf\x11\xe0", "Office"))
_CONTROLS = bytes(range(9)) + bytes(range(14, 32))
_HIGH_RUN = re.compile(rb"[\x80-\xff]{2,}")
_UTF8_WIDE = re.compile(rb"[\xe2-\xef][\x80-\xbf]{2}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_RESAVE = "save it as UTF-8 text"


class Unreadable(Exception):
    """A file or record that cannot be read; the message names place and remedy.

    `reason` is a key of `eligex.schema.record.REASONS`.
    """

    def __init__(self, message: str, reason: str = "broken") -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Source:
    """One input file: where it lies, its name in the output and the limit on a record's text.

    `watch` is told, line by line, how many bytes of the file on disk are read.
    """

    path: Path
    name: str
    max_chars: int
    watch: Optional[Callable[[int], Any]] = None

    @property
    def stem(self) -> str:
        """The file's name without folders and endings (`a/x.json.gz` is `x`)."""
        base = re.split(r"[\\/]", self.name)[-1]
        base = base[:-3] if base.lower().endswith(".gz") else base
        return Path(base).stem or base

    def reject(self, error: str, record: Optional[str] = None, reason: str = "broken") -> Reject:
        return Reject(self.name, record, scrub(error), reason)

    def digest(self) -> str:
        """The sha256 of the file's bytes as they lie on disk (packed, for a .gz)."""
        total = hashlib.sha256()
        with self.path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                total.update(chunk)
        return total.hexdigest()

    def open(self) -> BinaryIO:
        """The unpacked bytes, whether or not the file is gzip."""
        with self.path.open("rb") as stream:
            packed = stream.read(2) == _GZIP
        return gzip.open(self.path, "rb") if packed else self.path.open("rb")  # type: ignore[return-value]

    def head(self, size: int) -> bytes:
        """The first `size` unpacked bytes, fewer where the file is short or breaks off."""
        try:
            with self.open() as stream:
                return stream.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            return b""

    def data(self) -> bytes:
        """All unpacked bytes. Raises `Unreadable` for an empty, broken or far too large file."""
        try:
            with self.open() as stream:
                found = stream.read(WHOLE_BYTES + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Unreadable(f"broken gzip file ({error}); fetch it again") from error
        if len(found) > WHOLE_BYTES:
            raise Unreadable(f"more than {WHOLE_BYTES} bytes; split it or use JSON Lines", "too-large")
        if not found.strip():
            raise Unreadable("empty file; nothing to read", "empty")
        return found

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """(line number from 1, bytes with the line end). Raises `Unreadable` where the file breaks off.

        A line over `LINE_BYTES` comes cut to `LINE_BYTES + 1` bytes. Streams, except UTF-16 and UTF-32.
        """
        try:
            with self.open() as raw:
                stream = _as_utf8(raw)
                number = 0
                while line := stream.readline(LINE_BYTES + 1):
                    number += 1
                    if self.watch is not None:
                        self.watch(getattr(raw, "fileobj", raw).tell())
                    yield number, line
                    while len(line) > LINE_BYTES and not line.endswith(b"\n"):
                        line = stream.readline(LINE_BYTES + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Unreadable(f"broken gzip file ({error}), the rest is lost; fetch it again") from error


def _as_utf8(raw: BinaryIO) -> BinaryIO:
    """The stream past its byte order mark; a UTF-16 or UTF-32 one re-encoded."""
    start = raw.read(4)
    encoding = next((name for mark, name in _BOMS if start.startswith(mark)), "")
    if encoding.startswith(("utf-16", "utf-32")):
        return io.BytesIO(decode(start + raw.read(WHOLE_BYTES)).encode("utf-8", "replace"))
    raw.seek(3 if encoding else 0)
    return raw


def decode(data: bytes) -> str:
    """UTF-8, else what the byte order mark says, else Windows-1252 where that is safe.

    Windows-1252 reads any bytes, so it is refused where it would turn a `≥` of another encoding into
    other characters: beside wide UTF-8 sequences, or where bytes above 127 mostly stand in runs (Chinese
    and Japanese encodings). Raises `Unreadable` with line and column of the first bad byte.
    """
    for magic, kind in _PACKED:
        if data.startswith(magic):
            raise Unreadable(f"a {kind} file, not text; extract its text first", "encoding")
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    if marked is None and b"\0" in data:
        raise Unreadable(
            f"binary data (a zero byte at {place_in(data, data.index(0))}); {_RESAVE}", "encoding"
        )
    try:
        text = data.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        if marked is not None:
            raise Unreadable(
                f"bytes that are no {marked.upper()} at byte {error.start}; {_RESAVE}", "encoding"
            ) from error
        text = _windows_1252(data, error.start)
    if marked is None and len(data.translate(None, _CONTROLS)) < len(data) * 0.98:
        raise Unreadable(f"binary data (control characters); {_RESAVE}", "encoding")
    return text


def _windows_1252(data: bytes, bad: int) -> str:
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    in_runs = sum(len(run.group()) for run in _HIGH_RUN.finditer(data))
    try:
        if _UTF8_WIDE.search(data) is None and in_runs * 3 <= high:
            return data.decode("cp1252")
    except UnicodeDecodeError:
        pass
    raise Unreadable(
        f"byte 0x{data[bad]:02x} at {place_in(data, bad)} is neither UTF-8 nor safely Windows-1252; {_RESAVE}",
        "encoding",
    )


def place_in(data: bytes, offset: int) -> str:
    """`line 3, column 7` of a byte offset; both count from 1."""
    line_start = data.rfind(b"\n", 0, offset) + 1
    line = data.count(b"\n", 0, offset) + 1
    return f"line {line}, column {offset - line_start + 1}"


def scrub(text: str) -> str:
    """Lone surrogates, which no file can hold, become U+FFFD; the length stays."""
    return _SURROGATE.sub("\ufffd", text)
