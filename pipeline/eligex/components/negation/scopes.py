"""Blocks, sentences and clauses: how far a cue reaches.

A block is a criterion, or a line of the text outside of all criteria. A scope never leaves its
sentence, nor a bracket that was opened before the cue. Within a scope, what a bracket explains and
what a time phrase is anchored at is not governed: "no surgery within 4 weeks before transplant".
"""

import bisect
import itertools
import re
from collections.abc import Sequence

from eligex.components.findings import Finding
from eligex.components.negation.cues import Cue
from eligex.components.negation.listed import is_in_member, leads_on
from eligex.components.negation.stops import CLOSE, OPEN, duty_ahead, first_stop, more_people
from eligex.text.scan import Scanner

_MARK = re.compile(r"[()\[\]{};]|:(?!\d)")
MAX_REACH = 1000  # characters; keeps a text without punctuation linear
MAX_WORD = 60
MAX_GLOSS = 200
MAX_CONDITION = 80
MAX_DOUBLE = 3  # words between the two cues of a double negation ("no known lack of …")
_JOIN = re.compile(
    r"(?:,|/|;|\b(?:and|or|and/or|but|nor)\b)"
    r"(?:\s*(?:otherwise|also|has|have|had|is|are|be|been|do|does|who|with|using|in|patients?|subjects?|those|currently|and|or)\b){0,2}"
    r"\s*$",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(
    r"\s*(?:e\.?g|i\.?e|such as|includ|(?:for )?(?:example|instance)(?!,? if)|like|especially|particularly"
    r"|[\w/-]{1,12}\s*[)\]}])",
    re.IGNORECASE,
)
SPAN = (  # "within the last 3 months"
    r"(?:within|in|over|during)\s+(?:the\s+)?(?:(?:past|last|previous|prior)\s+)?(?:[\w-]+\s+)?(?:hours?|days?|weeks?|months?|years?)"
)
_TIME = re.compile(
    r"\b(?:before|after|prior to|during|until"
    r"|(?<!the )following(?=\s+\w)(?!\s+(?:condition|disease|disorder|criteri)\w*)"
    r"|within|preceding"
    r"|at (?:the )?(?:time|start|end|baseline|screening|enrol\w*|inclusion|entry|admission|discharge)"
    r"|(?:in|over|for|during) the (?:past|last|previous|next))\b"
    r"(?:(?!\b(?:and|or|nor)\b)(?!:\s)[^,;()\[\]])*",
    re.IGNORECASE,
)
_NONE_OF = re.compile(r"(?:no|without|absence|free|lack|denies)\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"-?\s?[\w-]*(?:ed|ing|[ai]ble|al|ic|[ae]nt|ive|ous|ar|ory)\s+"
    r"(?!(?:and|or|but|nor|who|that|which|is|are|at|in|on|for|with|by|to|during|prior|within|before|after)\b)[a-z]",
    re.IGNORECASE,
)
_HISTORY = re.compile(r"\b(?:history|evidence|episodes?|diagnosis|occurrence)\s+\Z", re.IGNORECASE)
_GIVEN = re.compile(r"\b(?:treat(?:ed|ments?)|therap(?:y|ies)|use|exposure|contact)\s+\Z", re.IGNORECASE)
_LASTED_WITH = re.compile(rf"{SPAN}\s+with\b", re.IGNORECASE)
_LASTED_OF = re.compile(rf"{SPAN}\s+of\b", re.IGNORECASE)
_HISTORY_REACH = 14
_PURPOSE = re.compile(  # "no chemotherapy for advanced disease" does not deny the disease
    r"\b(?:treatments?|therap(?:y|ies)|surger(?:y|ies)|(?:chemo|radio|immuno)therapy|radiation|medications?|drugs?"
    r"|operations?|procedures?|transplant\w*|interventions?|resections?|regimens?|hospitali[sz]ations?|supplements?"
    r"|(?P<against>contra-?\s?indications?|responses?))"
    r"(?P<purpose>\s+(?:for|of|(?(against)(?:to|with)|for))\s(?:(?!\b(?:and|or|nor)\b)[^,;()\[\]])*)",
    re.IGNORECASE,
)
_SERVED = re.compile(  # "no resection to relieve mass effect", "tissue not sufficient for genetic testing"
    r"\b(?:(?<!difficult )(?<!hard )to "
    r"(?:relieve|alleviate|treat|manage|control|correct|prevent|reduce|maintain)|against(?= pregnan)"
    r"|(?<!fit\s)(?<!well\s)(?<!healthy\s)(?:sufficient|adequate|enough) (?:for|to))\s"
    r"(?:(?!\b(?:or|nor)\b)[^,;()\[\]])*",
    re.IGNORECASE,
)
_SCORED = re.compile(r"\s*(?:e\.?g|i\.?e)\.?,?\s+(?:a\s+)?(?:positive|negative|normal)\b", re.IGNORECASE)
_GLOSS = re.compile(r"\s*\((?:includ|such as|e\.?g)[^()]*", re.IGNORECASE)
_PREDICATE = re.compile(
    r"(?:^|[^\w\s]|\b(?:is|are|was|were|has|have|had|do|does|did|will|would|must|should|shall|may|can|could|who|and|or|but"
    r"|also|patients?|subjects?|participants?|women|men|they|he|she|currently))\s*$",
    re.IGNORECASE,
)
_DEEDS = (  # of a list: "unable to understand, consent to, or comply with the protocol"
    r"(?:pass|complete|comply|undergo|provide|perform|understand|attend|return|participate|adhere|sign|give)"
)
_ONE_MORE = (  # adjective of a noun: "an approved, effective means of birth control", "written, informed consent"
    r"\s*(?:and\s+)?(?:informed\s+consent\b|(?:\w+ly\s+)?[\w-]+\s+(?:[\w-]+\s+)?(?:means|methods?|forms?|measures)\s+of\s+(?:birth|contracept))"
)
_PHRASE_END = re.compile(
    rf",(?!(?:\s*(?:{_DEEDS}|read|write|speak|consent|agree|follow|cooperate|communicate|tolerate)(?:\s+[\w'’-]+){{0,3}},?){{0,3}}"
    rf"\s*or\s+{_DEEDS}\s)"
    rf"(?!{_ONE_MORE})|\(|\[|\bfor\b|\bsuch as\b|\bvia\b"
    r"|\bor\s+(?=(?:any|other|previous|prior|history|those|patients?|subjects?|severe|active|known|likely|with|(?:the\s+)?presence|(?:an?\s+)?(?:requirement|need)\s+(?:for|of)|who"
    r"|pregnan\w+|breast-?\s?feeding|lactating|nursing|allergic|illiterate|unable|unwilling|inability|incapable|uncooperative|incompetent|unreliable|blind|deaf)\b)",
    re.IGNORECASE,
)
_DEED = (  # with which something else begins
    r"(?:use|using|agree|comply|adhere|practi[cs]e|attend|return|sign|follow|undergo|have|has|be|is|are|provide|complete|maintain"
    r"|continue|remain|keep|must|should|will|would|may|can|who|if|unless|during|within|prior|before|after|until|without|with|not|no"
    r"|patients?|subjects?|participants?|wom[ae]n|m[ae]n|they|to|willing|able|understand|perform)\b"
)
_LISTED_ON = re.compile(  # ", ibuprofen (any dose), and herbal products" behind "avoid aspirin"
    rf"(?:,\s*(?!(?:and|or|{_DEED})\b)[\w/'’-]+(?:\s+(?!(?:and|or|{_DEED})\b)[\w/'’-]+){{0,4}}(?:\s*\([^()]{{1,60}}\))?)*"
    rf",?\s*(?:and/or|and|or)\s+(?!{_DEED})\w",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)
_DEED_END = re.compile(rf",|[(\[]|\b(?:for|such as|via)\b|\b(?:and|or)\s+{_DEED}", re.IGNORECASE)
_TO = re.compile(r"\s+to\s")
_HAVE = re.compile(r"\s+have\s+(?:(?:an?|any|active|known|had)\s+)*", re.IGNORECASE)
_RUN_ON = re.compile(  # a list without marks: "inability to give consent Severe liver disease"
    r"(?<=[a-z)])\s(?=(?:Severe|Patients?|Subjects?|Participants?|History|Known|Active|Any|Use|Current|Prior|Previous|Presence|Other"
    r"|Uncontrolled|Significant|Women|Concomitant|Pregnan\w+|(?!Italy|Sicily|July)[A-Z][a-z]+ly)\s[a-z])"
)
_LISTED_BELOW = re.compile(
    r"\b(?:e\.?g\.?|i\.?e\.?|including|such as|following|excluded?|prohibited|eligible|allowed|permitted):\s",
    re.IGNORECASE,
)
# "if the diagnosis is not certain, | biopsy must be performed"
_CONDITION = re.compile(r"\b(?:if|when|where|in case)\b(?:[^,;:.]|,(?=\s*(?:and|or|but)\b))*$", re.IGNORECASE)
_MAIN_CLAUSE = re.compile(
    r",(?=(?:(?!\b(?:or|and|who|that|which)\b)[^;:.]){0,80}?\s(?:must|should|shall|will|may|can|needs? to"
    r"|(?:is|are) (?:required|needed|mandatory))\b)",
    re.IGNORECASE,
)
# "either no response, | or relapse", "either progression or no response | or relapse"
_EITHER = re.compile(r"\beither\s+(?:[^.;:()]{1,60}?,?\s+or\s+)?\Z", re.IGNORECASE)
_OR_ELSE = re.compile(r",?\s+or\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:that|which)\s+$", re.IGNORECASE)
_LACK = re.compile(  # "lack of compliance or severe depression"
    r"lack(?:ing|s)?\s+(?:of\s+)?(?:\w+\s+)?(?:co-?operation|compliance|adherence|motivation|insight|interest|consent)\b(?=\s*(?:,|(?:and|or)\s+(?:severe|serious|known|any"
    r"|other|history|current|active|significant|major)\b))",
    re.IGNORECASE,
)
_NEXT_DEED = re.compile(  # "not using contraception or breastfeeding"
    r"(?:,\s*(?:(?:or|and)\s+)?|\s+(?:or|and|as well as)\s+)(?:(?:who|currently|are|is)\s+)*"
    r"(?:pregnant|nursing|breast-?\s?feeding|lactating|planning|intending|trying|having|being)\b",
    re.IGNORECASE,
)
# "anaemia not correctable or gout", "hypertension that is not well controlled, stroke"
_ADJECTIVE = re.compile(
    r"\s+(?!abstinent\b)(?:\w+ly\s+|well\s+)?(?:\w+(?=\s+(?:and|or)\b)|\w+(?:ed|ble|ent)(?=\s*(?:\([^()]*\)\s*)?,))",
    re.IGNORECASE,
)
_BACK_STOP = re.compile(
    r";|:(?!\d)|\b(?:but|however|except|unless|although|why|when|(?:for|in|to)\s+whom)\b"
    r"|,?\s+(?:and|or)\s+(?=(?:who|which|patients?|subjects?|participants?|no|not|the)\b)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]*\)")  # "A (except B) | is not allowed"
_BOUND_AHEAD = re.compile(  # "platelets ≥ 100, | transfusions are not allowed"
    r"(?:[≥≤<>]|\b(?:at\s+least|than)\b)(?:[^,;]|,(?=\d))*,(?!\d|\s*(?:or|and|and/or)\b)(?=(?:(?!\b(?:at\s+least|than)\b)[^≥≤<>])*\Z)",
    re.IGNORECASE,
)
_WORD_AHEAD = re.compile(r"\s*[\w-]*\w")
_WORD_BEHIND = re.compile(r"(?:(?:(?<=[,;(] )|[\w/]+-(?=\s))[\w/-]*\s+(?:and|or)\s+)?[\w/-]+\s?$")

_TIMES, _PURPOSES, _SERVINGS = Scanner(_TIME), Scanner(_PURPOSE), Scanner(_SERVED)


def ahead(text: str, cue: Cue, end: int, stops: re.Pattern[str], cues: Sequence[Cue]) -> int:
    """Where the scope of a cue that governs what follows ends."""
    limit = _first_mark(text, cue.end, min(end, cue.end + MAX_REACH))
    stop = first_stop(text, cue, stops, limit)
    limit = limit if stop is None else stop.start()
    item = _RUN_ON.search(text, cue.end, limit)
    if item and not _LISTED_BELOW.search(text, cue.start, item.start()):
        limit = item.start()
    if _CONDITION.search(text[max(cue.start - MAX_CONDITION, 0) : cue.start]) and (
        main := _MAIN_CLAUSE.search(text, cue.end, min(end, limit + MAX_CONDITION))
    ):
        limit = min(limit, main.start())
    if cue.category == "negation" and _EITHER.search(text[max(cue.start - MAX_CONDITION, 0) : cue.start]):
        branch = _OR_ELSE.search(text, cue.end, limit)
        limit = branch.start() if branch else limit
    limit = duty_ahead(text, cue, limit)
    after_noun = _postmodifies(text, cue)
    if lack := _LACK.match(text, cue.start, limit):
        limit = lack.end()
    elif _leaves(text, cue):
        limit = _list_end(text, cue.end, limit)
    elif cue.category not in ("negation", "exclusion") or after_noun or _is_aside(text, cue, limit):
        limit = _phrase_end(text, cue.end, limit)
    if (after_noun or _RELATIVE.search(text, max(cue.start - 8, 0), cue.start)) and (
        alone := _ADJECTIVE.match(text, cue.end, limit)
    ):
        limit = alone.end()
    if text[cue.start : cue.end].lower().endswith(("ing", "without", "w/o")) and (
        m := _NEXT_DEED.search(text, cue.end, limit)
    ):
        limit = m.start()
    first = bisect.bisect_right(cues, cue.end, key=lambda c: c.start)
    for other in itertools.takewhile(lambda c: c.start < limit, itertools.islice(cues, first, None)):
        if text[other.start].isupper():  # a run-on list: "No prior cancer No major surgery"
            return other.start
        if is_in_member(text, cue, other):
            continue  # "none of the following: unable to walk; gout"
        if other.kind == "prefix" and (cue.category == "inability" or _is_attribute(text, cue, other)):
            continue  # "unable to stop prescription or non-prescription drugs"
        joined = _JOIN.search(text, cue.end, other.start)
        if joined or text[other.start : other.end].lower() == "nor":
            return joined.start() if joined else other.start
        apart = len(text[cue.end : other.start].split())
        if other.kind == "pre" and apart > (0 if other.category == "prevention" else MAX_DOUBLE):
            return other.start
    return limit


def _is_attribute(text: str, cue: Cue, prefix: Cue) -> bool:
    """Whether the word with a prefix tells of a noun behind it that is denied: "no serious or non-healing wound"."""
    denies = _NONE_OF.match(text, cue.start, cue.end)
    return denies is not None and _ATTRIBUTE.match(text, prefix.end) is not None


def _postmodifies(text: str, cue: Cue) -> bool:
    """Whether `not` belongs to the noun before it: "a seizure not induced by alcohol, epilepsy"."""
    return (
        text[cue.start : cue.end] == "not"
        and not _PREDICATE.search(text[max(cue.start - 20, 0) : cue.start])
        and not _TO.match(text, cue.end)
    )


def _is_aside(text: str, cue: Cue, limit: int) -> bool:
    """Whether the list goes on behind the member that an absence narrows: "(T3 in the absence of goitre, lithium)"."""
    words = text[cue.end : limit]
    absent = text[cue.start : cue.end].lower().endswith("absence of") and text[limit : limit + 1] == ")"
    return absent and text[cue.start - 1 : cue.start].isspace() and _CLOSED.search(words) is None


def _leaves(text: str, cue: Cue) -> bool:
    """Whether a cue says what is not to be done: "agree not to take A, B or C", "avoid A, B and C";
    or had: "cannot have A, B or C"."""
    word = text[cue.start : cue.end].lower()
    barred = word in ("cannot", "can not") and _HAVE.match(text, cue.end) is not None
    return barred or word.startswith("avoid") or (word == "not" and _TO.match(text, cue.end) is not None)


def _list_end(text: str, start: int, end: int) -> int:
    """As `_phrase_end`, but a comma between members of a list ends nothing."""
    for m in _DEED_END.finditer(text, start, end):
        if m[0] == "," and _LISTED_ON.match(text, m.start(), end):
            continue
        if m[0].lower() != "for" or len(text[start : m.start()].split()) > 1:
            return m.start()
    return end


def _phrase_end(text: str, start: int, end: int) -> int:
    """Inability and prevention concern one phrase: they end at a comma, a bracket or a purpose."""
    for m in _PHRASE_END.finditer(text, start, end):
        if m[0] != "for" or len(text[start : m.start()].split()) > 1:
            return m.start()
    return end


def _first_mark(text: str, start: int, end: int) -> int:
    """The first semicolon, unopened closing bracket or colon that announces no list."""
    depth = 0
    for m in _MARK.finditer(text, start, end):
        if m[0] in OPEN:
            depth += 1
        elif m[0] in CLOSE:
            depth -= 1
            if depth < 0:
                return m.start()
        elif depth == 0 and not leads_on(text, start, m):
            return m.start()
    return end


def holes(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of a scope that are not governed: explaining brackets and time phrases."""
    found = [m.span() for m in _TIMES.finditer(text, start, end) if not _parts(text, m)]
    found += [m.span("purpose") for m in _PURPOSES.finditer(text, start, end)]
    found += [m.span() for m in _SERVINGS.finditer(text, start, end)]
    depth = opened = 0
    for m in _MARK.finditer(text, start, end):
        if m[0] in OPEN:
            depth += 1
            opened = m.start() if depth == 1 else opened
        elif m[0] in CLOSE and depth:
            depth -= 1
            if depth == 0 and _explains(text, opened + 1, m.end()):
                found.append((opened, m.end()))
    if depth and _explains(text, opened + 1, end):
        found.append((opened, end))
    return _merged(found)


def _parts(text: str, m: re.Match[str]) -> bool:
    """`no history within the past year of gout`, `no treatment within 8 weeks with A`: the time stands amid what it is
    of."""
    back = text[max(0, m.start() - _HISTORY_REACH) : m.start()]
    return any(
        before.search(back) is not None and behind.match(text, m.start()) is not None
        for before, behind in ((_HISTORY, _LASTED_OF), (_GIVEN, _LASTED_WITH))
    )


def _explains(text: str, start: int, end: int) -> bool:
    """Whether a bracket gives no examples of what is negated: "no pregnancy (i.e. negative pregnancy test)"."""
    return _SCORED.match(text, start, end) is not None or _EXAMPLES.match(text, start, end) is None


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def behind(text: str, start: int, cue: Cue) -> int:
    """Where the scope of a cue that governs what stands before begins."""
    at = start = max(start, cue.start - MAX_REACH)
    asides = [m.span() for m in _ASIDE.finditer(text, start, cue.start)]
    for m in _BACK_STOP.finditer(text, start, cue.start):
        aside = any(a < m.start() < b for a, b in asides)
        if not aside and not (cue.category == "exclusion" and more_people(text, start, m)):
            at = m.end()
    if bound := _BOUND_AHEAD.search(text, at, cue.start):
        at = bound.end()
    opened: list[int] = []
    for m in _MARK.finditer(text, at, cue.start):
        if m[0] in OPEN:
            opened.append(m.end())
        elif m[0] in CLOSE and opened:
            opened.pop()
    return opened[-1] if opened else at


def word_ahead(text: str, cue: Cue) -> int:
    """The end of the word that a prefix is glued to, and of the examples that a bracket behind it gives."""
    m = _WORD_AHEAD.match(text, cue.end)
    if m is None:
        return cue.end
    gloss = _GLOSS.match(text, m.end(), m.end() + MAX_GLOSS)
    return gloss.end() if gloss else m.end()


def word_behind(text: str, start: int, cue: Cue) -> int:
    m = _WORD_BEHIND.search(text, max(start, cue.start - MAX_WORD), cue.start)
    return m.start() if m else cue.start


def heads(criteria: Sequence[Finding], text: str) -> dict[int, int]:
    """For each criterion that ends with a colon, by its end: where its last descendant ends."""
    reach: dict[int, int] = {}
    for i, c in enumerate(criteria):
        if not text[c.start : c.end].rstrip().endswith(":"):
            continue
        family = {c.value.get("id")}
        for d in criteria[i + 1 :]:
            if d.value.get("parent") not in family:
                break
            family.add(d.value.get("id"))
            reach[c.end] = d.end
    return reach
