"""What a thing acts on or is acted on by says more of it: `drugs that interact with A`, `a device affected by B`."""

import re

from eligex.assembly.grammar.serial import over_list
from eligex.assembly.items.reading import Item
from eligex.assembly.qualifying.purposes import RUN
from eligex.text.scan import Scanner

# before "affected by": who is so has what follows, while a drug or a device is told of by it
_WHO_IS = (
    "patient patients subject subjects participant participants women men individuals children relatives one"
    " is are was were been currently or"
)
_NOT_PEOPLE = "".join(rf"(?<!\b{word}\s)" for word in _WHO_IS.split())
_ACTED_ON = re.compile(
    rf"(?<=reactions\s)(?:due|related|secondary|attributed)\s+to\s+{RUN}+|(?<=effects\s)(?:due|related|secondary|attributed)\s+to\s+{RUN}+"
    rf"|\b(?:affect|influence|alter|worsen|mask)(?:s|ing)?\s+(?:the\s+)?(?:course|symptoms?|assessment|evaluation|severity)\s+of\s+{RUN}+"
    rf"|\b(?:interact(?:s|ing)?\s+with|(?<=drug\s)interactions?\s+with|(?:work|act)(?:s|ing)?\s+against|(?:not\s+)?(?:in)?compatible\s+with|(?:compromised|worsened|{_NOT_PEOPLE}affected|metaboli[sz]ed|exacerbated)\s+by)\s+{RUN}+",
    re.IGNORECASE,
)
_ACTIONS = Scanner(_ACTED_ON)


def interacting(item: Item) -> list[tuple[int, int]]:
    """`drugs that interact with X, Y or Z`, `infections whose treatment is compromised by X`: X is asked of nobody."""
    told = [m.span() for m in item.matches(_ACTIONS) if any(x.within(*m.span()) for x in item.mentions)]
    return [(a, over_list(item, a, b)) for a, b in told]
