"""What an inclusion names for the case that it is needed: `haemoglobin ≥ 9 g/dL (after transfusion if needed)`, `on A
and, if necessary, B`, `a bone scan, if indicated`.

Of a patient who needs no such treatment or test nobody asks it.
"""

import re

from eligex.assembly.forms.statement import Statement, is_treatment
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_NEED = Scanner(
    lazily(
        r"\bif\s+(?:(?:clinically|medically|otherwise)\s+)?(?:needed|necessary|required|indicated|applicable)\b(?=\s*(?:[,;.)\]]|\Z))",
        re.IGNORECASE,
    )
)
_BEFORE = lazily(r"[\s,)(\[]*(?:(?:use|support|administration|supplementation)[\s,(]*)?", re.IGNORECASE)
_LEADING = lazily(r"(?:\b(?:and|plus|with)|[,(])[\s,(]*\Z", re.IGNORECASE)
_BEHIND = lazily(
    r"\s*[,)\]]\s*(?:(?:an?|the|with|of|by|use|additional|(?:some\s+)?other)\s+)*", re.IGNORECASE
)
_OR = lazily(r"\bor\s+(?:[\w-]+\s+)?\Z", re.IGNORECASE)
_NEAR = 12  # characters of the joint before it


def at_need(item: Item, statements: list[Statement]) -> list[Statement]:
    """The treatments and tests right before or behind such words, without a bound."""
    if item.section != "inclusion":
        return []
    found: list[Statement] = []
    for m in item.matches(_NEED):
        ahead = item.quote(max(item.start, m.start() - _NEAR), m.start())
        for s in statements:
            told = s.end <= m.start() and _BEFORE.fullmatch(item.quote(s.end, m.start()))
            led = m.end() <= s.at and _LEADING.search(ahead) and _BEHIND.fullmatch(item.quote(m.end(), s.at))
            found += [s] if (told or led) and _is_asked(s) and not _is_choice(item, s) else []
    return found


def _is_choice(item: Item, s: Statement) -> bool:
    """`A or B if needed`: B is one of two that would do."""
    return _OR.search(item.quote(max(item.start, s.at - _NEAR), s.at)) is not None


def _is_asked(s: Statement) -> bool:
    return is_treatment(s) and not s.negated and s.threshold is s.value is s.window is None
