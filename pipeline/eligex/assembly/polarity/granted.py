"""What an inclusion grants by `may`: `patients may have had A, B or C with D`, `may have bone marrow involvement`.

Nothing of such a clause is asked for, but what is denied in it and the most that it allows ("up to two lines").
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_MAY = Scanner(
    lazily(
        r"(?<!who )(?<!that )\b(?:is|are)\s+(?:allowed|permitted),?\s+(?:\(?but\s+(?:are\s+)?not\s+required\)?,?\s+)?"
        r"to\s+(?:have|receive|take|undergo|use)\s"
        r"|(?<!who )(?<!that )(?<!which )\b(?:may|can|could)\s+(?:(?!only\b)(?:\w+ly|also)\s+)?"
        r"(?:be\s+(?:taking|receiving|using|treated\s+with)"
        r"|have\s+(?:(?:previously|already|also)\s+)?(?:received|had|taken|undergone|been\s+(?:treated|on)(?:\s+with)?)\b"
        r"|have(?=\s+(?!been\b))|(?<=may\s)(?:continue|receive|take|use))\s|(?<=\()(?:can|may|could)\s+(?:also\s+)?be\s",
        re.IGNORECASE,
    )
)
_CLAUSE = lazily(  # where another one begins
    r"[;:]|\b(?:but|however|must|should|shall|unless|except|provided|providing|if|when|although|as\s+long\s+as|(?:is|are)\s+required)\b"
    r"|,?\s+(?:and|or)\s+(?:(?:also|then)\s+)?(?:have|has|be|are|is|no|not|agree|willing|adequate|normal|use)\b"
    r"|(?<=[a-z)\d]\s)(?-i:Patients|Subjects|Participants|No|Must|Adequate|Age|Life|ECOG|At|Prior|Previous|Measurable|Negative|Willing|Able"
    r"|Signed|The|Women|Men|Not|Any|All|Normal|Absolute|Performance|Written|Histolog\w+|Concurrent)\s",
    re.IGNORECASE,
)
_THINGS = ("condition", "drug", "procedure", "state")
_NEAR = 60  # characters from the verb to the first thing


def granted(item: Item, statements: list[Statement]) -> list[Statement]:
    if item.section != "inclusion":
        return []
    found: list[Statement] = []
    for m in item.matches(_MAY):
        inside = item.segments.bracket(m.start())
        hi = min(item.segments.bounds(m.start())[1], inside[1] if inside else item.end)
        if stop := _CLAUSE.search(item.text, m.end() - item.start, hi - item.start):
            hi = item.start + stop.start()
        own = [s for s in statements if m.end() <= s.at < hi]
        if own and own[0].at - m.end() < _NEAR:
            found += [s for s in own if s.kind in _THINGS and not _is_asked(s)]
    return found


def _is_asked(s: Statement) -> bool:
    """What is denied, but by a prefix ("non-cytotoxic"), and an upper end: "may have had up to 3 lines of therapy"."""
    t = s.threshold
    denied = s.negated and s.cue is not None and s.cue.value["kind"] != "prefix"
    return denied or (t is not None and t.value.get("low") is None)
