"""Words that say why, what for or by whose judgement: they qualify, they state nothing."""

import re

from eligex.assembly.examples.kinds import announced, before_examples
from eligex.assembly.forms.extents import meets
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.clauses import before_other
from eligex.assembly.grammar.described import described, speaks_for_itself, whole_list
from eligex.assembly.grammar.lists import listed
from eligex.assembly.grammar.new_members import before_new
from eligex.assembly.items.reading import Item, kind_of
from eligex.assembly.items.unnamed import generic_labels
from eligex.assembly.qualifying.acted_on import interacting
from eligex.assembly.qualifying.despite import helped, is_despite, may_narrow
from eligex.assembly.qualifying.needs import needs_anew, with_choices
from eligex.assembly.qualifying.purposes import RUN, ascertained, before_verdict, purposes, treated
from eligex.assembly.qualifying.treated_before import by_treatment
from eligex.components.findings import Finding
from eligex.components.negation import engine
from eligex.text.scan import Scanner

_JUDGEMENT = re.compile(
    r"""\b(?:
        (?:as\s+)?(?:assessed|judged|determined|deemed|considered|decided)\s+by\b
      | (?:assessed|judged|determined|deemed|considered|felt)\s+(?:as|to\s+be)\s+(?:[\w-]+\s+){1,4}by\s+
        (?:(?:the|an|their|his|her)\s+)?(?:[\w-]+\s+)?(?:investigators?|researchers?|physicians?|clinicians?|doctors?|PI|sponsor)\b
      | (?:judged|deemed)\s+(?:[\w-]+\s+){1,3}by\s+the\s+(?:\w+\s+)?(?:investigator|physician|PI)(?=\W*(?:[.;)]|\Z))
      | (?:in|by|at|according\s+to|per)\s+(?:the\s+)?(?:opinion|judge?ment|discretion|view|assessment)\s+of\b
      | in\s+the\s+(?:investigator|physician|clinician|researcher|doctor)'?s?'?\s(?:or\s[\w/' ]+\s)?
          (?:opinion|judge?ment|view)
      | at\s+the\s+(?:\w+\s+)?(?:investigator|researcher|physician)'?s?'?\s+discretion
      | (?:that|which)(?:\s*,[^,.;()]{1,60},)?\s+
        (?:may|might|would|could|can|will|is\s+likely\s+to|are\s+likely\s+to)(?:\s*,[^,.;()]{1,60},)?\s+
        (?:(?:\w+ly|be\s+expected\s+to)\s+)?(?:interfere|preclude|prohibit|prevent|affect|impair|compromise|limit|confound|jeopardi[sz]e|make|put|increase|
        place|render|influence|hinder|impact|alter|pose|complicate|confuse|negatively)
      | (?:that|which)\s+(?:interferes?|alters?|precludes?|prohibits?|prevents?|impairs?|compromises?|confounds?)
      | prohibiting(?=\s+(?:the\s+|an?\s+|their\s+)?(?:understanding|rendering|signing|giving|obtaining|informed|
          consent|compliance|participation|study))
      | (?:that|which)\s+(?:the\s+)?(?:[\w-]+\s+)?
        (?:investigators?|researchers?|physicians?|clinicians?|doctors?|PI|sponsor)\s+
        (?:\w+\s+)?(?:feels?|believes?|considers?|judges?|deems?|determines?|thinks?|finds?|decides?|regards?)
      | (?:that|which)\s+(?:deems?|makes?|renders?|places?|puts?|poses?|(?:is|are)\s+(?:determined|felt)\s+to\s+be)
      | (?:to|so\s+as\s+to)\s+preclude | (?:likely|liable|expected)\s+to\s+interfere
      | capable\s+of\s+(?:\w+ly\s+)?(?:alter|affect|interfer|influenc|compromis|constitut)ing
      | (?:(?:possibly|potentially|likely)\s+)?(?:precluding
          | interfering\s+with\s+(?:the\s+|their\s+)?
            (?:study|trial|protocol|participation|assessment|compliance|ability|evaluation))
      | (?:not\s+|in)compatible\s+with
        (?=\s+(?:the\s+|this\s+|their\s+)?(?:study|trial|protocol|participation|inclusion|safe|completion))
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FEW = (
    r"(?:(?!(?:or|and|any|other|no|of|with|the|an?|have|has|having|history|presence|those|on|taking|receiving|use|using|requires?|who|are|is|to|except|excluding|unless|(?<=except\s)for)\b)"
    r"[a-z][\w-]*\s+){0,3}"
)
_NOUNS = (
    r"conditions?|diseases?|disorders?|illness(?:es)?|problems?|abnormalit(?:y|ies)|impairments?|comorbidit(?:y|ies)|situations?"
    r"|circumstances?|factors?|reasons?|status|issues?|concerns?|states?|medications?|medicines?|drugs?|agents?|treatments?|therap(?:y|ies)"
)
_GENERAL = re.compile(
    rf"\b(?P<phrase>{_FEW}(?P<noun>{_NOUNS}))[\s,]*(?:(?:that|which)[\s,]*)?$",
    re.IGNORECASE,
)
# "any condition, therapy, or laboratory abnormality that …"
_JOINED_GENERAL = re.compile(
    rf"\b(?P<phrase>{_FEW}(?P<noun>{_NOUNS}))"
    r"(?:\s*,\s*(?:(?:or|and/or|and)\b\s*)?|\s+(?:or|and/or|and)\s+|\s*/\s*)(?:(?:any|other|an?)\s+)*$",
    re.IGNORECASE,
)
# of old records without full stops: "not amenable to surgery Bone marrow aspirate required"
_SENTENCE_END = re.compile(
    r"(?<![\w-])(?!(?:to|of|by|with|or|and|on|the|an?|in|for|from)\s)[a-z][\w-]*\)?(?=\s+[A-Z][a-z]{3,}[\s/][a-z])|(?=\s-\s)"
)
_AIM = (
    r"(?:in\s+order\s+|with\s+(?:the\s+|an?\s+)?(?:\w+\s+)?inten(?:t|tion)\s+)?to\s+"
    r"(?:relieve|alleviate|treat|manage|control|cure|prevent|protect)"
)
_TO_END = (
    r"\s+(?:(?!\b(?:(?:concomitantly|currently)\s+)?(?:(?:or|and)\s+)?(?:within|in\s+the\s+(?:past|last|previous))\b"
    r"|\b(?:is|are|will\s+be|may\s+be)\s+(?:also\s+|not\s+)?(?:eligible|allowed|permitted|acceptable|excluded|ineligible)\b)"
    r"(?:[^,;()\n.]|\n(?=[^\S\n]*(?-i:[a-z]))))+"
)
_NARROWING = re.compile(
    r"\b(?:(?:(?:that|which|and)\s+)?(?:(?:has|have|is|are|does|do)\s+)?(?:(?:not|no\s+longer)\s+)?requir(?:ing|ed|es?)"
    rf"|{_AIM}|in\s+order\s+(?:to|that)|so\s+(?:as\s+to|that)|"
    r"contraindicating|in\s+(?:relation|connection)\s+(?:to|with)|in\s+the\s+(?:context|setting)\s+of|despite(?!\s+th(?:is|ese|e\s+fact)\b)|(?:evidence\s+from|based\s+on|involving|(?:un)?related\s+to|(?:known\s+to\s+be\s+(?:\w+ly\s+)?)?associated\s+with)"
    r"|(?<![^\W_])not\s+(?:\w+ly\s+)?(?:explained|caused|induced|related|due|attribut(?:able|ed)|associated|secondary|accounted"
    r"|controlled|corrected|responsive|responding|resectable|curable|reversible|removable|amenable|(?:correctable|controllable|treatable)(?=\s+(?:by|with|using)\b)"
    r"|(?:believed|thought|felt|considered)\s+to\s+be\s+(?:due|related|secondary|attribut(?:able|ed)|caused))"
    r"|(?:for|due\s+to)\s+(?:\w+\s+){0,2}(?:reasons?|purposes?|indications?)\s+other\s+than|(?:if|when)\s+not|(?:that|which)\s+(?:cannot|can\s+not|could\s+not))"
    + _TO_END,
    re.IGNORECASE,
)
_PURPOSE_OF = re.compile(rf"\b{_AIM}{_TO_END}", re.IGNORECASE)
# "nursing or unwilling to prevent pregnancy": what the patients will not or cannot do
_OWN_DEED = re.compile(
    r"\b(?:(?:un)?(?:willing(?:ness)?|able)|refus\w*|inability|fail\w*|agree\w*|difficult)\s*$", re.I
)
_UNLESS = re.compile(r"\bunless[\s,]*$", re.IGNORECASE)
_UNDONE = re.compile(  # "a sleep disorder which is not treated"
    r"\b(?:(?:that|which)\s+)?(?:(?:is|are|was|were|has|have)\s+)?(?:if\s+|when\s+)?not\s+(?:been\s+)?(?:\w+ly\s+)?(?!(?:excluded|allowed|permitted|eligible|acceptable|ineligible)\b)\w+(?:ed|able|ible)(?=\s*(?:$|[.,;)\n]))",
    re.IGNORECASE,
)
# why something was done or cannot be done; of a disease it is a part of the name (`with_origin`)
_REASON = re.compile(
    r"\b(?:(?:due|owing|secondary)\s+to|because\s+of)\s+"
    rf"(?:(?!\b(?:or|and)\s+(?:due\s+to|because\s+of)\b){RUN})+",
    re.IGNORECASE,
)
_FOR, _PAIR, _NEAR, _RELATIVE = re.compile(r"for\s", re.I), 2, 24, re.compile(r"\b(?:that|which)\b", re.I)
_REDUCED = re.compile(
    r"(?:judged|deemed|considered|felt|likely|liable|expected|capable|possibly|potentially|precluding|prohibiting|interfering|(?:not\s+|in)compatible)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:patients?|subjects?|participants?|individuals?|persons?|volunteers?|those)\s+(?:who\s+(?:is|are)\s+|(?P<who>who\s*,?\s*))?\Z",
    re.IGNORECASE,
)
_RELATIVE_END = re.compile(r"\b(?:that|which)[\s,]*$", re.IGNORECASE)
_OTHER_END = re.compile(
    r"(?:\b(?:or|and|any)\s+|,\s*)(?:(?:\w+\s+){0,2}other|any)\s+$|\b(?:or|and)\s+(?:an?\s+)?$", re.IGNORECASE
)

_JUDGEMENTS, _NARROWINGS, _AIMS, _REASONS, _UNDONES = map(
    Scanner, (_JUDGEMENT, _NARROWING, _PURPOSE_OF, _REASON, _UNDONE)
)


def asides(item: Item) -> list[tuple[int, int]]:
    """Extents of judgements and purposes, each to the end of its sentence or bracket."""
    found: list[tuple[int, int]] = []
    for m in item.matches(_JUDGEMENTS):
        a = m.start()
        _, hi = item.segments.bounds(a)
        inside = item.segments.bracket(a)
        b = before_examples(item, a, min(hi, inside[1] - 1) if inside else hi)
        b = before_new(item, m.end(), before_other(item, m.end(), b))
        if _UNLESS.search(item.quote(max(item.start, a - 12), a)):
            continue  # what the judgement is about is the exception
        if (found and a < found[-1][1]) or not (_named_before(item, a) or _judged(item, a)):
            continue
        people = _PEOPLE.search(item.quote(max(item.start, a - _NEAR), a))
        if people and (people["who"] or _REDUCED.match(m.group())):
            continue  # "patients judged to be ineligible by …", "who, in the opinion of the investigator, are …"
        found.append((a, a + len(item.quote(a, b).rstrip())))
    return found


def _named_before(item: Item, at: int) -> bool:
    return any(x.end <= at and item.segments.same(x.start, at) and not item.is_bare(x) for x in item.mentions)


def _judged(item: Item, at: int, *, drugs: bool = False) -> Finding | None:
    """`Any disorder which, in the investigator's opinion, …`: the general word that a judgement is about.

    One for `drugs` only where asked: behind it stand names as often as judgements.
    """
    lo, hi = item.segments.bounds(at)
    m = _GENERAL.search(item.quote(lo, at))
    unsuitable = any(x.value.get("state") == "unsuitability" and at <= x.start < hi for x in item.mentions)
    if m is None or unsuitable:
        return None
    label = generic_labels().get(m["noun"].lower(), "CONDITION")
    if label != "CONDITION" and not drugs:
        return None
    return Finding(lo + m.start("phrase"), lo + m.end("noun"), label, "assembly:judged")


def judged(
    item: Item, extents: list[tuple[int, int]], clauses: list[tuple[int, int]], found: list[Statement]
) -> list[Statement]:
    """A statement for what a judgement or a narrowing of `extents` is about, where none of `found` stands before it.

    One of `clauses` is about the general word right before it also where another is stated farther off.
    """
    new: list[Statement] = []
    for a, b in [*extents, *clauses]:
        if any(s.at < a < s.end for s in found):
            continue  # within the words of a statement: "discontinued X due to Y"
        told = [s for s in [*found, *new] if s.end <= a and item.segments.same(s.at, a)]
        clause = (a, b) in clauses
        general = _judged(item, a, drugs=clause or _is_purpose(item, a))
        if _RELATIVE.match(item.text, a - item.start) or _RELATIVE_END.search(item.quote(item.start, a)):
            new += _with_examples(item, (a, b), [*found, *new])
        own = general if general is not None and (clause or _is_other(item, general)) else None
        if told and (own is None or any(s.end > own.start for s in told)):
            continue
        f = general or _right_before(item, a)
        if f is not None and f.label in ("CONDITION", "DRUG", "PROCEDURE") and not _unable(item, f):
            new.append(Statement.of(kind_of(f), f))
    for a, _ in [*extents, *clauses]:
        new += _joined_general(item, a, [*found, *new])
    return new


def _with_examples(item: Item, clause: tuple[int, int], told: list[Statement]) -> list[Statement]:
    """`Any condition, including laboratory abnormalities, which …`: the general word, which says nothing without it."""
    at, end = clause
    before = [
        c for c in announced(item) if c.behind is None and c.begin < at and item.segments.same(c.start, at)
    ]
    f = _judged(item, before[-1].start) if before else None
    if f is None or any(s.start < f.end and f.start < s.end for s in told) or _unable(item, f):
        return []
    general = Statement.of(kind_of(f), f)
    inside = [s for s in told if before[-1].begin <= s.at and s.end <= at]
    if not speaks_for_itself(item, general, inside, at):
        general.qualify(at, end, item.quote(at, end))
    return [general]


def _joined_general(item: Item, at: int, told: list[Statement]) -> list[Statement]:
    """The general words listed before the one that a relative clause is right behind."""
    last = [s for s in told if s.end <= at and not _RELATIVE_END.sub("", item.quote(s.end, at)).strip(" ,")]
    lo, _ = item.segments.bounds(at)
    if (
        not last
        or last[-1].at < lo
        or not _RELATIVE.search(item.quote(last[-1].end, at) + item.quote(at, at + 8))
    ):
        return []
    new: list[Statement] = []
    begin = last[-1].at
    while m := _JOINED_GENERAL.search(item.quote(lo, begin)):
        begin = lo + m.start("phrase")
        label = generic_labels().get(m["noun"].lower(), "CONDITION")
        f = Finding(begin, lo + m.end("noun"), label or "CONDITION", "assembly:judged")
        if any(s.start < f.end and f.start < s.end for s in told) or _unable(item, f):
            break
        new.append(Statement.of(kind_of(f), f))
    return new


def with_general(item: Item, before: list[Statement], at: int) -> list[Statement]:
    """The last one of `before`, with the general words that are listed before it; or all of a whole list."""
    if inside := _in_bracket(item, before, at):
        return inside
    alike = described(item, before, at)
    whole = whole_list(item, before)  # "pneumonitis or interstitial lung disease requiring steroids"
    if len(alike) == len(whole) or len(whole) > _PAIR:
        return whole
    if _FOR.match(item.text, at - item.start) and len(treated := _treatments(item, before)) > 1:
        return treated
    return [s for s in alike[:-1] if s.source == "assembly:judged"] + before[-1:]


def _treatments(item: Item, before: list[Statement]) -> list[Statement]:
    """`surgery, radiotherapy or chemotherapy for cancer`: what is listed with the last one."""
    found: list[Statement] = []
    for s in reversed(before):
        if s.kind not in ("drug", "procedure") or (found and not listed(item, s, found[0])):
            break
        found.insert(0, s)
    return found


def _in_bracket(item: Item, before: list[Statement], at: int) -> list[Statement]:
    """`comorbidities (renal failure or heart disease) not controlled`: all, where no statement is of the head."""
    closed = next(
        (b for b in item.segments.brackets if not item.quote(b[1], max(b[1], at)).strip() and b[1] <= at),
        None,
    )
    inside = [s for s in before if closed and closed[0] < s.at < closed[1]]
    outer = [s for s in before if closed and s.end <= closed[0] and not item.quote(s.end, closed[0]).strip()]
    return [] if outer else inside


def _is_other(item: Item, f: Finding) -> bool:
    """`stroke, or any other condition that …` names one more."""
    return _OTHER_END.search(item.quote(item.start, f.start)) is not None


def _unable(item: Item, f: Finding) -> bool:
    """`inability to stop drugs that …` asks for no drugs."""
    deeds = [n for n in item.negations if n.value.get("category") in ("inability", "cessation")]
    return any(engine.governs(n, f.start, f.end) for n in deeds)


def narrowings(item: Item) -> list[tuple[int, int]]:
    """Extents of `requiring …`, `to relieve …` and `due to …` behind a mention: they narrow that one alone."""
    found = [*narrowed(item, item.start, item.end), *_undone(item)]
    for m in item.matches(_REASONS):
        a = m.start()
        last = _right_before(item, a)
        if (
            last is not None
            and last.label in ("PROCEDURE", "STATE", "DRUG")
            and not item.quote(last.end, a).strip()
        ):
            found.append((a, a + len(m.group().rstrip())))
    found += [e for e in ascertained(item) if not meets(e, found)]
    told = (*found, *purposes(item), *treated(item), *interacting(item), *by_treatment(item))
    ends = (before_verdict(item, (a, min(b, item.segments.unmarked_end(a)))) for a, b in told)
    return sorted({(a, before_new(item, a, b)) for a, b in ends})


def narrowed(item: Item, start: int, end: int) -> list[tuple[int, int]]:
    """`requiring …` and the like in a part of the item, each behind what it narrows."""
    found: list[tuple[int, int]] = []
    matches = (*_NARROWINGS.finditer(item.whole, start, end), *_AIMS.finditer(item.whole, start, end))
    for m in matches:
        a, b = _to_sentence_end(item, *m.span())
        last = _right_before(item, a)
        own = _OWN_DEED.search(item.quote(max(item.start, a - 40), a)) or needs_anew(item, last, a)
        if own or (is_despite(item, a) and not may_narrow(item, a, b, last)):
            continue
        if _narrows(item, a) and not any(x <= a < y for x, y in found):
            b = with_choices(item, a, before_examples(item, a, b))
            found.append(before_verdict(item, (a, a + len(item.quote(a, b).rstrip()))))
    return found


def _narrows(item: Item, at: int) -> bool:
    """Whether what it would narrow stands before a position."""
    last = _right_before(item, at)
    near = last is not None and at - last.end < _NEAR
    return near or _judged(item, at, drugs=_is_purpose(item, at)) is not None


def _is_purpose(item: Item, at: int) -> bool:
    """`agents to treat a malignancy`: what drugs are for tells which ones they are."""
    return _PURPOSE_OF.match(item.text, at - item.start) is not None


def _to_sentence_end(item: Item, a: int, b: int) -> tuple[int, int]:
    m = _SENTENCE_END.search(item.text, a - item.start)
    return a, min(b, item.start + m.end()) if m else b


def _undone(item: Item) -> list[tuple[int, int]]:
    """`a sleep disorder which is not treated`; "not detected" denies the disorder itself."""
    found = []
    for m in item.matches(_UNDONES):
        a, b = m.span()
        last = _right_before(item, a)
        if last is None or last.label != "CONDITION" or item.quote(last.end, a).strip():
            continue
        denied = any(n.value.get("kind") == "post" and n.overlaps(a, b) for n in item.negations)
        if not denied and not any(x.overlaps(a, b) for x in item.mentions):
            found.append((a, b))
    return found


def _right_before(item: Item, at: int) -> Finding | None:
    """The last mention before a position in its sentence."""
    before = [x for x in item.mentions if x.end <= at and item.segments.same(x.start, at)]
    return max(before, key=lambda x: x.end, default=None)


def qualify(item: Item, statements: list[Statement], extents: list[tuple[int, int]]) -> None:
    """Each aside to the statements before it in its sentence; a relative clause to those alone that it is about."""
    for a, b in extents:
        before = [s for s in statements if s.end <= a and item.segments.same(s.at, a)]
        relative = (
            _RELATIVE.match(item.text, a - item.start) or _REDUCED.match(item.text, a - item.start)
        ) or (before and _RELATIVE_END.search(item.quote(before[-1].end, a)))
        for s in _told(item, before, a) if relative else before:
            if s.kind != "state":
                s.qualify(a, b, item.quote(a, b))


def _told(item: Item, before: list[Statement], at: int) -> list[Statement]:
    """Those that a clause is about, with the general words that are stated for its sake."""
    chosen = {id(s) for s in described(item, before, at)}
    bare = [s for s in before if s.source == "assembly:judged" and not s.qualifiers]
    chosen |= {id(s) for s in bare if not speaks_for_itself(item, s, before, at)}
    return [s for s in before if id(s) in chosen]


def _unexcepted(item: Item, before: list[Statement], at: int) -> list[Statement]:
    """`therapy (other than A) for cancer` tells what the therapy is for, `A, except B due to C` nothing of A."""
    cues = [c.start for c in item.contexts if c.label == "EXCEPTION" and c.start < at]
    scopes = [c.value["scope"] for c in item.contexts if c.start in cues and c.value.get("scope")]
    if inner := [a for a, b in scopes if a < at < b]:
        return [s for s in before if s.at >= inner[-1]]
    ended = [(x, y) for x, y in item.segments.brackets if y <= at and not item.quote(y, at).strip()]
    closed = [(x, y) for x, y in ended if any(x < c < y for c in cues)]
    return [s for s in before if not any(x < s.at < y for x, y in closed)] or before


def narrow(
    item: Item, statements: list[Statement], extents: list[tuple[int, int]], *, ahead: bool = True
) -> None:
    """Each narrowing to the statement right before it, else to the next one if `ahead`; none inside a subject."""
    for a, b in extents:
        near = [s for s in statements if item.segments.same(s.at, a)]
        if any(s.subject is not None and s.subject.start < a < s.subject.end for s in near):
            continue
        before = _unexcepted(item, [s for s in near if s.end <= a], a)
        told = with_general(item, before, a)
        told = helped(item, before, a, told) if is_despite(item, a) else told
        outer = before or all(s.end > a for s in near)
        for s in told or (near[:1] if ahead and outer else []):
            s.qualify(a, b, item.quote(a, b))
