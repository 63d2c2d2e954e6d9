"""Clauses that tell what a disease does, needs or comes from: what stands in them is nothing that is asked for.

`disease altering the absorption of the study drug`, `problems that make it hard to take tablets`,
`hypertension of any cause, such as a phaeochromocytoma`.
"""

import re

from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.described import whole_list
from eligex.assembly.grammar.new_members import before_new
from eligex.assembly.grammar.reach import CAUSES, limit, reach, run_on
from eligex.assembly.grammar.serial import over_list
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.negation import governs
from eligex.assembly.qualifying.asides import narrowed, with_general
from eligex.components.findings import Finding
from eligex.text.scan import Scanner

_DOES = (
    r"affect|alter|cause|change|compromise|contradict|carry|carrie|complicate|confound|contra-?indicate|decrease|delay|enhance|exacerbate|expose|hinder|hamper|impact|impair|impede"
    r"|increase|induce|inhibit|influence|interact|interfere|jeopardi[sz]e|lead|limit|lower|make|mask|mimic|necessitate|obscure|place|pose"
    r"|preclude|predispose|prevent|prohibit|prolong|put|raise|reduce|render|require|restrict|result|stimulate|suppress|warrant|worsen"
)
_DOING = (
    r"affecting|altering|causing|compromising|complicating|confounding|contraindicating|exacerbating|impacting|impairing|impeding"
    r"|influencing|interfering|jeopardi[sz]ing|leading|necessitating|needing|predisposing|precluding|preventing|prohibiting|requiring"
    r"|resulting|warranting"
)
_CLAUSES = Scanner(
    re.compile(
        rf"""(?<![\w-])(?:
            (?:that|which)\s+(?:also\s+)?(?:(?:may|might|could|would|can(?:not)?|will)\s+(?:(?:not|also|\w+ly|either)\s+)*(?!includ|contain|consist|comprise)\w+
              | (?:\w+ly\s+)?(?:{_DOES})(?:e?s|d|ed)?
              | (?:is|are)\s+(?:\w+ly\s+)?contra-?indicated
              | (?P<not>(?:has|have|had|is|are|was|were|do|does|did)\s+not)\s+
                (?!(?:\w+ly\s+)?(?:includ|contain|consist|exceed|compris|more\b|less\b|recover|respon|toler|progress|relaps|recur))\w+)
          | (?P<doing>{_DOING})
          | (?P<likely>(?:likely|liable|expected|sufficient|intended|(?:severe|serious|significant)\s+enough)\s+to
              | (?:felt|believed|deemed|judged|considered)\s+to\s+(?:\w+ly\s+)?(?:{_DOES})
              | (?:that|which)\s+(?:is|are|may\s+be|(?:is|are)\s+or\s+may\s+be)\s+active\s+against
              | (?:known|thought)\s+to(?!\s+be\s+(?!due|caused|affected|related|exacerbated)))
          | for\s+which | in\s+which(?!\s+case\b) | (?:that|which)\s+(?:is|are)\s+distinct\s+(?:in|from)
          | (?:un|not\s+)suitable\s+for | incompatible\s+with | inappropriate\s+for
          | if\s+the\s+mother\s+is\s+(?:being\s+)?treated\s+with
        )(?![\w-])""",
        re.IGNORECASE | re.VERBOSE,
    )
)
_CAUSES = Scanner(
    re.compile(
        r"\b(?:(?:a?etiolog\w+|causes?|origins?)[\s,(]*(?P<of>such\s+as|e\.?g\.?,?|including|like)"
        r"|(?P<due>(?:due|owing|secondary|attribut(?:able|ed))\s+to|because\s+of|caused\s+by|resulting\s+from|as\s+a\s+(?:result|consequence)\s+of)(?P<list>\s*:)?)\s",
        re.IGNORECASE,
    )
)
# "a reliable method to avoid pregnancy": why it is used; "agree to avoid pregnancy" asks for that
_PROTECTS = Scanner(
    re.compile(
        r"\b(?:to\s+(?:avoid|prevent)|against|for\s+(?:avoiding|preventing|(?:the\s+)?(?:avoidance|prevention)\s+of))\s+"
        r"(?:(?:becoming|getting|an?|any|unwanted|unintended)\s+)*(?:pregnan\w+|conception|conceiving)",
        re.IGNORECASE,
    )
)
_MEANS = re.compile(
    r"\b(?:methods?|contracepti\w+|measures?|control|protect\w*|precautions?|means|techniques?|devices?|abstinence|barriers?)\b"
    r"[^.;]{0,60}\Z",
    re.IGNORECASE,
)
_UNTIL = Scanner(re.compile(r"(?<=\()(?:until|see|refer)\s[^()]+", re.IGNORECASE))
_UNCAUSED = Scanner(  # "amenorrhoea for 12 months without an alternative medical cause": which one
    re.compile(
        r"\b(?:without|with\s+no)\s+(?:(?:an?|any|other|another|alternative|alternate|obvious|identifiable|identified|clear|known|suspected"
        r"|underlying|or|medical|pathologic(?:al)?|physiologic(?:al)?|secondary)\s+){1,5}causes?\b(?!\s+(?:of|for)\b)",
        re.IGNORECASE,
    )
)
# "patients requiring insulin" and "known to have diabetes" speak of the patients themselves
_PERSON = re.compile(
    r"(?:^\W*|[;:]\s*|\b(?:patients?|subjects?|participants?|individuals?|persons?|people|those|candidates?|women|men|children|adults"
    r"|otherwise|deemed|considered|volunteers|mothers|fathers|parents|infants|caregivers|boys|girls|of|for|without|who|is|are|was|were|be|been|and|or|not|no|currently|\w+ly))\W*\Z",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\b(?:or|and)\b", re.IGNORECASE)
_KIND_OF_DRUG = re.compile(
    r"\b(?:drugs?|medications?|medicines?|agents?|treatments?|therap(?:y|ies)|products?|devices?)\Z",
    re.IGNORECASE,
)
_AND_OR = re.compile(r"\s*,?\s*(?:and/or|or|and)\s+(?:other\s+)?", re.IGNORECASE)
_BY_NAME = re.compile(
    r"\s*[,(]?\s*(?:(?:such\s+as|including|e\.?\s?g\.?,?|i\.?\s?e\.?,?)\s+)?", re.IGNORECASE
)
_CARE = re.compile(  # of which no vocabulary has the name
    r"(?:requiring|needing|necessitating|warranting)\s+(?:[\w-]+\s+)?(?:medications?|treatments?|therap(?:y|ies)|interventions?)"
    r"(?=\s*(?:\Z|[.,;:)]|(?:within|during|at)\b))",
    re.IGNORECASE,
)
_NEAR = 60
_FAR = 90
_WORDS = 6
# "infertile due to hysterectomy or menopause" tells two ways in which that is asked for
_OTHERWISE_TOLD = ("childbearing_potential", "menopause", "sterility")
Span = tuple[int, int]
_AGAIN = re.compile(
    r",?\s+or\s+(?:(?:has|have|with)\s+)?(?:current|active|ongoing|known|any)\s+(?:evidence\s+of\s+)?",
    re.IGNORECASE,
)


def complements(item: Item) -> list[Span]:
    """Extents of the clauses that hold a mention, in text order."""
    found: list[Span] = []
    for m in item.matches(_CLAUSES):
        a, hi = m.start(), limit(item, m.end())
        if _PERSON.search(item.quote(max(item.start, a - 24), a)) or _is_within(item, a):
            continue
        if m["not"] and not _restricts(item, a):
            continue
        b = (
            reach(item, m.end(), hi, commas=False, examples=False)
            if m["doing"]
            else (run_on(item, m.end(), hi),)
        )
        end = _before_other(item, m.end(), max(b)) if m["not"] else before_again(item, a, max(b))
        end = end if m["doing"] else _with_treatments(item, m.end(), end)
        found.append((a, before_new(item, a, over_list(item, a, end))))
    for m in item.matches(_CAUSES):
        start = m.start()
        if any(c.label == "EXCEPTION" and _carves(c, start) for c in item.contexts):
            continue  # "unless due to A" carves A out
        if not _is_within(item, start) and (m["of"] or _follows(item, start, announced=bool(m["list"]))):
            hi = limit(item, m.end())
            listed = bool(m["of"] or m["list"]) or not _is_disease_before(item, start)
            b = reach(item, m.end(), hi, commas=listed, examples=True, labels=CAUSES)
            found.append((start, over_list(item, start, max(b))))
    found += [m.span() for scanner in (_UNTIL, _UNCAUSED) for m in item.matches(scanner)]
    found += [extent for m in item.matches(_PROTECTS) if (extent := _protection(item, *m.span()))]
    held = [e for e in found if any(x.within(*e) for x in item.mentions) or _tells_care(item, e[0])]
    return sorted({e for e in held if not any(o != e and o[0] <= e[0] and e[1] <= o[1] for o in held)})


def _tells_care(item: Item, at: int) -> bool:
    """`heart failure requiring medication`"""
    if _CARE.match(item.text, at - item.start) is None:
        return False
    return any(x.label == "CONDITION" and item.quote(x.end, max(x.end, at)).isspace() for x in item.mentions)


def before_again(item: Item, a: int, b: int) -> int:
    """Where `or current pneumonitis` begins in a clause [a, b) about pneumonitis; else its end."""
    names = {item.quote(x.start, x.end).lower() for x in item.mentions if x.end <= a}
    for m in _AGAIN.finditer(item.text, a - item.start, b - item.start):
        behind = [x for x in item.mentions if x.start == item.start + m.end()]
        again = [item.quote(x.start, x.end).lower() for x in behind]
        if any(name == x or name.endswith(f" {x}") for x in again for name in names):
            return item.start + m.start()
    return b


def apart(
    item: Item, clauses: list[Span], narrowing: list[Span], aside: list[Span]
) -> tuple[list[Span], list[Span]]:
    """Clauses outside of judgements and the narrowings outside of clauses; the longer of two that begin together."""
    own = [
        c
        for c in clauses
        if not any(a <= c[0] < b for a, b in aside) and not any(a < c[0] < b for a, b in narrowing)
    ]
    longest = [
        (a, max([b, *(n[1] for n in narrowing if n[0] == a and not _JOINT.search(item.quote(b, n[1])))]))
        for a, b in own
    ]
    kept = [n for n in narrowing if not any(a <= n[0] < b for a, b in longest)]
    again = [
        s for a, b in longest for n in narrowing if a <= n[0] < b < n[1] for s in narrowed(item, b, n[1])
    ]
    return longest, sorted({*kept, *again})


def _before_other(item: Item, at: int, end: int) -> int:
    """`that is not correctable | or gout`: where the clause names nothing, a conjunction joins another thing."""
    joint = _JOINT.search(item.text, at - item.start, end - item.start)
    if joint is not None and not any(at <= x.start < item.start + joint.start() for x in item.mentions):
        return item.start + joint.start()
    return _with_examples(item, end)


def _with_treatments(item: Item, at: int, end: int) -> int:
    """`not treated with radiation | and/or surgery`: the treatments that a conjunction joins to one of the clause."""
    for m in item.mentions:
        if m.start < end:
            continue
        last = next((x for x in reversed(item.mentions) if at <= x.start and x.end <= end), None)
        joined = last is not None and _AND_OR.fullmatch(item.quote(last.end, m.start)) is not None
        if last is None or not joined or not {m.label, last.label} <= {"DRUG", "PROCEDURE"}:
            break
        end = m.end
    return end


def _with_examples(item: Item, end: int) -> int:
    """`not treated with local therapy (radiation or surgery)`, `… such as radiation`: treatments by name."""
    lead = _BY_NAME.match(item.text, end - item.start)
    first = next((x for x in item.mentions if lead and x.start == item.start + lead.end()), None)
    if lead is None or first is None or first.label not in ("DRUG", "PROCEDURE"):
        return end
    if inside := item.segments.bracket(first.start):
        return inside[1] if inside[0] >= end else end
    return reach(item, first.start, limit(item, first.start), commas=True, examples=True)[0]


def _restricts(item: Item, at: int) -> bool:
    """A clause without a comma before it, right behind something that is named or a kind of drugs."""
    before = item.quote(max(item.start, at - _NEAR), at).rstrip()
    named = any(x.end <= at and at - x.end < _NEAR and not item.is_bare(x) for x in item.mentions)
    return not before.endswith(",") and (named or _KIND_OF_DRUG.search(before) is not None)


def _protection(item: Item, a: int, b: int) -> Span | None:
    """What a means is used for, with what a model saw of it; what names the means itself stays."""
    if not _MEANS.search(item.quote(max(item.start, a - _FAR), a)):
        return None
    over = [x for x in item.mentions if x.overlaps(a, b)]
    if any(x.value.get("state") == "contraception" for x in over):
        return None
    return a, max([b, *(x.end for x in over)])


def _carves(c: Finding, at: int) -> bool:
    a, b = c.value.get("scope") or (0, 0)
    return bool(a <= at < b)


def _is_within(item: Item, at: int) -> bool:
    """Inside a name ("QT interval affecting drugs"), or the first words of an exception."""
    if any(x.start < at < x.end for x in item.mentions):
        return True
    return any(
        c.label == "EXCEPTION" and c.end <= at and not item.quote(c.end, at).strip() for c in item.contexts
    )


def _follows(item: Item, at: int, *, announced: bool) -> bool:
    """Something is named a few words before, of which a reason can be told; a disease right before has its own, but of
    `due to:` a list."""
    before = [x for x in item.mentions if x.end <= at and item.segments.same(x.start, at)]
    last = max(before, key=lambda x: x.end, default=None)
    if (
        last is None
        or last.value.get("state") in _OTHERWISE_TOLD
        or (
            last.label == "CONDITION"
            and not (announced or item.is_bare(last) or item.quote(last.end, at).strip())
        )
    ):
        return False
    return at - last.end < _NEAR


def _is_disease_before(item: Item, at: int) -> bool:
    before = [x for x in item.mentions if x.end <= at]
    return bool(before) and max(before, key=lambda x: x.end).label == "CONDITION"


def quiet(item: Item, extents: list[Span]) -> list[Span]:
    """The states that the clauses only speak of; `conditions that prevent compliance` says that there is none."""
    states = [m for m in item.mentions if m.label == "STATE" and any(m.within(a, b) for a, b in extents)]
    states = [m for m in states if m.value.get("state") != "unsuitability"]
    return [(m.start, m.end) for m in states if not any(_denied(item, m, *e) for e in extents)]


def _denied(item: Item, m: Finding, a: int, b: int) -> bool:
    if m.value.get("state") == "pregnancy" or not m.within(a, b):
        return False
    return any(n.start >= a and governs(n, m) for n in item.negations)


def complete(item: Item, statements: list[Statement], extents: list[Span]) -> None:
    """Each clause to the statement right before it; where none is, nothing takes what stands in it."""
    for a, b in extents:
        before = sorted(
            (s for s in statements if s.end <= a and item.segments.same(s.at, a)), key=lambda s: s.end
        )
        near = [s for s in before if _is_near(item, s, a)]
        for s in with_general(item, before if near and whole_list(item, before) else near, a):
            s.qualify(a, b, item.quote(a, b))


def _is_near(item: Item, s: Statement, at: int) -> bool:
    """A few words before that name nothing else; what a bracket before told is not what the clause is about."""
    bracket = item.segments.bracket(s.at)
    if bracket is not None and bracket[0] > item.start and bracket[1] <= at:
        return False
    between = BRACKETED.sub(" ", item.quote(s.end, at)).rstrip(" ,")
    others = [m for m in item.mentions if s.end <= m.start < at and item.segments.bracket(m.start) == bracket]
    named = any(not item.is_bare(m) for m in others)
    return not named and "," not in between and len(between) < _NEAR and len(between.split()) <= _WORDS
