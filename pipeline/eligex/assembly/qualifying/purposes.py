"""What a therapy is for, and what is treated with it: both only qualify it."""

import re

from eligex.assembly.forms.extents import meets
from eligex.assembly.grammar.serial import bracket_end, list_end
from eligex.assembly.items.premodifiers import is_adjective, is_listed
from eligex.assembly.items.reading import Item
from eligex.assembly.qualifying.causes import causes
from eligex.assembly.qualifying.counted_as import counted_as
from eligex.assembly.qualifying.roles import roles
from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_SHORT_FORM = r"\((?=[\w-]{0,9}(?-i:[A-Z]))[A-Za-z0-9-]{2,10}\)"
RUN = r"(?:[^,;()\n.]|\n(?=\s*[a-z]))"  # to a mark; a registry breaks lines within a phrase
_PURPOSE = re.compile(
    r"(?:\s*\([^()]{1,300}\)|,\s+(?:including|such\s+as)\s[^,;().]{1,60},)?(?:\s+(?!(?:for|eligible)\b)[\w-]+){0,2}\s+\(?(?P<purpose>for\s+(?!(?:at|more|less|up|over|the\s+(?:past|last))\b|[\d≥≤<>])"
    r"(?:(?!\b(?:(?:and|or)\s+(?:any|other|history|known|prior|active|an?|current|patients?|who|severe|with)|within|during"
    rf"|however|but|in\s+the|prior)\b){RUN}|(?<=\s){_SHORT_FORM})+)",
    re.IGNORECASE,
)
_WHAT_FOR = re.compile(
    rf"\s+(?P<purpose>for\s+(?:(?:the|an?|any)\s+)?(?!(?:at|more|less|\d)){RUN}+)",
    re.IGNORECASE,
)
_TREATMENTS = Scanner(
    re.compile(
        rf"\b(?:treatment|therapy|management|prophylaxis|prevention)\s+(?P<what>(?:of|for)\s+{RUN}+?)\s+(?:with|using|by)\b",
        re.IGNORECASE,
    )
)
# "biopsy to rule out A": what a test shall show or not is nothing that is asked for
_ASCERTAIN = Scanner(
    re.compile(
        rf"(?<=[\w)]\s)(?P<what>(?:in\s+order\s+)?to\s+(?:rule\s+out|exclude|confirm|screen\s+for|check\s+for|look\s+for)\s+(?:(?!\b(?:is|are|within|in\s+the\s+(?:past|last|previous))\b){RUN})+)",
        re.IGNORECASE,
    )
)
# "heparin for maintenance of a catheter": no treatment, though a model may see one
_KEEPS = re.compile(r"for\s+(?:the\s+)?(?:maintenance\s+of|maintaining|preservation\s+of)\b", re.IGNORECASE)
_GENERAL = re.compile(
    r"\b(?:treatments?|therap(?:y|ies)|medications?|medicines?|drugs?|agents?)\Z", re.IGNORECASE
)
_JOINT = re.compile(r"\b(?:and/or|or|and|except|unless|other\s+than)\b", re.IGNORECASE)
_NEAR = 24
_MEMBER = re.compile(r"(?:,|\s+(?:or|and|and/or)\b)[\s\w,/-]{0,80}", re.IGNORECASE)
_BY_EXAMPLE = re.compile(r"\s*[(\[]\s*(?:e\.?\s?g\b|for\s+example|such\s+as|including|like)", re.IGNORECASE)
_NOUN_BEHIND = re.compile(
    r"\s+(?:illness(?:es)?|diseases?|conditions?|disorders?|problems?)\b", re.IGNORECASE
)
_EXAMPLES = re.compile(r"(?<=\))\s+(?:including|such\s+as)\b", re.IGNORECASE)  # of the therapy
_SMALL = {"for", "or", "and", "a", "an", "the", "any", "treatment", "of", "either", "locally"}


_SHUT_OUT = lazily(
    r"(?:,\s*)?\b(?:will|must|shall|should|are|is)\s+(?:also\s+|all\s+)?(?:be\s+)?(?:excluded|ineligible|not\s+(?:be\s+)?(?:eligible|included|enrolled))\b",
    re.IGNORECASE,
)


def before_verdict(item: Item, extent: tuple[int, int]) -> tuple[int, int]:
    """`requiring steroids` of "requiring steroids are allowed", `for relapse` of "for relapse except for A"."""
    a, b = extent
    cues = [c.start for c in item.contexts if c.label in ("ALLOWED", "EXCEPTION") and a < c.start < b]
    if shut := _SHUT_OUT.search(item.text, a - item.start, b - item.start):
        cues.append(item.start + shut.start())
    # a run-on list: "for cancer | May NOT have had …"
    cues += [
        n.start for n in item.negations if a < n.start < b and item.quote(n.start, n.start + 1).isupper()
    ]
    return (a, a + len(item.quote(a, min(cues)).rstrip())) if cues else extent


def purposes(item: Item) -> list[tuple[int, int]]:
    """`anticancer therapy for metastatic NSCLC`: the disease says what the therapy is for."""
    found = []
    for x in item.mentions:
        if x.label in ("PROCEDURE", "DRUG") and (m := _PURPOSE.match(item.text, x.end - item.start)):
            cut = _EXAMPLES.search(item.text, m.start("purpose"), m.end())
            end = cut.start() if cut else m.end()
            whole = (item.start + m.start("purpose"), item.start + len(item.text[:end].rstrip()))
            a, b = before_verdict(item, _with_head(item, *whole))
            b = bracket_end(item, a, b) or (_over_diseases(item, a, b) if _is_general(item, x) else b)
            inside = [y for y in item.mentions if y.within(a, b)]
            other = next((y for y in inside if y.label != "CONDITION"), None)
            if other is not None and not _keeps(item, a, other):  # "A for rhinitis or B"
                joints = list(_JOINT.finditer(item.text, a - item.start, other.start - item.start))
                b = a + len(item.quote(a, item.start + joints[-1].start()).rstrip()) if joints else a
            if any(y.within(a, b) for y in inside):
                found.append((a, b))
        elif x.source == "assembly:negated-deed" and (m := _WHAT_FOR.match(item.text, x.end - item.start)):
            found.append((item.start + m.start("purpose"), item.start + m.end()))
    given = [before_verdict(item, e) for e in roles(item)]
    found = [e for e in found if not meets(e, given)] + given
    # "except for a lesion"
    found = [e for e in found if not any(c.start < e[0] < c.end for c in item.contexts)]
    return found + counted_as(item) + causes(item)


def _over_diseases(item: Item, a: int, b: int) -> int:
    first = next((y for y in item.mentions if a <= y.start and y.end == b and y.label == "CONDITION"), None)
    return list_end(item, first) if first is not None else b


def _keeps(item: Item, a: int, named: Finding) -> bool:
    """Whether it is `for maintenance of` what is named, with nothing joined before."""
    keeps = _KEEPS.match(item.text, a - item.start) is not None
    return keeps and _JOINT.search(item.quote(a, named.start)) is None


def _is_general(item: Item, x: Finding) -> bool:
    """`Treatment for A, B or C`: a kind of thing that says nothing without its purpose, and nothing is named before."""
    lo, _ = item.segments.bounds(x.start)
    first = not any(lo <= y.start < x.start for y in item.mentions)
    return first and _GENERAL.search(item.quote(x.start, x.end)) is not None


def ascertained(item: Item) -> list[tuple[int, int]]:
    """`to rule out malignancy` behind an examination of the same clause; beside it no other thing may be named."""
    found = []
    for m in item.matches(_ASCERTAIN):
        a, b = m.span("what")
        b = before_verdict(item, (a, a + len(item.quote(a, b).rstrip())))[1]
        inside = [x for x in item.mentions if x.within(a, b)]
        tests = (x for x in item.mentions if x.label in ("PROCEDURE", "MEASUREMENT") and x.end <= a)
        shown = inside and all(x.label in ("CONDITION", "MEASUREMENT") for x in inside)
        if shown and any(item.segments.same(x.start, a) for x in tests):
            found.append((a, b))
    return found


def _with_head(item: Item, a: int, b: int) -> tuple[int, int]:
    """`for bacterial | , fungal or viral infection`: to the head that adjectives parted by commas share."""
    while (follows := next((m for m in item.mentions if m.start >= b), None)) is not None:
        gap, inside = item.quote(b, follows.start), [m for m in item.mentions if m.within(a, b)]
        bare = inside[-1].source.endswith(":shared-head") if inside else _is_state(item.quote(a, b))
        if not bare or follows.label != "CONDITION" or not _MEMBER.fullmatch(gap) or not _is_state(gap):
            break
        b = follows.end
    return a, _with_examples(item, a, b)


def _with_examples(item: Item, a: int, b: int) -> int:
    """`for another condition | (for example, lupus)`, where nothing names what it is for."""
    m = _BY_EXAMPLE.match(item.text, b - item.start)
    bracket = item.segments.bracket(item.start + m.end()) if m else None
    if bracket and (noun := _NOUN_BEHIND.match(item.text, bracket[1] - item.start)):
        return item.start + noun.end()  # "for a physical (e.g., infectious) illness"
    return bracket[1] if bracket and not any(x.within(a, b) for x in item.mentions) else b


def _is_state(words: str) -> bool:
    """Whether nothing stands there but adjectives, and what joins them."""
    return all(w in _SMALL or is_adjective(w) or is_listed(w) for w in re.findall(r"[\w-]+", words.lower()))


def treated(item: Item) -> list[tuple[int, int]]:
    """`Treatment of brain lesions with radiation`: what is treated only qualifies the treatment."""
    found = []
    for m in item.matches(_TREATMENTS):
        a, b = m.span("what")
        inside = [x for x in item.mentions if x.within(a, b)]
        means = [x for x in item.mentions if x.start >= b and x.label in ("DRUG", "PROCEDURE")]
        if (
            inside
            and means
            and len(item.quote(b, means[0].start)) < _NEAR
            and all(x.label == "CONDITION" for x in inside)
        ):
            found.append((a, b))
    return found
