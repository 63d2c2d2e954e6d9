"""What an exception carves out (`scope`) and what it is carved from (`base`), by clauses and brackets."""

import re
from collections.abc import Sequence
from typing import Optional

from eligex.text.sentences import sentences as split

_CLAUSE = re.compile(
    r";|,\s*(?:however|but|although)\b|\b(?:however|but)\b,?|(?<=[a-z)])\s+-\s+|\n\s*(?:Note|NB)\b|\s(?-i:Note|NOTE|NB)\s?:|(?<=[a-z)])\s+(?=(?-i:No)\s)",
    re.IGNORECASE,
)
# behind these a permission reaches no further back: "A unless B, in which case … is allowed"
_EXCEPT_THAT = re.compile(r"\bexcept(?:ion)?(?:\s+is)?\s+that\b|\bunless\b", re.IGNORECASE)
# "… are excluded with the exception of B that is allowed"
_EXCEPT = re.compile(r"\bexcept(?:ion\s+of|\s+for|ing)?\b|\bother\s+than\b", re.IGNORECASE)
_SET_APART = re.compile(
    r"(?:,\s*except(?:ing)?(?:\s+for)?|with\s+the\s+exception\s+of)\b(?!\s+(?:if|when|that|as|where)\b)",
    re.IGNORECASE,
)
_TOLD_MORE = re.compile(r"\b(?:that|which|who)\s*\Z", re.IGNORECASE)
# "patients who have A but are treated may be included"
_GOES_ON = re.compile(
    r",?\s*\bbut\s+(?:who|are|is|have|has|with|without|not(?!\s+limited)|only|that|which)\b\s*\w",
    re.IGNORECASE,
)
_WHO = re.compile(r"\b(?:who|with|whose)\b", re.IGNORECASE)
_RELATIVE_REACH = 8
_NEXT_EXCEPTION = re.compile(r",?\s*\b(?:except|unless|excluding|with\s+the\s+exception)\b", re.IGNORECASE)
_BRACKET = re.compile(r"[()\[\]]")
_LAST_BEHIND = (  # "(including A) and B.": the last of the list stands behind the bracket of the first
    r"[^()]{1,80}\)\s*(?:and|or)\s+(?!(?:any|other|history|known|who|current|recent|patients?|subjects?)\b)"
    r"[\w-]+(?:\s+[\w-]+){0,3}\s*(?:[.;]|\Z)"
)
_PHRASE_END = re.compile(
    r"\b(?:known|that|which|who|requiring|affecting|is|are|was|were|will|within|during|(?:in|over)\s+a\s+period|prior\s+to|before|may|must)\b|[;:]"
    rf"|\((?!{_LAST_BEHIND})"
    r"(?!\s*(?:or\s+)?(?!e\.?g|i\.?e|includ|except|unless|if\b|not\b)[\w-]+(?:\s+[\w-]+){0,2}\s*\))"
    r"|,\s*(?:and|or)\s+(?:any|other|history|known|who|patients?|subjects?|evidence|presence|signs?|has|have|had|current(?:ly)?"
    r"|recent(?:ly)?|receiv\w+|use|need)\b"
    r"|,\s*(?:includ\w+|such\s+as|e\.?g\b|for\s+example)"  # "other than asthma, such as emphysema"
    r"|,\s*as\s+(?:assessed|determined|defined|judged|measured|evaluated|confirmed)\b|\b(?:and|or)\s+(?:has|have|had)\b",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(
    r"\s*(?:(?:in|for|under|of|with)\s+)?(?:(?:any|one|either)\s+of\s+)?(?:the\s+)?following(?:\s+\w+){0,3}\s*:",
    re.IGNORECASE,
)
_POINTS = re.compile(r"(?:the\s+)?following(?:\s+\w+){0,3}", re.IGNORECASE)
_COLON = re.compile(r"[^.;:()]{0,40}:")
_NUMBERED = re.compile(r"\s*\(?(?:a|1|i)[.)]\s", re.IGNORECASE)
_NEXT_ITEM = re.compile(
    r",\s*(?:or\s+(?:any|history|known)"
    # items of a list that run on, each with a capital
    r"|(?-i:Active|Allergy|Any|Being|Current(?:ly)?|Evidence|History|Hypersensitivity|Inability|Known|Participa\w+|Patients"
    r"|Pregnan\w+|Presence|Previous(?:ly)?|Prior|Receiving|Severe|Significant|Subjects|Taking|Treat\w+|Unable|Uncontrolled"
    r"|Use|Women))\b",
    re.IGNORECASE,
)
_POINTED_OUT = re.compile(  # "other than those stated in the protocol | or any A": it has no members of its own
    r"\s*(?:(?:the\s+)?(?:those|ones?|drugs?|medications?|agents?|what)\s+)?(?:as\s+|(?:that|which)\s+(?:is|are)\s+)?"
    r"(?:stated|specified|listed|named|given|noted|defined|mentioned|described|permitted|allowed|in\s+the\s+(?:in|ex)clusion)\b"
    r"[^,;.():]{0,60}?(?=\s(?:and/or|or)\s+any\b)",
    re.IGNORECASE,
)
_ASIDE_END = re.compile(
    r",\s*(?:and|(?:and|or)\s+(?:any|other|history|known|prior|with|who|patients?|subjects?)|who|which|that|with|within|in(?![\s-]+situ)|requiring|are|is|will|must)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(  # of ", unless treated, and off steroids": nothing that goes on telling of the same patients
    r",\s*(?:and|or)\s+(?!(?:is|are|was|were|has|have|had|does|do|did|not|no|off|on|with|without|who|stable|remain\w*|receiv\w*|been|can|will|must)\b)"
    r"|,\s*(?:within|in(?![\s-]+situ)|requiring|will|must)\b",
    re.IGNORECASE,
)
_CLAUSAL = re.compile(r"unless|except\s+(?:if|when)", re.IGNORECASE)
_OF_PEOPLE = re.compile(  # ", except for those who are treated, are stable, and have no symptoms"
    r"\s+(?:for\s+)?(?:the\s+)?(?:patients?|subjects?|individuals|participants?|persons|people|those)\s+(?:who|whose)\b",
    re.IGNORECASE,
)
_LAST_OF_LIST = re.compile(r",\s*(?:and|or)\b", re.IGNORECASE)
_OTHER_MEMBER = re.compile(r",\s*(?:and|or)\s+other\b", re.IGNORECASE)
_LAST_MEMBER = re.compile(  # "…, B, and C": nothing but a name, to the end
    r",\s*(?:and|or)\s+(?!(?:any|history|known|prior|with|who|patients?|subjects?|those|has|have|had|is|are|no|not|use)\b)"
    r"(?:(?!\b(?:is|are|was|were|has|have|will|must|who|should|may|requir\w+|within|history)\b)[^,;:()]){3,80}\Z",
    re.IGNORECASE,
)
# a member of what is carved out of a malignancy: "or any other tumour cured by surgery"
_TUMOUR = r"(?:cancers?|carcinomas?|tumou?rs?|malignanc(?:y|ies)|neoplas\w+|melanomas?|in[\s-]situ)\b"
_OF_TUMOUR = re.compile(_TUMOUR, re.IGNORECASE)
_TUMOUR_NEXT = re.compile(
    rf",\s*(?:and|or)\s+(?!(?:history|known|prior|previous|with|who|patients?|subjects?|current|active|concurrent)\b)[^,;:()]{{0,60}}?\b{_TUMOUR}",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"\W*(?:(?:patients?|subjects?|participants?|who|have|has|had|having|with|use|of)\b\W*)*", re.IGNORECASE
)
_HARMLESS_NEXT = re.compile(  # "or other noninvasive carcinoma"
    r",\s*(?:and|or)\s+(?:any\s+other|any|other)\s+(?:(?!(?:active|current|invasive|metastatic)\b)[\w-]+\s+){0,3}?"
    r"(?:in[\s-]situ|non-?\s?invasive|superficial|locali[sz]ed|low[\s-](?:risk|grade)|indolent|curatively|adequately|cured|non-?melanoma\w*)\b",
    re.IGNORECASE,
)
MAX_REACH = 1500  # characters; keeps a text without punctuation linear
Span = tuple[int, int]


def sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of a block that have words, with their marks."""
    return [(s.start, s.end) for s in split(text, start, end) if text[s.start : s.end].strip()]


def bracket(text: str, start: int, end: int, at: int) -> Optional[Span]:
    """The innermost bracket of text[start:end] that holds `at`: its inside; None outside of all."""
    start, end = max(start, at - MAX_REACH), min(end, at + MAX_REACH)
    opened: list[int] = []
    for m in _BRACKET.finditer(text, start, at):
        if m[0] in "([":
            opened.append(m.end())
        elif opened:
            opened.pop()
    if not opened:
        return None
    depth = 0
    for m in _BRACKET.finditer(text, at, end):
        depth += 1 if m[0] in "([" else -1
        if depth < 0:
            return opened[-1], m.start()
    return opened[-1], end


def after(text: str, sentence: Span, cue: Span, *, phrase: bool) -> Span:
    """What a forward cue carves out: to the bracket's, clause's or sentence's end.

    `phrase` stops earlier, where the noun phrase ends ("conditions other than X known to …").
    """
    inside = bracket(text, *sentence, cue[0])
    end = min(inside[1] if inside else sentence[1], cue[1] + MAX_REACH)
    begin = cue[1] + 1 if text[cue[1] : cue[1] + 1] in (";", ",") else cue[1]  # "except; A, B"
    announced = _FOLLOWING.match(text, cue[1], end)
    ending = (_NEXT_EXCEPTION,) if announced else (_CLAUSE, _NEXT_EXCEPTION)
    stops = [m.start() for p in ending if (m := p.search(text, begin, end))]
    if not announced:
        items = _NEXT_ITEM.finditer(text, cue[1], end)
        stops += [m.start() for m in items if not _is_tumour_next(text, begin, m.start(), end)][:1]
    if pointed := _POINTED_OUT.match(text, cue[1], end):
        stops.append(pointed.end())
    if phrase and not _NUMBERED.match(text, cue[1], end):
        ends = _PHRASE_END.finditer(text, cue[1], end)
        stops += [m.start() for m in ends if not _is_harmless_next(text, begin, m.start(), end)][:1]
    if phrase and (last := _LAST_OF_LIST.search(text, begin, end)) and _ends_outer(text, sentence, cue, last):
        stops.append(last.start())
    if text[max(cue[0] - 5, 0) : cue[0]].rstrip().endswith(","):
        clausal = _CLAUSAL.fullmatch(text, *cue) or _OF_PEOPLE.match(text, cue[1], end)
        pattern = _CLAUSE_END if clausal else _ASIDE_END
        ends = pattern.finditer(text, begin, end)
        stops += [m.start() for m in ends if not _ends_list(text, begin, m.start(), end)][:1]
    opens = not inside and not text[cue[0] : cue[1]].lower().startswith("exception")
    if opens and _LEADS.fullmatch(text, sentence[0], cue[0]) and (comma := text.find(",", cue[1], end)) > 0:
        stops.append(comma)  # "Except for X, any Y"
    return _stripped(text, cue[1], min([end, *stops]))


def _ends_list(text: str, begin: int, at: int, end: int) -> bool:
    """`, except A, B, and C`: the last member of a list that is under way."""
    under_way = "," in text[begin:at]
    last = _OTHER_MEMBER.match(text, at) or _LAST_MEMBER.match(text, at, _mark(text, at, end))
    return (under_way and last is not None) or _is_tumour_next(text, begin, at, end)


def _ends_outer(text: str, sentence: Span, cue: Span, last: "re.Match[str]") -> bool:
    """`A, B, C other than D, and E`: the list that the exception stands in goes on to its last member."""
    outer = text.count(",", max(sentence[0], cue[0] - MAX_REACH), cue[0])
    alone = "," not in text[cue[1] : last.start()]
    return outer > 1 and alone and not _is_tumour_next(text, cue[1], last.start(), sentence[1])


def _mark(text: str, at: int, end: int) -> int:
    """Where the sentence's mark stands."""
    return at + len(text[at:end].rstrip(" \n\t.;)"))


def _is_tumour_next(text: str, begin: int, at: int, end: int) -> bool:
    return _OF_TUMOUR.search(text, begin, at) is not None and _TUMOUR_NEXT.match(text, at, end) is not None


def _is_harmless_next(text: str, begin: int, at: int, end: int) -> bool:
    return _is_tumour_next(text, begin, at, end) and _HARMLESS_NEXT.match(text, at, end) is not None


def before(text: str, sentence: Span, cue: Span) -> Span:
    """What a backward cue ("X is allowed") permits: from the clause's or the bracket's start to the cue."""
    inside = bracket(text, *sentence, cue[0])
    start = max(inside[0] if inside else sentence[0], cue[0] - MAX_REACH)
    for m in _CLAUSE.finditer(text, start, cue[0]):
        if not (_GOES_ON.match(text, m.start(), cue[0]) and _WHO.search(text, start, m.start())):
            start = m.end()
    for m in _EXCEPT_THAT.finditer(text, start, cue[0]):
        start = m.start()
    if _TOLD_MORE.search(text, max(start, cue[0] - _RELATIVE_REACH), cue[0]):
        start = max([start, *(m.start() for m in _EXCEPT.finditer(text, start, cue[0]))])
    return _stripped(text, start, cue[0])


def after_except(text: str, scope: Span, cue: Span) -> Span:
    """`steroids, except inhaled steroids are allowed`: without a comma before the verdict the exception has it."""
    if "," in text[scope[1] : cue[0]]:
        return scope
    stops = [m.end() for m in _SET_APART.finditer(text, *scope)]
    return _stripped(text, stops[-1], scope[1]) if stops else scope


def announced(text: str, sentence: Span, scope: Span, cue: Span) -> Span:
    """`the following are exempt from this limit: A, B`: what stands behind the colon, where `scope` points there."""
    colon = _COLON.match(text, cue[1], sentence[1]) if _POINTS.fullmatch(text, *scope) else None
    if colon is None:
        return scope
    inside = bracket(text, *sentence, cue[0])
    found = _stripped(text, colon.end(), inside[1] if inside else sentence[1])
    return found if found[0] < found[1] else scope


def listed(text: str, block: Span, cue: Span) -> Span:
    """What a cue with a colon announces: the rest of the block."""
    return _stripped(text, cue[1], block[1])


def base(text: str, block: Span, own: Sequence[Span], index: int, carved: Span, cue: Span) -> Optional[Span]:
    """What is carved from: the words before in the sentence, else the sentences before, else what follows."""
    sentence = own[index]
    edge = min(carved[0], cue[0])
    inside = bracket(text, *sentence, cue[0])
    if inside and text[inside[0] : edge].strip(" ,") == "":
        edge = inside[0] - 1
    start = first = max(sentence[0], edge - MAX_REACH)
    for m in _CLAUSE.finditer(text, first, edge):
        if m[0].strip().startswith(";") and text[m.end() : edge].strip(" ,("):
            start = m.end()
    found = _stripped(text, start, edge)
    if re.search(r"[^\W\d_]{2}", text[slice(*found)]):
        return found
    if index and (found := _stripped(text, block[0], own[index - 1][1]))[0] < found[1]:
        return found
    rest = _stripped(text, max(carved[1], cue[1]), sentence[1])
    return rest if cue[0] <= carved[0] and re.search(r"\w{3}", text[slice(*rest)]) else None


def _stripped(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    lo = start + len(inner) - len(inner.lstrip(" \n\t,;:.)]-*•"))
    return lo, max(lo, start + len(inner.rstrip(" \n\t,;:.([")))
