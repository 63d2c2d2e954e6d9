"""Sentences, clauses and brackets of one criterion, by character offsets of the document."""

import bisect
import functools
import re
from dataclasses import dataclass

from eligex.assembly.forms.extents import Extents
from eligex.vocab.tables import table

_SENTENCE = re.compile(
    r"""
    (?=[.;?!\n])(?:                             # whatever it is: a matter of speed
    (?<![\d.\s])\.(?=\s*-?[A-Z(])(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)(?<!incl\.)(?<!approx\.)(?<!Dr\.)(?<!St\.)(?<!\s[A-Z]\.)
  | (?:(?<=[Hh]epatitis\ [A-E])|(?<=[Cc]lass\ [A-D])|(?<=[Vv]itamin\ [A-K])|(?<=\sor\ [A-E])|(?<=\sand\ [A-E]))
    \.(?=\s+[A-Z][a-z])
  | (?<=\d)\.(?=\s+[A-Z]|[A-Z][a-z]{2,})
  | \.(?=\d+-\s?[a-z]{3,})                     # glued: "ULN.24-hour clearance"
  | (?<=[a-z)%])\.(?=\s*$)
  | [;?!](?=\s|$|\S)
  | \n\s*\n
    )
    """,
    re.VERBOSE,
)
# in place of words that were taken out: no word, and no space either, so that what it parts does not stand side by side
BLANK = "\N{MIDDLE DOT}"
BRACKETED = re.compile(r"\([^()]*\)")  # with its signs
ANY_BRACKET = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\]")
SHORT_BRACKET = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_BRACKET = re.compile(r"[()\[\]]")
_GOES_ON = re.compile(  # before a word that is no sentence's first: "of Any", "clinically Significant"
    r"(?:\b(?:[A-Z]\w*|of|to|the|any|with|without|by|and|or|and/or|as|in|on|an?|for|from|other|either|than|like|such|is|are|at|that|which|if"
    r"|was|were|has|had|have|not|no|per|under|versus|vs|including|their|his|her|whose|who|when|while|because|due|(?:part|cohort|group|arm|phase|grade|stage|type|class|segment|level)s?\s+\d+|\w+(?:ly|tive|sive|ical|nal|ous|ary|ic)|e\.g|i\.e)|^\W*)\Z"
)
_REACH = 24
_NOTE = re.compile(r"(?<=[\w)\]])\s+(?=(?:NOTE|Note)\s?:)")
_DASHED = re.compile(  # "5 years- Pregnant women", "3 years. - Patients", "pregnancy - Female patients must …"
    r"(?<=[.;]\s)[-–](?=\s+[A-Z][a-z]+\s+[a-z])|(?<=[a-z)]{2})-(?=\s+[A-Z][a-z]+\s)|(?<=[a-z)]\s)[-–](?=\s+(?:(?:All|Any|The)\s+)?"
    r"(?:(?:fem|m)ale\s+)?(?:Females?|Males?|Patients?|Subjects?|Participants?|Women|Men)\s+(?:[a-z]+\s+){0,5}?(?:must|should|are|who|of|with|may|will)\b)"
)
_NEXT_DASH = re.compile(  # "gout (any kind) - Use of insulin - Known epilepsy": of a list in one line
    r"(?<=[a-z)\]%.]\s)[-–](?=\s+[A-Z][a-z]+\s+[a-z(])"
)
_FEW_DASHES = 2
_DENIAL = re.compile(r"\b(?:No|Not|Never|Without)\s")
_DENIED = re.compile(r"\b(?:No|Not|Never|Without)\s[^.;:]*\Z")  # of a sentence that denies
_DENIED_REACH = 300
_FIRST_DASH = re.compile(r":\s[-–]\s")


@dataclass(frozen=True, slots=True)
class Segments:
    """`cuts` are where a sentence ends, `unmarked` those of them without a mark; `brackets` are (open, close) pairs,
    close exclusive."""

    start: int
    end: int
    cuts: tuple[int, ...]
    unmarked: tuple[int, ...]
    brackets: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, offset: int) -> "Segments":
        brackets = tuple(_pairs(text))
        inside = Extents((a + 1, b) for a, b in brackets)
        cuts = [
            m.start()
            for m in _SENTENCE.finditer(text)
            if text[m.start()] == "." or not inside.hold((m.start(), m.start() + 1))
        ]
        unmarked = [at for at in _run_on(text) if not inside.hold((at, at + 1))]
        return cls(
            offset,
            offset + len(text),
            tuple(sorted(offset + c for c in {*cuts, *unmarked})),
            tuple(offset + c for c in unmarked),
            tuple((offset + a, offset + b) for a, b in brackets),
        )

    def index(self, at: int) -> int:
        """Which sentence a position is in, from 0."""
        return bisect.bisect_right(self.cuts, at)

    def same(self, a: int, b: int) -> bool:
        return self.index(a) == self.index(b)

    def bounds(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence around a position."""
        i = self.index(at)
        lo = self.cuts[i - 1] + 1 if i else self.start
        return lo, self.cuts[i] if i < len(self.cuts) else self.end

    def unmarked_end(self, at: int) -> int:
        """Where the next sentence begins behind a position that has no mark before it, else the end of all."""
        return min((c for c in self.unmarked if c >= at), default=self.end)

    def bracket(self, at: int) -> tuple[int, int] | None:
        """The innermost bracket around a position."""
        found = [b for b in self.brackets if b[0] < at < b[1]]
        return max(found) if found else None


@functools.cache
def _opener(behind: str) -> re.Pattern[str]:
    """The space before a first word in the midst of a line, behind any words or behind such as are told."""
    rows = (row for row in table("sentence_openers") if row["behind"] in ("", behind))
    words = "|".join(row["word"].replace(" ", r"\s+") for row in rows)
    return re.compile(rf"\s(?<=[a-z\d)\]]\s)\s*(?=[A-Z])(?=(?:{words})\s+[a-z])")


def _run_on(text: str) -> list[int]:
    """Where a sentence begins without a mark: "women who are nursing Patients with HIV"."""
    found = [m.start() for m in _opener("").finditer(text)]
    if _DENIAL.search(text):
        opened = (m.start() for m in _opener("denial").finditer(text))
        found += [at for at in opened if _DENIED.search(text, max(0, at - _DENIED_REACH), at)]
    if "- " in text or "– " in text:
        listed = [m.start() for m in _NEXT_DASH.finditer(text)]
        announced = listed and _FIRST_DASH.search(text, 0, listed[0])  # the head has more to say of each
        found += listed if len(listed) >= _FEW_DASHES and not announced else []
        found += [m.start() for m in _DASHED.finditer(text)]
    if "note" in text.lower():
        found += [m.start() for m in _NOTE.finditer(text)]
    return [at for at in sorted(set(found)) if not _GOES_ON.search(text[max(0, at - _REACH) : at])]


def _pairs(text: str) -> list[tuple[int, int]]:
    if "(" not in text and "[" not in text:
        return []
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for m in _BRACKET.finditer(text):
        sign = m.group()
        if sign in "([":
            stack.append((sign, m.start()))
        elif stack and stack[-1][0] == {")": "(", "]": "["}[sign]:
            pairs.append((stack.pop()[1], m.end()))
    return sorted(pairs)
