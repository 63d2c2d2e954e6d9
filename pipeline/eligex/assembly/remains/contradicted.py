"""What an inclusion would both ask for and forbid: `written consent … that the patient may withdraw his consent`.

Of what every patient is asked for one of the two was misread. The denied one is withheld where nothing narrows it: a
bare `forbid consent` shuts out everybody.
"""

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.negation import requirement

_ASKED_OF_ALL = {"informed_consent", "contraception", "ability_to_comply", "willingness", "follow_up"}


def contradicted(item: Item, statements: list[Statement]) -> list[Statement]:
    if item.section != "inclusion":
        return []
    asked = {s.state for s in statements if s.state in _ASKED_OF_ALL and requirement(item, s) == "require"}
    return [s for s in statements if s.state in asked and _is_bare(s) and requirement(item, s) == "forbid"]


def _is_bare(s: Statement) -> bool:
    told = s.window is not None or s.duration is not None or s.applies_to is not None
    return s.base is None and not told and not s.qualifiers
