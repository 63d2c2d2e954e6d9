"""What an allergy is to, what failed, what one depends on: the head makes the statement, its objects make none;
`allergy or intolerance to A, B or C` are two statements, each of its head with all of A, B or C.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from eligex.assembly.forms.extents import meets
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.reach import limit, reach
from eligex.assembly.heads.waiting import has_object, is_beside
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_AUX = r"(?:has|have|had|did|does|do|is|are|was|were|be|can|could|may|might|would|will)"
_UNDONE = r"(?:lack\s+of|incomplete|inadequate|insufficient|(?:fail(?:ed|ure|s)|unable|inability)\s+to)"
_NOT = rf"(?:{_AUX}(?:n't|\s+not)|cannot|not|never)\s+(?:(?:yet|\w+ly|well|been\s+able\s+to)\s+)?"
_LACKS = lazily(r"(?:lack|absence|loss)\s+of\b", re.IGNORECASE)
_DENIED = lazily(rf"{_AUX}(?:n't|\s+not)\s+(?=\w)")
_HEADS = Scanner(
    lazily(
        rf"""\b(?:
            (?P<contra>contra-?\s?indicat(?:ions?|ed))
          | (?P<intolerance>intolera(?:nces?|nt|bilit(?:y|ies))
              | (?:poor|low|reduced|limited|lack\s+of)\s+tolera(?:bility|nce))
          | (?P<allergy>allerg(?:ies?|y|ic)(?:\s+(?:type\s+)?(?:reactions?|responses?|history))?
              | (?:hyper-?)?sensitiv(?:ity|ities|e)(?:\s+reactions?)?
              | anaphyla(?:xis|ctic|ctoid)(?:[\s-]+(?:type\s+)?(?:reactions?|shock))?
              | idiosyncra(?:sy|sies|tic)(?:\s+reactions?)? | side\s+effects?
              | adverse\s+(?:drug\s+)?(?:effects?|events?|reactions?) | reactions?)
          | (?P<antibody>(?:auto-?)?antibod(?:y|ies))
          | (?P<toxicity>toxicit(?:y|ies) | toxic\s+(?:side\s+)?effects?)
          | (?P<response>(?:lack|absence|loss)\s+of\s+(?:[\w-]+\s+)?responses? | un-?responsive(?:ness)?
              | non-?\s?respon(?:ses?|sive(?:ness)?|ders?) | (?:(?:in)?adequate|insufficient|poor|loss\s+of|suboptimal
                |partial|incomplete|limited|minimal|(?:un)?satisfactory|good|complete)\s+(?:(?:clinical|therapeutic|treatment|initial|prior|previous)\s+)?responses?
              | {_NOT}(?:respond(?:ed|ing)?|responsive) | respon(?:ses?|sive(?:ness)?|ded))
          | (?P<tolerance>{_NOT}tolerat(?:ed?|ing))
          | (?P<recovery>(?:{_NOT})?recovered(?:\s+(?:adequate|full|complete|sufficient)ly)?|(?:still\s+)?recovering
              |{_UNDONE}\s+(?:fully?\s+|complete(?:ly)?\s+)?recover(?:y|ed)?|(?:(?:full|complete|adequate)\s+)?recovery)
          | (?P<relapse>relaps(?:e[ds]?|ing) | recur(?:red|rences?))
          |(?P<ended>discontinued|stopped|terminated|withdr(?:awn|ew)\s+from|(?:discontinuation|withdrawal)\s+(?:of|from))
          | (?P<switch>switch(?:ed|ing)?)
          | (?P<resistance>resistan(?:t|ce) | refractor(?:y|iness))
          | (?P<progress>progress(?:ed|ion|ing|ive\s+disease))
          | (?P<failure>(?:(?:treatment|therap(?:y|eutic)|virologic(?:al)?|immunologic(?:al)?|clinical|drug)\s+)?
              failures?)
          | (?P<failed>failed)
          | (?P<dependence>dependen(?:t|cy|cies|ce) | addict(?:ed|ions?)?)
          | (?P<abuse>abuse|misuse|overuse)
          | (?P<difficulty>difficult(?:y|ies)(?:\s+(?:in|with))?\s+(?:tolerat|swallow|tak|absorb|us|instill|inhal)ing)
          | (?P<aim>indications?|(?:(?:unsuitable|inappropriate|unacceptable|poor|suboptimal)\s+)?candidates?)
          | (?P<risk>risks?(?:\s+factors?)? | predispos(?:ed|ition))
        )(?![\w-])""",
        re.IGNORECASE | re.VERBOSE,
    )
)
_ARISING = r"with|from|(?:attributed|related|due|secondary)\s+to|associated\s+with|caused\s+by"
_ORAL = r"(?!\s+(?:[\w-]+\s+){0,2}?(?:oral|tablets?|capsules?|pills?)\b)"
_OR_UNABLE = rf"\b(?:and/)?or\s+(?:inability|unwillingness|refusal)\s+to\s+(?:tolerate|use|take)\b{_ORAL}"
_WHEN = (
    r"\b(?:(?:(?:ha[sd]|have)\s+)?occurr(?:ed|ing)\s+)?(?:(?:on|during|while\s+on)\s*(?:/|or|and/or)\s*(?:after|following)"
    r"|on|under|despite|through|after|following|during|while\s+(?:on|receiving|taking))\b"
)
_LINKS = {
    kind: lazily(
        rf"(?:\s*\([^()]{{0,80}}\))*(?:,(?=\s*(?:to|of|against)\b))?\s*(?P<link>{words})\s*[:,]?\s+",
        re.IGNORECASE,
    )
    for kind, words in {
        "contra": _OR_UNABLE
        + r"|\b(?:to|for|against|of|with|(?:and|or)\s+(?:any\s+)?other\s+reasons?\s+(?:that|why|for|against)"
        r"|(?:as\s+)?(?:listed|stated|mentioned|described|specified|given|named|indicated)\s+(?:in|on|by)\s+(?:the\s+)?(?:[\w-]+\s+){1,3}?(?:of|for))\b",
        "intolerance": rf"\b(?:to|of|with)\b|{_OR_UNABLE}",
        "allergy": rf"\b(?:to|towards?|against|following|{_ARISING})\b|{_OR_UNABLE}",
        "antibody": r"\b(?:to|against|directed\s+(?:against|at|to(?:wards?)?))\b",
        "toxicity": rf"\b(?:{_ARISING}"
        r"|to(?!\s+(?:(?:NCI|CTC\w*|National|an?)\s|[\w\s]{0,16}\bgrade|[<≤=]|baseline|less|normal)))\b",
        "response": r"(?:\b(?:\w+ly|well)\s+)?(?:\bof\s+(?:[\w-]+\s+){1,3}?)?\b(?:to|with)\b",
        "resistance": r"\b(?:to|against)\b",
        "progress": _WHEN,
        "relapse": _WHEN,
        "tolerance": "",
        "recovery": r"\b(?:from|form)\b",
        "ended": "",
        "switch": r"\b(?:from|off)\b",
        "failure": r"\b(?:of|on|with|under|after"
        r"|to\s+(?:adequately\s+)?(?:respond|benefit|improve)\s+(?:adequately\s+)?(?:to|from|with|on|after))\b",
        "failed": r"(?:\bto\s+(?:respond|benefit)\s+(?:to|from)\b|\bon\b)?",
        "dependence": r"\b(?:on|upon|to|of)\b",
        "abuse": r"\bof\b",
        "difficulty": "",
        "aim": r"\b(?:for|to\s+(?:receive|undergo|take))\b",
        "risk": r"\b(?:of|for|to)\b",
    }.items()
}
_NAMES = {  # what an object must name where no vocabulary knows the head; a risk is of a disease
    "risk": ("CONDITION", "STATE"),
    "dependence": ("DRUG", "PROCEDURE", "CONDITION"),
    "allergy": ("DRUG", "PROCEDURE", "CONDITION"),
    "intolerance": ("DRUG", "PROCEDURE", "CONDITION"),
    "antibody": ("DRUG", "PROCEDURE", "CONDITION"),
    "recovery": ("DRUG", "PROCEDURE", "CONDITION"),
}
_TREATMENTS = ("DRUG", "PROCEDURE")
_KNOWN = ("abuse", "allergy", "antibody", "intolerance", "toxicity", "resistance", "dependence")
_JOINT = lazily(r"\s*(?:,\s*)?(?:or|and|and/or)\b", re.IGNORECASE)
_NOT_ONE = lazily(r"(?:not|no|who|is|are|be|been)\b", re.IGNORECASE)
_LAST_JOINT = lazily(r"[,;]|\b(?:or|and|and/or|including|such\s+as)\b", re.IGNORECASE)
_AT_RISK = lazily(  # the patient's own, not "to minimize the risk of"
    r"(?:^\W*|[,;:.(]\s*|\b(?:at|with|have|has|having|history\s+of|any|known|or|and|patients|subjects|is|are|considered)\s+)"
    r"(?:(?:an?|at|current|increased|high(?:er)?|elevated|significant\w*|serious|severe|substantial|known|clinically"
    r"|considered|acute|potential|strong|greater|great|ongoing|certain|other|multiple|several|major)\s+)*\Z",
    re.IGNORECASE,
)
_FAILED_BEFORE = lazily(
    r"(?:^|[,;.:(]|\b(?:has|have|had|who|previously|already|either|also|be|been|and|or|not|patients?|subjects?|must|prior"
    r"|\d+|\w+ly))\W*$",
    re.IGNORECASE,
)
_ADJECTIVE = lazily(
    rf"(?:resistant|refractory|(?:un-?|non-?|{_NOT})?responsive|(?:{_NOT})?responded|{_NOT}respond(?:ing)?|sensitive|dependent|failed"
    r"|progress(?:ed|ing)|relapsed|recurred)\b",
    re.IGNORECASE,
)
_SAID = lazily(  # "a tumour that has failed A", "infection refractory to B"
    r"\s*[),]?\s*(?:\([^()]{1,24}\)\s*)?(?:(?:that|which)\s+)?(?:(?:is|are|was|were|has|have|had|been|considered|proven|known|to\s+be|also|either|previously"
    r"|confirmed|(?:relapsed|recurrent|progressive)(?:\s+(?:after|from))?\s*(?:,|and|or|and/or)|and/or)\s+)*",
    re.IGNORECASE,
)
_PLAIN = lazily(r"(?:to|of|with|from|on|against)", re.IGNORECASE)
# why what was given ended; without a reason the time tells it (`times/cessations.py`)
_FOR_REASON = lazily(
    r"\b(?:(?:due|owing|secondary)\s+(?:\w+ly\s+)?to|because\s+of|as\s+a\s+result\s+of|for\s+(?:\w+\s+)?(?:reasons?|toxic\w*"
    r"|intoleran\w*|lack|adverse|safety|ineffic\w*|side|progress\w*))\b",
    re.IGNORECASE,
)
_TREATMENT = lazily(r"\b(?:treatments?|therap(?:y|ies)|regimens?)\b", re.IGNORECASE)
_USED_OR = lazily(
    r"\b(?:use|treatment|therapy|intake|receipt|administration)(?:\s+(?:of|with))?\s*,?\s+(?:or|and/or)\s+(?:(?:clinical|medical|known|any|an)\s+)?\Z",
    re.IGNORECASE,
)
_GIVEN = lazily(
    r"\b(?:\w*therap(?:y|ies)|treat(?:ment|ed)|vaccin\w+|receiv\w+|receipt|us(?:e|ed|ing)|administration|exposure|inject\w+|infus\w+|drugs?)"
    r"\s+(?:with\s+|of\s+|to\s+)?(?:an?\s+|any\s+|other\s+)*\Z",
    re.IGNORECASE,
)
WAS_GIVEN = lazily(r"\s(?:administered|given|received|taken|performed|used|completed)\s*\Z", re.IGNORECASE)
_WORD = lazily(r"\w{2}")
_LONG = 120  # characters from a deed to its reason


@dataclass(frozen=True, slots=True)
class _Head:
    """A head's words with what links objects to them, if anything does."""

    kind: str
    at: int
    end: int
    link: str | None
    begin: int  # of the first object; the head's own end where nothing links one


@dataclass(frozen=True, slots=True)
class Governed:
    """A head with the objects [`begin`, `stop`) that it governs; `rest` ends the clause that tells more of them.

    `whole` says that the head's statement holds the objects too; else another head stands between.
    """

    kind: str
    head: Finding
    link: str
    begin: int
    stop: int
    rest: int
    whole: bool


def governed(item: Item, silent: Sequence[tuple[int, int]]) -> list[Governed]:
    """Heads with their objects in text order, those that share them each; none within `silent`, where none is asked."""
    heads = [_head(item, m) for m in item.matches(_HEADS) if not any(a <= m.start() < b for a, b in silent)]
    found: list[Governed] = []
    waiting: list[_Head] = []
    done = item.start
    for i, head in enumerate(heads):
        if head.at < done or (head.link is None and has_object(item, head.at)):
            continue
        if waiting and not is_beside(item, waiting[-1], head):
            waiting.clear()
        waiting.append(head)
        later = heads[i + 1 :]
        shares = later and _JOINT.match(item.text, head.begin - item.start)
        if head.link is None or (shares and is_beside(item, head, later[0])):
            continue
        found += (made := _with_objects(item, waiting, later))
        done = max((max(g.stop, g.rest) for g in made), default=done)
        waiting.clear()
    return found


def governing(
    item: Item, found: list[Governed], used: set[tuple[int, int]], told: Sequence[tuple[int, int]]
) -> list[Statement]:
    """Statements of the heads not said of a disease before them, that no bound used; `told` is qualified elsewhere."""
    statements = []
    for g in found:
        taken = any(a <= g.head.start < b for a, b in used) or _graded(item, g)
        if taken or _of_disease(item, g) or not _is_asked(item, g):
            continue
        words = " ".join(f"{g.link} {item.quote(g.begin, g.stop)}".lower().split())
        said = item.quote(g.head.start, g.head.end).lower()
        own = (None if _LACKS.match(said) else g.head.name) or _DENIED.sub("not ", said)
        end = g.stop if g.whole else g.head.end
        subject = replace(g.head.renamed(" ".join(f"{own} {words}".split())), end=end)
        s = Statement("condition", subject.start, end, subject)
        s.take(subject.start, end)
        if not g.whole:
            s.qualify(g.begin, g.stop, words)
        if g.rest > g.stop and not meets((g.stop, g.rest), told):
            s.qualify(g.stop, g.rest, item.quote(g.stop, g.rest).strip(" ,"))
        statements.append(s)
    return statements


def said_of(item: Item, found: list[Governed]) -> list[tuple[int, int]]:
    """Extents of `refractory to A` behind a disease, or `to A` behind a toxicity with a grade, which they narrow."""
    graded = [(_link_at(item, g), g.stop) for g in found if g.whole and _graded(item, g)]
    return graded + [(g.head.start, g.stop) for g in found if g.whole and _of_disease(item, g)]


def _link_at(item: Item, g: Governed) -> int:
    """Where "to" begins, behind a grade in brackets."""
    return g.head.end + max(item.quote(g.head.end, g.begin).lower().rfind(g.link.lower().split(" ")[0]), 0)


def _of_disease(item: Item, g: Governed) -> bool:
    if not _ADJECTIVE.match(item.quote(g.head.start, g.begin)):
        return False
    before = [m for m in item.mentions if m.label == "CONDITION" and m.end <= g.head.start]
    return bool(before) and _SAID.fullmatch(item.quote(before[-1].end, g.head.start)) is not None


def _is_asked(item: Item, g: Governed) -> bool:
    """A risk is where it is the patient's."""
    if g.kind != "risk" or not item.quote(g.head.start, g.head.end).lower().startswith("risk"):
        return True
    return _AT_RISK.search(item.quote(max(item.start, g.head.start - 60), g.head.start)) is not None


def extents(found: list[Governed]) -> list[tuple[int, int]]:
    """Where nothing else is stated: the heads and what they govern."""
    return [e for g in found for e in ((g.head.start, g.head.end), (g.begin, max(g.stop, g.rest)))]


def _head(item: Item, m: "re.Match[str]") -> _Head:
    kind = m.lastgroup or ""
    link = _LINKS[kind].match(item.text, m.end() - item.start)
    if (
        link is None
        or _is_cut(item, m.end(), item.start + link.end())
        or (kind == "failed" and not link["link"] and item.text.startswith("to ", link.end()))
    ):
        return _Head(kind, *m.span(), None, m.end())
    return _Head(kind, *m.span(), " ".join(link["link"].split()), item.start + link.end())


def _is_cut(item: Item, a: int, b: int) -> bool:
    """`adverse events (except alopecia) caused by …`: what is carved out between parts the two."""
    return any(c.label == "EXCEPTION" and c.overlaps(a, b) for c in item.contexts)


def _with_objects(item: Item, heads: Sequence[_Head], later: Sequence[_Head]) -> list[Governed]:
    last = heads[-1]
    named = [_named(item, h) for h in heads]
    stop, rest = _end(item, last, later)
    if any(
        n is not None and (not _may_head(h, n) or n.end > last.begin) and not _goes_on(item, h, n, stop)
        for h, n in zip(heads, named, strict=True)
    ):
        return []  # a state, or the name of a disease: "drug reaction with eosinophilia"
    inside = [m for m in item.mentions if last.begin <= m.start < stop]
    words, known = item.quote(last.begin, stop), next((n for n in named if n), None)
    if not _WORD.search(words) or not _may_govern(item, last, known, inside, words):
        return []
    found = []
    for h, n in zip(heads, named, strict=True):
        head = n or Finding(h.at, h.end, "CONDITION", "assembly:governing", value={"head_end": h.end})
        value = {**head.value, "head_end": h.end} if h.kind == "contra" else head.value
        head = head.renamed(None) if h.kind in ("abuse", "aim") else head
        head = replace(head, label="CONDITION", start=min(head.start, h.at), end=h.end, value=value)
        found.append(Governed(h.kind, head, _shared_link(h, last), last.begin, stop, rest, h is last))
    return found


def _goes_on(item: Item, h: _Head, named: Finding, stop: int) -> bool:
    """`abuse of alcohol | , opioids or sedatives`: the known state is of the first object alone."""
    return (
        h.kind == "abuse" and _may_head(h, named) and any(named.end <= m.start < stop for m in item.mentions)
    )


def _shared_link(h: _Head, last: _Head) -> str:
    """`sensitivity to` or difficulty tolerating, `intolerance` or failure to respond to."""
    if h.link is not None:
        return h.link
    if h.kind == "abuse":
        return "of"
    fits = _LINKS[h.kind] == _LINKS[last.kind] or _PLAIN.fullmatch(last.link or "")
    return (last.link or "") if fits else "to"


def _may_head(h: _Head, named: Finding) -> bool:
    """`circulating antibody` may be known as a test or a drug."""
    if named.label == "CONDITION":
        return h.kind != "abuse" or named.start == h.at  # "opioid abuse or dependence on"
    aim = h.kind == "aim" and named.end < h.end  # "an unsuitable | candidate for"
    return aim or (h.kind in ("antibody", "recovery") and not named.name and named.end == h.end)


def _named(item: Item, h: _Head) -> Finding | None:
    """The mention that the head is, or that ends with it; a state around it speaks of more."""
    around = [m for m in item.mentions if m.start < h.end and h.at < m.end]
    states = [m for m in around if m.label == "STATE"]
    return next(iter([*states, *around]), None)


def _may_govern(item: Item, h: _Head, named: Finding | None, inside: Sequence[Finding], words: str) -> bool:
    """Whether the head may make a statement: a known one always, any other with an object that fits it."""
    first = inside[0].start if inside else h.begin
    if _NOT_ONE.match(item.text, h.begin - item.start) or any(
        h.begin <= t.start <= first for t in item.thresholds
    ):
        return False
    if h.kind == "antibody" and _GIVEN.search(item.quote(max(item.start, h.at - 40), h.at)):
        return False  # "treated with an antibody against A"
    listed = h.kind == "contra" and not item.quote(h.at, h.end).lower().endswith("ed")
    if listed or (named is not None and h.kind in _KNOWN):
        return True
    if h.kind == "aim" and _USED_OR.search(item.quote(max(item.start, h.at - 40), h.at)):
        return False  # "use of or indication for anticoagulants"
    if h.kind == "failed" and not _FAILED_BEFORE.search(item.quote(max(item.start, h.at - 24), h.at)):
        return False
    if h.kind == "failure" and any(m.start < h.at < m.end for m in item.mentions):
        return False  # of the heart, the kidney
    if h.kind == "ended" and not _FOR_REASON.search(item.quote(h.end, h.end + _LONG)):
        return False
    names = _NAMES.get(h.kind, _TREATMENTS)
    told = names is _TREATMENTS and h.kind != "aim" and _TREATMENT.search(words)
    return bool(told) or any(m.label in names for m in inside)


def _graded(item: Item, g: Governed) -> bool:
    """`grade 2 or higher toxicity from prior therapy`: the grade's own statement is about it."""
    if g.kind not in ("toxicity", "allergy"):
        return False
    near = [t for t in item.thresholds if item.segments.same(t.start, g.head.start)]
    near = [t for t in near if g.kind != "allergy" or t.start < g.stop]  # not "allergy to nuts (grade ≥ 2)"
    return any("grade" in item.quote(max(item.start, t.start - 12), t.end).lower() for t in near)


def _is_anew(item: Item, h: _Head, x: _Head) -> bool:
    """Whether another head behind it begins anew; of a toxicity one recovers, of a relapse one is at risk, and a verb
    needs no object."""
    inner = h.kind == "recovery" and x.kind in ("toxicity", "allergy")
    if inner or x.kind == "ended" or (h.kind == "risk" and x.kind in ("relapse", "progress")):
        return False
    if x.link is not None:
        return True
    beside = item.segments.bracket(x.at) == item.segments.bracket(h.begin)
    return beside and x.kind in ("relapse", "progress", "recovery")


def _end(item: Item, h: _Head, later: Sequence[_Head]) -> tuple[int, int]:
    """Where the objects end, and where the relative clause behind them does."""
    hi = limit(item, h.begin)
    others = [x.at for x in later if x.at > h.begin and _is_anew(item, h, x)]
    if others and others[0] < hi:
        joints = [
            m.start() for m in _LAST_JOINT.finditer(item.text, h.begin - item.start, others[0] - item.start)
        ]
        hi = item.start + joints[-1] if joints else others[0]
    stop, rest = reach(
        item,
        h.begin,
        hi,
        commas=h.kind != "risk" and (h.kind, h.link) != ("allergy", "with"),
        examples=h.kind not in ("contra", "aim", "risk", "recovery"),
    )
    return _with_time(item, h, stop), rest


def _with_time(item: Item, h: _Head, stop: int) -> int:
    """`agents given | more than 4 weeks earlier`: with the time at which the objects were given."""
    if not WAS_GIVEN.search(item.quote(h.begin, stop)):
        return stop
    times = (w.end for w in item.windows if w.start >= stop and not item.quote(stop, w.start).strip())
    return next(times, stop)
