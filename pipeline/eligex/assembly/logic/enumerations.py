"""What an exclusion enumerates by `and` excludes by itself: `amiodarone and other antiarrhythmics`, `pregnant and
lactating`, `dementia as well as a history of stroke`, `pregnant women and men with pregnant partners`.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import CLOSED
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.grouping import TOGETHER, lead
from eligex.assembly.logic.signs import are_signs

_BEARERS = (
    r"(?:wom[ae]n|m[ae]n|(?:fe)?males?|patients?|subjects?|participants?|individuals|persons|people|mothers)"
)
_ENUMERATION = re.compile(
    rf"(?:[\s,)]|\b{_BEARERS}\b)*(?:\([^()]*\)\s*)?(?:and|as well as|&)\s+"
    rf"(?:(?:any|other|all|the|a|an|of|also|known|prior|previous|active|potent|strong|{_BEARERS})\s+)*",
    re.IGNORECASE,
)
_AND_OTHER = re.compile(
    r"(?:,\s*[\w-]+(?=\s+and\b))?[\s,()]*(?:and|as well as)\s+(?:any\s+)?other\b", re.IGNORECASE
)
_AS_WELL_AS = re.compile(r"\bas\s+well\s+as\b", re.IGNORECASE)
_LAST_MEMBER = re.compile(  # "infection of any kind, and inflammation"
    r"(?:(?!\b(?:is|are|was|were|has|have|had|who|that|which|with|must)\b)[^.;()])*,\s*and\s+(?:(?:a|an|any|the|known|prior)\s+)*",
    re.IGNORECASE,
)
_ALIKE = ({"drug", "procedure"}, {"condition", "state"})
_NEXT_GROUP = re.compile(  # "… as well as women who are breastfeeding"
    r"(?:[\s,)]|\b(?:women|patients|subjects|participants)\b)*(?:and|as well as)\s+"
    r"(?:(?:any|all|other|also|male|female|pregnant)\s+)*(?:wom[ae]n|m[ae]n|patients?|subjects?|participants?|those|individuals|persons)\s*,?\s+"
    r"(?:in\s+whom|whom?|whose|with|that|having|receiving|undergoing|on|of|not|un\w+|taking|using|requiring|treated|known)\b",
    re.IGNORECASE,
)
_LAST_GROUP = re.compile(  # "…, patients on unknown drugs, and patients taking NSAIDs"
    r",\s*and\s+(?:(?:any|all)\s+)?(?:patients?|subjects?|participants?|those|individuals|persons)\s+"
    r"(?:who|whose|with|having|receiving|undergoing|on|taking|using|requiring|treated|known)\b[^,;.()]*\Z",
    re.IGNORECASE,
)
_COMBINED = re.compile(
    r"[\s)]*(?:(?:used|given|taken)\s+)?(?:in\s+combination|together|concurrently|simultaneously)\b(?!\s+with\b)",
    re.IGNORECASE,
)
_NEAR = 40
_AND = re.compile(r"\band\b|&", re.IGNORECASE)
_WHO = re.compile(r"\bwho\b", re.IGNORECASE)
_NEXT = re.compile(
    r"(?:[\s,]+(?!(?:is|are|was|were|has|have|who|with|or)\b)[\w-]+){0,4}?[\s,]+and\s+(?:[\w-]+\s+){0,2}",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(
    r"\b(?:including|such\s+as)\s+(?:(?!\b(?:who|that|which|both|with)\b)[^.;:()])*\Z", re.IGNORECASE
)
_BY_EXAMPLE = re.compile(r"[(\[]\s*(?:e\.?\s?g|for\s+example|such\s+as|includ|like\b)", re.IGNORECASE)


def enumerates(item: Item, a: Statement, b: Statement, gap: str) -> bool:
    """Whether each of two that an exclusion joins by `and` excludes by itself; `gap` are the words between."""
    bare = CLOSED.sub(" ", gap)
    if _NEXT_GROUP.match(bare) or _LAST_GROUP.search(bare):
        return True
    if _AND.search(bare) and are_signs(item, a, b):
        return True
    for start, stop in b.aside:  # "uncontrolled extrahepatic disease and severe infection"
        if a.end <= start and stop <= b.at:
            gap = gap.replace(item.quote(start, stop), " ", 1)
    if a.threshold is not None or b.threshold is not None:
        return False
    if a.kind == b.kind == "state" and a.negated and not b.negated and b.cue is not None:
        return True  # "unwilling to use A and to refrain from B"
    if _AND_OTHER.match(gap) or _AS_WELL_AS.search(bare):
        return True
    if _AND.search(gap) and _are_examples(item, a, b):
        return True
    alike = a.kind == b.kind or {a.kind, b.kind} in _ALIKE
    both = TOGETHER.search(lead(item, a)) or _COMBINED.match(item.quote(b.end, min(item.end, b.end + _NEAR)))
    listed = _ENUMERATION.fullmatch(gap) or _LAST_MEMBER.fullmatch(gap)
    return alike and not both and listed is not None


def _are_examples(item: Item, a: Statement, b: Statement) -> bool:
    """`(such as nodes, lung and pleural fluid)`."""
    inside = item.segments.bracket(b.at)
    if inside is None and _NEXT.fullmatch(item.quote(a.end, max(a.end, b.at))):
        before = item.quote(item.segments.bounds(a.at)[0], a.at)
        return _EXAMPLES.search(before) is not None and not a.negated and not b.negated
    if inside is None or inside != item.segments.bracket(a.at) or a.kind != b.kind:
        return False
    words = item.quote(*inside)
    return _BY_EXAMPLE.match(words) is not None and not _WHO.search(words)
