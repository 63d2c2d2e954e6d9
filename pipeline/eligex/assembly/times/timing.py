"""Windows and durations: to which statements each belongs."""

import re
from itertools import pairwise

from eligex.assembly.forms.segments import ANY_BRACKET
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import EITHER, JOINT, NEXT, OWN_NOUN, is_last, is_row, listed, shares_head
from eligex.assembly.heads.objects import WAS_GIVEN
from eligex.assembly.items.persons import SOURCE as PERSON
from eligex.assembly.items.phrases import content_words
from eligex.assembly.items.reading import Item, is_bounded
from eligex.assembly.polarity.provisos import explanations
from eligex.assembly.qualifying.asides import asides
from eligex.assembly.times.announced import announces, is_refused
from eligex.assembly.times.behind_exceptions import bases_timed
from eligex.assembly.times.bracketed import behind_bracket, led_by, tells_deed
from eligex.assembly.times.lengths import led_by_bracket
from eligex.assembly.times.parallel import before_during, is_planned_again
from eligex.assembly.times.ranges import told_alone
from eligex.assembly.times.shared_anchors import trial_of, with_anchors
from eligex.assembly.times.spread import examples, has_own_verb, reached, told_at_entry
from eligex.assembly.times.told_of import says_nothing, words_before
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_KINDS = {"PROCEDURE": "procedure", "DRUG": "drug", "CONDITION": "condition"}
_CONJUNCTION = re.compile(r"\b(?:or|and)\b", re.IGNORECASE)
_OWN_CLAUSE = 3
_ABUSE = {"alcohol_abuse", "drug_abuse"}
_DID = re.compile(  # "… or have participated within 28 days"
    r"\bor\s+(?:who\s+)?(?:has|have|had|was|were)\s+(?:\w+ly\s+)?(?:been\s+)?(?:participated|received|taken|used|undergone|enrolled)\s*$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"^[^;:]*\b(?:have|has|had|were|was|are|is)\s+(?:been\s+)?(?:used|given|received|taken|administered|performed)\s*$",
    re.IGNORECASE,
)
_ITS_OWN = lazily(  # "except A, which can be given up to 7 days before"
    r",\s*(?:which|that|who)\s+(?:can|may|could|must|should|is|are|was|were|has|have)\b", re.IGNORECASE
)
_OR_ELSE = re.compile(
    r"^(?:(?!\b(?:before|during|after|prior|while)\b).)*,\s*or\s*$", re.IGNORECASE | re.DOTALL
)
_NOW_NEXT = lazily(
    r"\b(?:or|and)\s+(?:(?:who|is|are|has|have|an?)\s+)*(?:(?:con)?current(?:ly)?|ongoing|active)\b",
    re.IGNORECASE,
)
_SINCE = lazily(r"\bsince\b", re.IGNORECASE)
_ADJECTIVE = lazily(r"(?:al|ic|ous|ive|ary|ar)\s*\Z", re.IGNORECASE)  # "thoracic or abdominal surgery"
_AFTER_BIRTH = lazily(r"\bpost-?\s?(?:partum|natal(?:ly)?)\W*\Z", re.IGNORECASE)
_JOINED_AT = lazily(r"(?:,|\b(?:or|and))\s*(?:(?:who\s+)?(?:is|are)\s+)?\Z", re.IGNORECASE)
_AT_ONCE = re.compile(r"\s*(?:(?:con)?current(?:ly)?\s+or\s+|\w+\s+)?", re.IGNORECASE)


def give_times(item: Item, statements: list[Statement]) -> None:
    """Windows and durations of an item to its statements; a window on nothing known makes its own."""
    told = explanations(item) + asides(item) if item.windows else []
    item.windows = [told_alone(item, w) for w in with_anchors(item)]
    for w in item.windows:
        empty = w.value.get("anchor") is None and not w.value.get("alternative")
        if not is_bounded(w) and (empty or _in_name(item, w, statements)):
            continue
        if not any(w.within(a, b) for a, b in told) and not _in_objects(item, w, statements):
            _window(item, w, statements)
    statements.sort(key=lambda s: (s.at, s.start))
    for d in item.durations:
        _duration(item, d, statements)


def _in_name(item: Item, w: Finding, statements: list[Statement]) -> bool:
    """`post-transplant complications`, `progression after chemotherapy` tells by its name when they came."""
    named = [s for s in statements if s.subject and s.subject.start <= w.start < s.subject.end]
    whole = any((s.subject and w.end <= s.subject.end) or s.kind == "condition" for s in named)
    if not named or not (whole or item.quote(w.start, w.end).lower().startswith("post")):
        return False
    for s in named:
        s.take(w.start, w.end)
    return True


def _in_objects(item: Item, w: Finding, statements: list[Statement]) -> bool:
    """`not recovered from agents given 4 weeks ago`: the time of what the statement's own words are about."""
    ends = [s.subject for s in statements if s.subject is not None and s.subject.end == w.end]
    return any(f.start < w.start and WAS_GIVEN.search(item.quote(f.start, w.start)) for f in ends)


def _window(item: Item, w: Finding, statements: list[Statement]) -> None:
    """To the statement before it and to those coordinated with it; else to the next ones."""
    inside = item.segments.bracket(w.start)
    pool = [
        s for s in statements
        if item.segments.same(s.at, w.start) and (inside is None or item.segments.bracket(s.start) == inside)
    ]  # fmt: skip
    pool = _same_side(item, w, pool)
    before = [s for s in pool if s.end <= w.start and (inside or not item.segments.bracket(s.start))]
    after = [s for s in pool if s.at >= w.end and (s.subject is None or s.subject.source != PERSON)]
    if not before and inside is not None:
        before = _list_before(item, statements, inside[0])
    elif not before or _new_clause(item, before[-1], w):
        before = _in_last_bracket(item, w, pool) or before
    if led := led_by(item, w, statements):
        for s in led:
            give(s, w)
        return
    if after and announces(item, w):
        before = []
    elif not before and after and is_refused(item, w, after[0]):
        after = []  # "had juice 7 days before, or is unwilling to avoid it"
    if before and not _new_clause(item, before[-1], w):
        _give_left(item, w, before, statements)
    elif before or not after or _tells_anchor(item, w) or _begins_list(item, w, after[0]):
        _own(item, w, statements)
    else:
        for s in _led(item, after):
            give(s, w)


def _led(item: Item, after: list[Statement]) -> list[Statement]:
    """Of what a time stands before all up to `or current B`."""
    gaps = (item.quote(a.end, max(a.end, b.end)) for a, b in pairwise(after))
    stop = next((i for i, gap in enumerate(gaps, 1) if _NOW_NEXT.search(gap)), len(after))
    return after[:stop]


def _list_before(item: Item, statements: list[Statement], at: int) -> list[Statement]:
    """The last statement before a bracket; all of `immune globulin or blood products (within 3 months)`, `alcohol or
    drug abuse (within a year)`."""
    before = [s for s in statements if s.end <= at and item.segments.same(s.at, at)]
    found = before[-1:]
    for s in reversed(before[:-1]):
        given = s.kind == found[0].kind and s.kind in ("drug", "procedure")
        gap = OWN_NOUN.sub("", item.quote(s.end, max(s.end, found[0].start)), count=1)
        abuse = {s.state, found[0].state} == _ABUSE and JOINT.fullmatch(gap)
        if not (abuse or shares_head(item, s, found[0]) or (given and EITHER.fullmatch(gap))):
            break
        found.insert(0, s)
    return found


def _in_last_bracket(item: Item, w: Finding, pool: list[Statement]) -> list[Statement]:
    """`gut infections (salmonellosis or shigellosis) within 4 weeks`, where nothing knows what stands before."""
    inside = next(
        (
            b
            for b in item.segments.brackets
            if _AT_ONCE.fullmatch(item.quote(b[1], w.start) if b[1] <= w.start else ",")
        ),
        None,
    )
    return [s for s in pool if inside and inside[0] < s.start < inside[1]]


def _same_side(item: Item, time: Finding, pool: list[Statement]) -> list[Statement]:
    """A time within an exception (`unless stable for 4 weeks`) belongs to what is carved out, no other to it."""
    cues = [c for c in item.contexts if c.label in ("EXCEPTION", "ALLOWED") and c.value.get("scope")]
    closed = [c for c in cues if _closed(item, c, time)]
    around = [
        c.value["scope"]
        for c in cues
        if c not in closed and c.value["scope"][0] <= time.start < c.value["scope"][1]
    ]
    if around:
        return [s for s in pool if around[0][0] <= s.at < around[0][1]]
    return [s for s in pool if not any(_carves(c, s.at) and s.at < time.start for c in closed)]


def _carves(cue: Finding, at: int) -> bool:
    lo, hi = cue.value["scope"]
    return cue.end <= at and bool(lo <= at < hi)


def _closed(item: Item, cue: Finding, time: Finding) -> bool:
    """`A, excluding B, within 5 years`, `A (other than B) for 2 days`: the exception ends before the time."""
    inside = item.segments.bracket(cue.start)
    if inside is not None and inside[1] <= time.start:
        return True
    if cue.end > time.start or not item.quote(item.start, cue.start).rstrip().endswith(","):
        return False
    told = item.quote(cue.end, time.start)
    return "," in told and not _ITS_OWN.search(told) and not _of_member(item, cue, time)


def _of_member(item: Item, cue: Finding, time: Finding) -> bool:
    """`, except A, B or tumours cured for 3 years`: something carved out stands between the last comma and the time."""
    lo, hi = cue.value["scope"]
    comma = lo + item.quote(lo, max(lo, time.start)).rfind(",")
    return bool(lo <= time.start < hi) and any(comma < m.start and m.end <= time.start for m in item.mentions)


def give(s: Statement, w: Finding) -> None:
    """The first window that reaches a statement is its own, unless only the next one has a bound ("during the
    study and until 6 months after the last dose")."""
    if words := w.value.get("alternative"):  # "or 5 half-lives, whichever is longer"
        begin = w.value["alternative_start"]
        s.qualify(begin, begin + len(words), words)
        if not is_bounded(w) and w.value["anchor"] is None:
            return
    if s.window is None or (is_bounded(w) and not is_bounded(s.window)):
        if s.window is not None:
            s.taken.discard((s.window.start, s.window.end))
        s.window = w
        s.take(w.start, w.end)
        if "told" in w.value:
            s.take(*w.value["told"])


def _give_left(item: Item, w: Finding, before: list[Statement], statements: list[Statement]) -> None:
    """Leftwards over what is coordinated, with the examples that brackets give of it."""
    _forget_led(item, w, before[-1])
    for s in reached(item, w, before):
        for x in (s, *examples(item, s, w.start, statements)):
            give(x, w)
    for s in bases_timed(item, w, statements):
        give(s, w)


def _forget_led(item: Item, w: Finding, last: Statement) -> None:
    """`treatment in the 2 weeks before it with A or with B within 6 weeks before it`: right behind B, its own time."""
    led = last.window is not None and last.window.end <= last.at and is_bounded(w)
    if led and last.window is not None and not item.quote(last.end, w.start).strip():
        last.taken.discard((last.window.start, last.window.end))
        last.window = None


def _new_clause(item: Item, last: Statement, w: Finding) -> bool:
    """Between the last statement and the window stands a conjunction and a clause of its own."""
    taken_to = max([last.end, *(b for _, b in last.taken if b <= w.start)])
    gap = ANY_BRACKET.sub(" ", _without_exceptions(item, taken_to, w))
    now = gap.strip() == "or" and item.quote(last.start, last.end).lower().startswith("currently")
    after = w.value.get("relation") == "after" and last.window is None and is_bounded(w)
    if after and (now or _OR_ELSE.search(gap)):
        return True  # "pregnant, or less than 6 weeks since delivery"
    # "pregnant, breastfeeding, within 3 months postpartum"
    if _AFTER_BIRTH.search(item.quote(w.start, w.end)) and _JOINED_AT.search(gap):
        return last.window is None or not is_bounded(last.window)
    if _PASSIVE.search(gap):
        return False  # "A, B and other therapies have been used within 4 weeks"
    if _DID.search(gap) or content_words(told_at_entry(gap) or ""):
        return True  # "HbA1c > 9 % at screening, or something else within 3 months"
    m = _CONJUNCTION.search(gap)
    return m is not None and len(content_words(gap[m.end() :])) >= _OWN_CLAUSE


def _without_exceptions(item: Item, start: int, w: Finding) -> str:
    """The words from `start` to a window, without the exceptions that end before it."""
    words = item.quote(start, w.start)
    for c in item.contexts:
        if c.label == "EXCEPTION" and start <= c.start and _closed(item, c, w):
            inside = item.segments.bracket(c.start)
            closed = inside is not None and inside[1] <= w.start
            a, b = c.start - start, inside[1] - start if closed and inside else words.rindex(",") + 1
            words = words[:a] + " " * (b - a) + words[b:]
    return words


def _tells_anchor(item: Item, w: Finding) -> bool:
    """`≥2 months post-transplant with …` says when the transplant was, `within 2 months before …` does not."""
    a, b = w.value.get("anchor_start"), w.value.get("anchor_end")
    if a is None or b is None:
        return False
    since = "since" in item.quote(w.start, a).lower()
    labels = ("PROCEDURE", "DRUG") if since else ("PROCEDURE",)
    known = any(m.overlaps(a, b) and m.label in labels for m in item.mentions)
    return known and w.value.get("low") is not None and w.value.get("relation") == "after"


def _begins_list(item: Item, w: Finding, s: Statement) -> bool:
    """`at least 4 weeks since lumpectomy or mastectomy`, where nothing knows the first."""
    if w.value.get("relation") != "after" or not is_bounded(w) or s.kind not in ("drug", "procedure"):
        return False
    words = item.quote(w.start, w.end)
    named = _SINCE.search(words) is not None and _ADJECTIVE.search(words) is None
    return named and NEXT.fullmatch(item.quote(w.end, s.at)) is not None


def _own(item: Item, w: Finding, statements: list[Statement]) -> None:
    """A statement for a window that no other takes: about the words before it, or about its anchor; else to what a
    bracketed one stands before. What is only ever before its anchor says nothing of that."""
    if is_planned_again(item, w):
        return
    if (trial := trial_of(w, statements)) is not None:
        give(trial, w)
        return
    behind = behind_bracket(item, w, statements)
    led = bool(behind) and tells_deed(item, w)
    subject = None if led or _tells_anchor(item, w) else words_before(item, w, statements)
    if subject is not None and says_nothing(item, subject):
        return
    if subject is None and behind:
        for s in behind:
            give(s, w)
        return
    if subject is None and before_during(item, w) < w.start:
        return  # "an IUD (copper) during and for 3 months after the trial" is of no trial
    if subject is None:
        subject = _anchor(item, w) if w.value.get("relation") == "after" else _opened(item, w)
    if subject is None:
        return
    s = Statement(_KINDS.get(subject.label, "state"), min(w.start, subject.start), w.end, subject)
    s.take(subject.start, subject.end)
    _last_of_list(item, w, s, statements)
    statements.append(s)
    statements.sort(key=lambda s: (s.at, s.start))


def _last_of_list(item: Item, w: Finding, s: Statement, statements: list[Statement]) -> None:
    """`cognitive therapy, hypnosis or something unheard of within 6 months`: to the whole list."""
    inside = item.segments.bracket(s.at)
    before = [x for x in statements if x.end <= s.at and item.segments.same(x.at, s.at)]
    before = [x for x in before if item.segments.bracket(x.at) == inside]
    joined = bool(before) and before[-1].kind in ("drug", "procedure") and _joins(item, before[-1], s)
    if joined and item.segments.bracket(w.start) is None and not has_own_verb(item, before[-1], s):
        _give_left(item, w, [*before, s], statements)
    else:
        give(s, w)


def _joins(item: Item, a: Statement, b: Statement) -> bool:
    """`A, B cream and other products within 1 week`."""
    gap = item.quote(a.end, max(a.end, b.at))
    further = item.section == "exclusion" and (is_last(gap) or is_row(gap))
    return listed(item, a, b) or further


def _opened(item: Item, w: Finding) -> Finding | None:
    """`In the last 3 months, having been infected with …`: what follows the time that a sentence begins with."""
    lo, hi = item.segments.bounds(w.start)
    if re.search(r"\w", item.quote(lo, w.start)):
        return None
    return next(
        (m for m in item.mentions if w.end <= m.start and m.end <= hi and m.label in (*_KINDS, "STATE")), None
    )


def _anchor(item: Item, w: Finding) -> Finding | None:
    a, b = w.value.get("anchor_start"), w.value.get("anchor_end")
    if a is None or b is None:
        return None
    named = [m for m in item.mentions if m.overlaps(a, b) and m.label in _KINDS]
    if named and item.quote(a, max(a, named[0].start)).lower().startswith("post"):
        return Finding(a, b, named[0].label, "assembly:anchor")  # "post-partum" is no "partum"
    return named[0] if named else Finding(a, b, "STATE", "assembly:anchor")


def _duration(item: Item, d: Finding, statements: list[Statement]) -> None:
    """To the nearest statement before it in its sentence, else to the next one; an age or a sex does not last."""
    lasting = [s for s in statements if s.kind not in ("age", "sex") and item.segments.same(s.at, d.start)]
    near = _same_side(item, d, lasting)
    before = [s for s in near if s.end <= d.start]
    after = [s for s in near if s.at >= d.end]
    around = [s for s in near if s.window is not None and d.within(s.window.start, s.window.end)]
    target = led_by_bracket(item, d.start, near) or next(
        (pool[i] for pool, i in ((before, -1), (around, 0), (after, 0)) if pool), None
    )
    if target is not None and target.duration is None:
        behind = target.end <= d.start and not _CONJUNCTION.search(item.quote(target.end, d.start))
        drugs = [target, *_drugs_before(item, near, target)] if behind else [target]
        for s in drugs:
            s.duration = d
            s.take(d.start, d.end)


def _drugs_before(item: Item, near: list[Statement], last: Statement) -> list[Statement]:
    """The other drugs of `A, B or C for more than 7 days`."""
    found: list[Statement] = []
    for s in reversed([s for s in near if s.at < last.at]):
        right = found[-1] if found else last
        if s.kind != "drug" or last.kind != "drug" or s.duration or s.threshold or not listed(item, s, right):
            break
        found.append(s)
    return found
