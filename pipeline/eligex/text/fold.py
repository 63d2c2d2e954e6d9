"""A view of the text in which spelling variants of a character are one, of exactly the same length.

Because no character is added or dropped, an offset into the folded text is an offset into the
original. A markdown escape's backslash becomes a blank: `10\\^9` reads `10 ^9`, `=\\<` reads `= <`. A line
ends with a line feed, also where an export wrote `\\r\\n` in letters.
"""

import functools
import re

_VARIANTS = {
    "≥": "≧⩾≽⪰", "≤": "≦⩽≼⪯", ">": "＞﹥˃", "<": "＜﹤˂", "=": "＝", "-": "‐‑‒–—―−﹣－", "×": "✕✖⨯╳",
    " ": "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200b\ufeff\u00ad",
    "μ": "µ", "'": "’‘`´", '"': "“”", ",": "，、", ";": "；", ":": "：", "(": "（", ")": "）", "%": "％",
    "[": "［【", "]": "］】", ".": "．", "/": "／∕⁄", "+": "＋", "~": "～∼", "•": "●▪■◦‣∙·\uf0b7",
}  # fmt: skip
_TABLE = {ord(c): plain for plain, variants in _VARIANTS.items() for c in variants}
_TABLE.update({0xFF10 + d: str(d) for d in range(10)})
_TABLE.update({0xFF21 + i: chr(65 + i) for i in range(26)})
_TABLE.update({0xFF41 + i: chr(97 + i) for i in range(26)})
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_DECIMAL_DOT = re.compile(r"(?<=\d)·(?=\d)")


def line_ends(text: str) -> str:
    """`\\r\\n` and `\\r` as a line feed, of the same length."""
    return text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text


@functools.lru_cache(maxsize=8)
def fold(text: str) -> str:
    """The text with variants folded; `len(fold(t)) == len(t)` always. Case is kept."""
    text = line_ends(text)
    if "\\" in text:
        text = text.replace(r"\r\n", "   \n")
        text = _ESCAPE.sub(" ", text)
    if text.isascii():
        return text
    return _DECIMAL_DOT.sub(".", text).translate(_TABLE)
