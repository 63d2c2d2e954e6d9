"""What is only done in some case: `a scan is only required if clinically indicated`, `(patients to be withdrawn if it
occurs during the study)`. Nobody is asked to have any of it.
"""

import re

from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

EXAMINED = (
    r"(?:tests?|testing|examinations?|exams?|consent|evaluations?|assessments?|biops(?:y|ies)|confirmation|screening|fluency|documentation"
    r"|(?:echo|electro)cardiogra\w+|ECG|x-?rays?|scans?|recovery|contraception|fraction|wash-?out|measurements?|imaging)"
)
_DONE = r"(?:required|needed|necessary|mandatory|performed|done|obtained|indicated)"
_ONLY_IF = Scanner(
    lazily(
        rf"\b(?:is|are|(?:will|need|needs?\s+to)\s+be)\s+(?:only\s+(?:to\s+)?(?:be\s+)?{_DONE}|{_DONE}\s+only)\s+(?:if|when|in\s+case)\b"
        r"(?:[^.;()]|\.\d|\([^()]*\))*",
        re.IGNORECASE,
    )
)
_WHAT = lazily(rf"(?:{EXAMINED}|clearance|CT|MRI|PCR)\b(?!.*[;:])", re.IGNORECASE | re.DOTALL)
# that asks something of those who have it
_ASKS = lazily(
    r"\b(?:patients?|subjects?|participants?|wom[ae]n|m[ae]n|who|wash-?\s?out|consent|contraception|recovery)\b",
    re.IGNORECASE,
)
_TO_WITHDRAW = Scanner(
    lazily(
        r"\(\s*(?:(?:such|these|those)\s+)?(?:patients?|subjects?|participants?|individuals)\s+(?:are\s+)?(?:to|will|should|must)\s+be\s+"
        r"(?:withdrawn|removed|discontinued)\b[^()]*\)",
        re.IGNORECASE,
    )
)


_STOPPED = lazily(  # what an exclusion says of the drugs it has named
    r"\W*(?:such|these|those)\s+(?:[\w-]+\s+)?(?:drugs?|medications?|medicines|agents?|treatments?|therap(?:y|ies))\s+"
    r"(?:should|must|need\s+to|have\s+to|will)\s+(?:be|have\s+been)\s+(?:discontinued|stopped|withheld|held|washed\s+out)\b",
    re.IGNORECASE,
)


def formalities(item: Item) -> list[tuple[int, int]]:
    """Extents of such words, each to the end of its clause."""
    found = [m.span() for m in item.matches(_TO_WITHDRAW)]
    if item.section == "exclusion":
        found += [e for e in item.sentences if _STOPPED.match(item.whole, *e)]
    for m in item.matches(_ONLY_IF):
        lo, _ = item.segments.bounds(m.start())
        inside = item.segments.bracket(m.start())
        lo = max(lo, inside[0]) if inside else lo
        lo += item.quote(lo, m.start()).rfind(", ") + 1
        words = item.quote(lo, m.start())
        if _WHAT.search(words) and not _ASKS.search(words):
            found.append((lo, m.end()))
    return found
