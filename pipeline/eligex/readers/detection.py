"""Which format a file is in, by its content and, where that is open, by its name."""

import re
import zlib

from eligex.readers import medpath
from eligex.readers.source import Unreadable, decode

HEAD_BYTES = 1 << 18
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{"\]])')
_XML = re.compile(r"\s*<(?:\?xml|!DOCTYPE\s+clinical_study|!--|clinical_study|search_results)", re.IGNORECASE)
_CSV = re.compile(r'\s*(?:[^\r\n]{0,4000}[,;\t])?"?(?:NCT Number|NCT_?ID)"?[,;\t\r\n]', re.IGNORECASE)
_NEXT_OBJECT = re.compile(r"\}[ \t\r]*\n\s*\{")
_ENDINGS = {
    "json": "ctgov-json", "jsonl": "jsonl", "ndjson": "jsonl", "xml": "ctgov-xml", "csv": "ctgov-csv",
    "tsv": "ctgov-csv",
}  # fmt: skip


def detect_bytes(head: bytes, name: str = "") -> str:
    """The format of the first bytes of a file (gzip or not); `name` may be empty."""
    text = _decoded(_unpacked(head))
    base = name.lower().removesuffix(".gz")
    ending = _ENDINGS.get(base.rsplit(".", 1)[-1] if "." in base else "")
    if _XML.match(text):
        return "ctgov-xml"
    if _JSON.match(text):
        return ending if ending in ("jsonl", "ctgov-json") else _json_kind(text)
    if medpath.is_page(text):
        return "medpath"
    if _CSV.match(text):
        return "ctgov-csv"
    return ending or "text"


def _json_kind(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0].strip()
    if first.startswith("{") and (_NEXT_OBJECT.search(text) or '"protocolSection"' not in text[:2000]):
        return "jsonl" if first.endswith("}") else "ctgov-json"
    return "ctgov-json"


def _unpacked(head: bytes) -> bytes:
    if not head.startswith(b"\x1f\x8b"):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD_BYTES)
    except zlib.error:
        return b""


def _decoded(head: bytes) -> str:
    """The head as text, a character cut at its end or an odd byte replaced."""
    try:
        return decode(head)
    except Unreadable:
        return head.decode("utf-8", "replace").removeprefix("\ufeff")
