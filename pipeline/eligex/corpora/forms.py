"""Logical forms of single criteria (Dobbins et al., MIT) as JSON Lines: `id` and `form`.

A form has the section (`'INC'`, `'EXC'`), the criterion's words, the words with their types, and the form itself:
calls with chained modifiers, `intersect(cond("asthma").severity(SEVERE), neg(drug("steroids")))`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_TOKEN = re.compile(r"""\s*(?:(?P<name>[A-Za-z_][\w-]*)|"(?P<words>[^"]*)"|(?P<sign>[().,])|(?P<other>\S))""")
_OPERATORS = {"union": "any", "or": "any", "intersect": "all", "and": "all", "seq": "all", "neg": "not"}
_SECTIONS = {"INC": "inclusion", "EXC": "exclusion"}


@dataclass(frozen=True, slots=True)
class Node:
    """`op` is `any`, `all`, `not`, or `leaf`; a leaf has the words that it is about."""

    op: str
    words: str = ""
    children: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    id: str
    section: str
    text: str
    root: Node

    @property
    def trial(self) -> str:
        return self.id.split("_")[0]


def read(path: Path) -> Iterator[Form]:
    """The forms in file order; one that cannot be parsed is left out.

    Raises FileNotFoundError; ValueError, with the line's number, where a line is not of this shape.
    """
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                section, text, _, body = re.split(r"\n\s*\n", row["form"].strip(), maxsplit=3)
                words = text.strip().strip("'").lstrip("-* ").strip()
                root = parse(body)
            except (KeyError, TypeError, json.JSONDecodeError) as error:
                raise ValueError(f"{path.name} line {number} is no logical form: {error!r}") from error
            except ValueError:
                continue
            yield Form(row["id"], _SECTIONS[section.strip().strip("'")], words, root)


def parse(body: str) -> Node:
    """The tree of a form. Raises ValueError where it is not well formed."""
    reader = _Reader([m for m in _TOKEN.finditer(body) if m.lastgroup])
    root = reader.call()
    if reader.at != len(reader.tokens):
        raise ValueError(f"text behind the form: {body[:60]!r}")
    return root


@dataclass(slots=True)
class _Reader:
    tokens: list["re.Match[str]"]
    at: int = field(default=0)

    def call(self) -> Node:
        """`name(arguments)` with its chained modifiers, which say more of it and are not told apart here."""
        name = self._take("name")
        children, words = self._arguments()
        while self._peek("."):
            self.at += 1
            self._take("name")
            self._arguments()
        if name in _OPERATORS:
            return Node(_OPERATORS[name], children=tuple(children))
        inner = [c for c in children if c.op != "leaf" or c.words]
        return inner[0] if not words and len(inner) == 1 else Node("leaf", words or name)

    def _arguments(self) -> tuple[list[Node], str]:
        self._take("sign", "(")
        children: list[Node] = []
        words = ""
        while not self._peek(")"):
            token = self._next()
            if token["words"] is not None:
                words = words or token["words"]
                self.at += 1
            elif token["name"] is not None and self._peek("(", 1):
                children.append(self.call())
            else:
                self.at += 1
        self.at += 1
        return children, words

    def _next(self, ahead: int = 0) -> "re.Match[str]":
        if self.at + ahead >= len(self.tokens):
            raise ValueError("the form ends within brackets")
        return self.tokens[self.at + ahead]

    def _peek(self, sign: str, ahead: int = 0) -> bool:
        return self.at + ahead < len(self.tokens) and self.tokens[self.at + ahead]["sign"] == sign

    def _take(self, group: str, sign: str | None = None) -> str:
        token = self._next()
        value = token[group]
        if value is None or (sign is not None and value != sign):
            raise ValueError(f"unexpected {token[0]!r} in the form")
        self.at += 1
        return str(value)
