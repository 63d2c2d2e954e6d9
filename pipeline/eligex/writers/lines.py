"""JSON Lines: one object a line, UTF-8, and no character that any reader takes for a line's end."""

import json
from typing import Any

from eligex.schema.record import Reject

_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def line(value: dict[str, Any]) -> bytes:
    """Raises ValueError for NaN, infinity or a lone surrogate: they have no place in JSON or UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_LINE_ENDS).encode("utf-8") + b"\n"


def reject_line(reject: Reject) -> bytes:
    """An error message may quote bad input: what UTF-8 cannot hold is replaced."""
    body = {"path": reject.path, "record": reject.record, "error": reject.error}
    clean = {k: v and v.encode("utf-8", "replace").decode("utf-8") for k, v in body.items()}
    return line(clean)
