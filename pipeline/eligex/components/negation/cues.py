"""The cue table `negation_cues.csv` as one compiled pattern each for cues and for scope ends.

A cell of `pattern` is a regular expression in which a blank stands for any white space. Kinds:
`pre` governs what follows, `post` what stands before, `prefix` the word it is glued to, `tail` the
word before it, `pseudo` looks like a cue and is none, `stop` ends a scope.
"""

import functools
import re
from dataclasses import dataclass

from eligex.text.scan import Choice
from eligex.vocab.tables import VocabularyError, table, unique

KINDS = ("pseudo", "pre", "post", "prefix", "tail", "stop")
_WORD_START = r"(?<![\w-])(?=[\w(])"
_JOINT_FIRST = re.compile(r"\(\?:(?:\(\?<=[\w,]+\))?(?:,|\\s)")
CATEGORIES = ("negation", "inability", "prevention", "exclusion", "cessation")


@dataclass(frozen=True, slots=True)
class Cue:
    start: int
    end: int
    kind: str
    category: str


@dataclass(frozen=True, slots=True)
class CueTable:
    cues: Choice
    pseudo: Choice
    stops: re.Pattern[str]
    kinds: dict[str, tuple[str, str]]  # group name to kind and category

    def find(self, text: str, start: int, end: int) -> list[Cue]:
        """The cues of `text[start:end]`; a pseudo-cue hides those that begin or end in it ("are not restricted to")."""
        met = list(self.cues.finditer(text, start, end))
        hidden = [m.span() for m in self.pseudo.finditer(text, start, end)] if met else []
        found = []
        for m in met:
            if any(a <= m.start() < b or a < m.end() <= b for a, b in hidden):
                continue
            kind, category = self.kinds[m.lastgroup or ""]
            found.append(Cue(m.start(), m.start() + len(m[0].rstrip()), kind, category))
        return found


@functools.cache
def cue_table() -> CueTable:
    """Compiled once per process. Raises VocabularyError on an unknown kind or category."""
    rows = table("negation_cues")
    unique(rows, "pattern", where="negation_cues")
    names: dict[str, tuple[str, str]] = {}
    cells: list[str] = []
    others: dict[str, list[str]] = {"pseudo": [], "stop": []}
    for i, row in enumerate(sorted(rows, key=lambda r: r["kind"] == "pre")):
        kind, category = row["kind"], row["category"]
        if kind not in KINDS or (category not in CATEGORIES) != (kind in ("pseudo", "stop")):
            raise VocabularyError(
                f"negation_cues: {row['pattern']!r} is of kind {kind!r}, category {category!r}"
            )
        if kind in others:
            others[kind].append(_pattern(row["pattern"]))
            continue
        names[f"c{i}"] = (kind, category)
        cells.append(_pattern(row["pattern"], f"c{i}"))
    return CueTable(
        Choice(_words_first(cells), re.IGNORECASE),
        Choice(_words_first(others["pseudo"]), re.IGNORECASE),
        _stops(others["stop"]),
        names,
    )


def _stops(patterns: list[str]) -> re.Pattern[str]:
    """As of `_words_first`, tried only where a word begins or a comma or a blank stands.

    Raises VocabularyError on a stop that begins with anything else.
    """
    words = [p for p in patterns if p.startswith(_WORD_START)]
    others = [p for p in patterns if not p.startswith(_WORD_START)]
    for p in others:
        if not _JOINT_FIRST.match(p):
            raise VocabularyError(f"negation_cues: the stop {p!r} begins with no word, comma or blank")
    ways = [f"{start}(?:{'|'.join(p)})" for start, p in ((_WORD_START, words), (r"(?=[,\s])", others)) if p]
    return re.compile("|".join(ways), re.IGNORECASE)


def _words_first(patterns: list[str]) -> list[str]:
    """What begins with a word goes before what is glued to one."""
    return sorted(patterns, key=lambda p: not p.startswith(_WORD_START))


def _pattern(cell: str, group: str = "") -> str:
    body = cell.replace(" ?", r"\s*").replace(" *", r"\s*").replace(" ", r"\s+")
    before = "" if re.match(r"\(\?<=|[^\w(]", cell) else _WORD_START
    after = "" if "(?=" in cell else r"(?!\w)"
    return f"{before}({f'?P<{group}>' if group else '?:'}{body}){after}"
