"""Where regimens may stand: the arms and paragraphs of a record, and their sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Optional

from eligex.components.findings import Finding

OWN_SECTIONS = ("arms", "interventions")
NO_REGIMENS = {"title", "conditions", "eligibility", "inclusion", "exclusion", "outcomes"}
_LABEL = re.compile(
    r"(?:^|(?<=\n)|(?<=[.;]\s))[ \t]*(?:[-*•][ \t]*)?(?P<label>(?:arms?|groups?|cohorts?|part"
    r"|intervention|stratum|strata|regimen|schedule|dose level|phase)"
    r"\s(?!(?:of|for|in|with|to|at|is|was|will|and|study|clinical)\b)[\w-]{1,4}\b(?:[^:.\n]{0,60})"
    r"|(?:treatment|sequence|design|option)\s(?:\d{1,2}[a-z]?|(?-i:[A-Z]|[IVX]{1,4}))\b(?:[^:.\n]{0,60}))\s?:",
    re.IGNORECASE,
)
_NO_SPLIT = re.compile(
    r"(?:\b[A-Za-z]\.[A-Za-z]|\b(?:vs|approx|max|min|e\.g|i\.e|no|dr|ca|incl|resp|inj|tab|cap))\.$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"[(,\s][A-Z]\.$")  # `(Copegus, F. Hoffmann)`
_BREAK = re.compile(r"[.!?](?=\s+[^a-z\s]|\s*\n)|;(?=\s|\Z)|\)(?=\s+[A-Z]\w+\s?:)|\n(?=\s*\S|\s*\n)")
_TABLE = re.compile(r"(?:study |treatment )?arms?(?: (?:&&|&|and) interventions?| groups?)*:?", re.IGNORECASE)
_LIST_ITEM = re.compile(
    r"\n\s*(?:\n|[-*•]|\d{1,2}[.)]\s|[^\n:]{2,60}:\s"
    r"|(?:Arm|Cohort|Group|Part|Phase|Stage|(?:Dose )?[Ll]evel)\s(?:\d{1,2}|[A-Z]|[IVX]{1,4})\b)"
)
# The line below `INTERVENTION 1:`, where a text follows.
_TITLE = re.compile(r"[ \t]*\r?\n[ \t]*(?![-*•])[^\n]{1,120}(?=\n[ \t]*(?!\[Not Specified\])\S)")
_UNFINISHED = re.compile(r"\b(?:on|of|and|or|to|the|(?:on|of)\s(?:day|week|cycle)s?)$")  # `on day`, `1. Then`
_LIST = re.compile(r"\s*\[['\"]")
_NEXT_ITEM = re.compile(r"['\"],\s['\"]")
_FULL_LINE = 60  # characters from which a line may have been broken for its length


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch in which a later sentence may go on about an earlier one's drugs."""

    start: int
    end: int
    section: Optional[str]
    arm: Optional[str]
    own: bool = False  # whether the text is there to say what is given, not to speak of the study
    title: int = 0  # where the line ends that only names what follows


def blocks(text: str, sections: list[Finding]) -> Iterator[Block]:
    """Blocks in text order; a text without sections is one of kind None."""
    for region in _regions(text, sections):
        if region.section in NO_REGIMENS:
            continue
        at, label = region.start, region.arm
        for m in _LABEL.finditer(text, region.start, region.end):
            if m.start("label") > at:
                yield from _items(text, replace(region, start=at, end=m.start("label"), arm=label))
            at, label = m.end(), " ".join(m["label"].split())
            title = _TITLE.match(text, at, region.end)
            region = replace(region, title=title.end() + 1 if title else 0)
        if at < region.end:
            yield from _items(text, replace(region, start=at, arm=label))


def _items(text: str, block: Block) -> Iterator[Block]:
    """The members of a description that is written as a list of quoted texts: `['A daily', 'B weekly']`."""
    if not _LIST.match(text, block.start, block.end):
        yield block
        return
    at = block.start
    for m in _NEXT_ITEM.finditer(text, block.start, block.end):
        yield replace(block, start=at, end=m.start() + 1)
        at = m.end() - 1
    yield replace(block, start=at)


def _regions(text: str, sections: list[Finding]) -> Iterator[Block]:
    if not sections:
        yield Block(0, len(text), None, None, True)
    for i, s in enumerate(sections):
        inner = [t for t in sections[i + 1 :] if t.start < s.end and t.end <= s.end]
        end = inner[0].start if inner else s.end
        title = str(s.value.get("title") or "") or None
        arm = title if s.label == "arms" and title and not _TABLE.fullmatch(title) else None
        own = s.label in OWN_SECTIONS or s.source == "sections:no-heading"
        yield Block(s.start, end, s.label, arm, own)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences and clauses between semicolons, by offsets."""
    at = start
    for m in _BREAK.finditer(text, start, end):
        if m.group() == "." and _NO_SPLIT.search(text, max(at, m.start() - 12), m.end()):
            continue
        if m.group() == "." and _INITIAL.search(text, at, m.end()) and _in_brackets(text, at, m.start()):
            continue
        if m.group() == ";" and _in_brackets(text, at, m.start()):
            continue
        if m.group() == "\n" and _is_wrapped(text, m.start()):
            continue
        if text[at : m.end()].strip():
            yield at, m.end()
        at = m.end()
    if text[at:end].strip():
        yield at, end


def _in_brackets(text: str, start: int, at: int) -> bool:
    opened = text.rfind("(", max(start, at - 80), at)
    return opened >= 0 and ")" not in text[opened:at] and ")" in text[at : at + 80]


def _is_wrapped(text: str, at: int) -> bool:
    """Whether a line break only keeps a line short: a long line, and no list item after it."""
    before = text[text.rfind("\n", 0, at) + 1 : at].strip()
    if len(before) >= _FULL_LINE and _UNFINISHED.search(before):
        return True
    return len(before) >= _FULL_LINE and before[-1] not in ".:;" and not _LIST_ITEM.match(text, at)
