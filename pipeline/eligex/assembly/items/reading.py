"""One typed view over a Doc's span groups, for the assembly to read from."""

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from spacy.tokens import Doc

from eligex.assembly.forms.extents import Extents
from eligex.assembly.forms.segments import Segments
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.deeds import as_entity, is_named, narrowed_cues, no_finding
from eligex.assembly.items.enrolled import enrolled
from eligex.assembly.items.glossed import rejoined
from eligex.assembly.items.investigational import investigational
from eligex.assembly.items.mentions import Mentions, mentions_of
from eligex.assembly.items.multiples import with_multiples
from eligex.assembly.items.naming import behind_despite, is_bare, is_new
from eligex.assembly.items.phrases import content_words
from eligex.assembly.items.prescribed import prescribed
from eligex.assembly.items.unchanged import with_denials
from eligex.assembly.items.unnamed import (
    contraindications,
    general_items,
    general_members,
    headed_items,
    unnamed,
    unstated,
    whole_items,
)
from eligex.assembly.items.whole_phrases import whole_phrases
from eligex.components import findings as groups
from eligex.components.findings import Finding, between, by_position, read
from eligex.text.scan import Scanner
from eligex.text.view import view

KINDS = {
    "DRUG": "drug", "CONDITION": "condition", "PROCEDURE": "procedure", "MEASUREMENT": "measurement",
    "SCORE": "score", "AGE": "age", "SEX": "sex", "STATE": "state",
}  # fmt: skip


# Findings that the states vocabulary knows but that are conditions to the contract.
_Row = TypeVar("_Row")
_DENYING = {"negation", "cessation"}
_SAYS_A_DEED = {"follow_up"}
_CONDITION_STATES = {"alcohol_abuse", "drug_abuse", "menopause", "sterility"}


def kind_of(f: Finding) -> str:
    """The contract's kind of a statement about this mention."""
    key = f.value.get("state")
    return "state" if key is not None and key not in _CONDITION_STATES else KINDS[f.label]


@dataclass(frozen=True, slots=True)
class Reading:
    """All findings of a document by group, each list sorted by position."""

    text: str
    folded: str
    sections: list[Finding]
    criteria: list[Finding]
    mentions: list[Finding]
    spans: list[Finding]
    recognised: list[Finding]
    thresholds: list[Finding]
    windows: list[Finding]
    durations: list[Finding]
    negations: list[Finding]
    contexts: list[Finding]
    abbreviations: list[Finding]
    doses: list[Finding]


@dataclass(slots=True)
class Item:
    """One criterion and what stands in it."""

    id: str
    parent: str | None
    section: str
    start: int
    end: int
    text: str  # folded, the item's own words
    whole: str  # folded, the document
    segments: Segments
    head: str = ""  # folded words of the item that it is nested under
    general: bool = False  # whether it only says something of what is nested under it (`times/heads.py`)
    timed: Finding | None = None  # the window that a general head tells of it
    now: tuple[int, int] | None = None  # the words by which such a head says that it is so now
    handed_on: tuple[int, int] | None = None  # where that window stands, in the head itself
    topic: Finding | None = None  # the test or the age that the head names, where it says no more
    mentions: list[Finding] = field(default_factory=list)
    thresholds: list[Finding] = field(default_factory=list)
    windows: list[Finding] = field(default_factory=list)
    durations: list[Finding] = field(default_factory=list)
    doses: list[Finding] = field(default_factory=list)
    negations: list[Finding] = field(default_factory=list)
    contexts: list[Finding] = field(default_factory=list)
    abbreviations: list[Finding] = field(default_factory=list)
    groups: list[Finding] = field(default_factory=list)  # of whom it speaks (`people/addressed.py`)
    silent: list[Statement] = field(default_factory=list)  # tests that it names and says nothing of
    _parted: tuple[str, list[tuple[int, int]]] = field(
        default=("", []), init=False, repr=False, compare=False
    )

    def quote(self, start: int, end: int) -> str:
        """Folded words by document offsets."""
        return self.text[start - self.start : end - self.start]

    def matches(self, scanner: Scanner) -> Iterator[re.Match[str]]:
        """What a pattern finds in the item's words, at document offsets."""
        return scanner.finditer(self.whole, self.start, self.end)

    @property
    def own_words(self) -> str:
        """Its text without the time that it hands on to what is nested under it."""
        if self.handed_on is None:
            return self.text
        a, b = self.handed_on
        return self.quote(self.start, a) + " " + self.quote(b, self.end)

    @property
    def sentences(self) -> list[tuple[int, int]]:
        """Extents of those with words, cut once for a `text`."""
        if self._parted[0] is not self.text:
            cuts = [c for c in self.segments.cuts if self.start <= c < self.end]
            parts = zip([self.start, *(c + 1 for c in cuts)], [*cuts, self.end], strict=True)
            self._parted = (self.text, [(a, b) for a, b in parts if self.quote(a, b).strip()])
        return self._parted[1]

    def has(self, scanner: Scanner) -> bool:
        """Whether `matches` finds anything: of a single word more than what `text` holds, never less."""
        return scanner.search(self.whole, self.start, self.end) is not None

    def is_bare(self, m: Finding) -> bool:
        """Whether a mention is a recogniser's word that names nothing by itself."""
        return is_bare(m, self.quote(m.start, m.end))

    def stretches(self, longest: int) -> list["Item"]:
        """The item in pieces of at most so many characters, cut at ends of sentences where there are any.

        No rule reaches that far, and what compares each finding with every other stays linear.
        """
        if len(self.text) <= longest:
            return [self]
        found, at = [], self.start
        while at < self.end:
            end = self.end if self.end - at <= longest else self._cut(at, at + longest)
            found.append(self._part(at, end))
            at = end
        return found

    def _cut(self, start: int, limit: int) -> int:
        i = bisect.bisect_right(self.segments.cuts, limit - 1)
        if i and self.segments.cuts[i - 1] >= start:
            return self.segments.cuts[i - 1] + 1
        blank = self.text.rfind(" ", start - self.start, limit - self.start)
        return limit if blank < 0 else self.start + blank + 1

    def _part(self, start: int, end: int) -> "Item":
        text = self.quote(start, end)
        lists: dict[str, Any] = {name: between(getattr(self, name), start, end) for name in _LISTS}
        reaching = [
            n for n in self.negations if n.start < end and n.value.get("scope", [0, n.end])[1] > start
        ]
        return replace(
            self,
            start=start,
            end=end,
            text=text,
            segments=Segments.of(text, start),
            negations=reaching,
            **lists,
        )


_LISTS = ("mentions", "thresholds", "windows", "durations", "doses", "contexts", "abbreviations", "groups")


def reading_of(doc: Doc) -> Reading:
    timed = read(doc, groups.WINDOWS)
    windows = [w for w in timed if w.label == "WINDOW"]
    abbreviations = read(doc, groups.ABBREVIATIONS)
    seen = view(doc)
    text, folded = seen.text, seen.folded
    negations = read(doc, groups.NEGATION)
    found = mentions_of(doc, abbreviations)
    whole = behind_despite(folded, found.mentions)
    found = replace(found, mentions=rejoined(folded, whole, abbreviations))
    found = _with_tried(folded, found)
    found = Mentions(
        _uncued(found.mentions, negations, _DENYING | {"inability"}),
        _uncued(found.spans, negations, _DENYING | {"inability"}, relabel=False),
    )
    found, negations = _named_by_cues(doc, folded, found, negations)
    criteria, thresholds = read(doc, groups.CRITERIA), with_multiples(read(doc, groups.THRESHOLDS), folded)
    told = whole_phrases(folded, criteria, found.mentions, by_position([*thresholds, *negations, *timed]))
    found = replace(found, mentions=_in_place(found.mentions, told))
    return Reading(
        text=text,
        folded=folded,
        sections=read(doc, groups.SECTIONS),
        criteria=criteria,
        mentions=found.mentions,
        spans=found.spans,
        recognised=read(doc, groups.RECOGNISED),
        thresholds=[t for t in thresholds if not _defines(t, text)],
        windows=windows,
        durations=[
            d
            for d in timed
            if d.label == "DURATION"
            and not any(w.overlaps(d.start, d.end) and is_bounded(w) for w in windows)
        ],
        negations=with_denials(folded, criteria, negations, thresholds),
        contexts=read(doc, groups.CONTEXT),
        abbreviations=abbreviations,
        doses=read(doc, groups.DOSES),
    )


def _in_place(mentions: list[Finding], new: list[Finding]) -> list[Finding]:
    """`mentions` with those of `new` instead of what stands in them."""
    if not new:
        return mentions
    whole = Extents((f.start, f.end) for f in new)
    return by_position([*(m for m in mentions if not whole.hold((m.start, m.end))), *new])


def _with_tried(folded: str, found: Mentions) -> Mentions:
    """What is tried out beside drugs, and who was in the trial before, in place of what a model saw of them."""
    ways = (investigational, enrolled, prescribed)
    tried = by_position(f for find in ways for f in find(folded, found.mentions))
    if not tried:
        return found
    new = Extents((f.start, f.end) for f in tried)
    return Mentions(
        by_position([*(m for m in found.mentions if not new.hold((m.start, m.end))), *tried]),
        by_position([*(m for m in found.spans if not new.hold((m.start, m.end))), *tried]),
    )


def _named_by_cues(
    doc: Doc, folded: str, found: Mentions, negations: list[Finding]
) -> tuple[Mentions, list[Finding]]:
    """`found` with what only a negation tells, instead of what was seen within that; and how far each cue governs."""
    known = by_position(m for m in (*found.mentions, *found.spans) if not is_new(m))
    new = unnamed(folded, negations, known)
    deeds = Extents((f.value.get("cue", [f.start])[0], f.end) for f in new)
    kept = (m for m in found.mentions if not deeds.hold((m.start, m.end)))
    mentions = by_position([*kept, *new])
    criteria = read(doc, groups.CRITERIA)
    mentions += whole_items(folded, criteria, negations, mentions)
    general = general_items(
        folded, [c for c in criteria if not between(negations, c.start, c.end)], by_position(mentions)
    )
    for more in (headed_items, general_members):
        general += more(folded, criteria, negations, by_position([*mentions, *general]))
    mentions = [m for m in mentions if not any(m.within(g.start, g.end) for g in general)] + general
    spans = list(found.spans)
    told = [*(as_entity(f) for f in new if not no_finding(folded, f)), *contraindications(folded)]
    spans += [f for f in told if not is_named(f, found.spans)]
    others = [m for m in (*spans, *read(doc, groups.RECOGNISED)) if m.value.get("state") not in _SAYS_A_DEED]
    spans += unstated(folded, negations, by_position(others))
    return Mentions(by_position(mentions), by_position(spans)), narrowed_cues(negations, new)


def _uncued(
    found: list[Finding], negations: list[Finding], categories: set[str], *, relabel: bool = True
) -> list[Finding]:
    """`denies suicidal ideation`, `unable to walk` as a model saw it: without the cue that denies it.

    What one is unable to do is a STATE, with `relabel`.
    """
    cues = {n.start: n for n in negations if n.value["category"] in categories and n.value["kind"] == "pre"}
    out = []
    for f in found:
        if f.value.get("state") == "willingness" and any(f.within(c.start, c.end) for c in cues.values()):
            continue  # "unwilling" of "unwilling or unable to …"
        cue = cues.get(f.start) if is_new(f) else None
        if cue and f.end <= cue.end:
            continue  # the cue alone
        start = cue.value["scope"][0] if cue else f.start
        if cue and f.start < start < f.end:
            label = "STATE" if relabel and cue.value["category"] == "inability" else f.label
            f = replace(f, start=start, label=label)
        out.append(f)
    return by_position(out)


def is_bounded(w: Finding) -> bool:
    """Whether a window has a number on either side, not an anchor alone."""
    return w.value.get("low") is not None or w.value.get("high") is not None


def _topic(head: Item) -> Finding | None:
    """`Life expectancy:` names what the bounds of the nested items are about."""
    named = [m for m in head.mentions if m.label in ("MEASUREMENT", "SCORE", "AGE")]
    bare = head.text
    for m in named:
        bare = bare.replace(head.quote(m.start, m.end), " ", 1)
    return named[0] if len(named) == 1 and not content_words(bare) and not head.thresholds else None


def _defines(t: Finding, text: str) -> bool:
    """`ULN = upper limit of normal` explains a short form; it bounds nothing."""
    exact = t.value.get("low") is not None and t.value.get("low") == t.value.get("high")
    return exact and bool(t.value.get("relative_to")) and not any(c.isdigit() for c in text[t.start : t.end])


def _within_sentence(f: Finding, segments: Segments) -> Finding:
    """A cue without what its scope reaches of the sentence before or behind, a time without what its anchor does."""
    before = max((c + 1 for c in segments.unmarked if c < f.start), default=0)
    behind = min((c for c in segments.unmarked if c >= f.start), default=None)
    value, scope, start = dict(f.value), f.value.get("scope"), f.value.get("anchor_start")
    if scope is not None:
        value["scope"] = [max(scope[0], before), scope[1] if behind is None else min(scope[1], behind)]
    if behind is not None and start is not None and start < behind < value["anchor_end"]:
        value |= {"anchor": value["anchor"][: behind - start].rstrip(), "anchor_end": behind}
    return replace(f, end=f.end if behind is None else min(f.end, behind), value=value)


def _within(group: list[Finding], segments: Segments) -> list[Finding]:
    """Those of an item, each within its sentence."""
    found = between(group, segments.start, segments.end)
    return [_within_sentence(f, segments) for f in found] if segments.unmarked else found


def by_head(rows: Sequence[tuple[Item, _Row]]) -> dict[str, list[tuple[Item, _Row]]]:
    """What is nested under each head, by the head's id."""
    found: dict[str, list[tuple[Item, _Row]]] = {}
    for item, row in rows:
        if item.parent:
            found.setdefault(item.parent, []).append((item, row))
    return found


def items_of(reading: Reading) -> list[Item]:
    """The criteria in text order, each with its own findings."""
    items = []
    for c in reading.criteria:
        text = reading.folded[c.start : c.end]
        segments = Segments.of(text, c.start)
        items.append(
            Item(
                id=c.value["id"],
                parent=c.value.get("parent"),
                section=c.value["section"],
                start=c.start,
                end=c.end,
                text=text,
                whole=reading.folded,
                segments=segments,
                mentions=between(reading.mentions, c.start, c.end),
                thresholds=between(reading.thresholds, c.start, c.end),
                windows=_within(reading.windows, segments),
                durations=between(reading.durations, c.start, c.end),
                doses=between(reading.doses, c.start, c.end),
                negations=_within(reading.negations, segments),
                contexts=_within(reading.contexts, segments),
                abbreviations=between(reading.abbreviations, c.start, c.end),
            )
        )
    _pass_on_negations(items)
    return items


def _begins_denied(item: Item) -> bool:
    """`No concurrent retinoids` nested under "no drugs that interact, including:" denies once."""
    own = (n for n in item.negations if n.value["kind"] == "pre" and n.value["category"] == "negation")
    return any(not item.quote(item.start, n.start).strip(" -*•") for n in own)


def _pass_on_negations(items: list[Item]) -> None:
    """A head's cue ("No history of any of the following:") reaches into its nested items."""
    by_id = {item.id: item for item in items}
    for item in items:
        head = by_id.get(item.parent or "")
        if head is not None:
            item.head = head.text
            item.topic = _topic(head)
            reaching = [
                n
                for n in head.negations
                if n.value.get("scope", [0, 0])[1] > item.start and n.value.get("category") != "prevention"
            ]
            if _begins_denied(item):
                reaching = [n for n in reaching if head.quote(n.start, n.end).lower() != "no"]
            item.negations = [*reaching, *item.negations]
