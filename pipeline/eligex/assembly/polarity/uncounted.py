"""What a text names without asking for it.

`Lesions that are considered non-measurable include the following:` tells what a word means, and nobody needs to have
what is nested; of `measurable or non-measurable disease` neither is asked for.
"""

import re

from eligex.text.lazily import lazily

_NOT_COUNTED = lazily(
    r"(?:\b(?:not\s+(?:be\s+)?considered\s+(?:to\s+be\s+|as\s+)?(?:\w+\s+)?measurable|considered\s+(?:to\s+be\s+|as\s+)?(?:\w+\s+)?non-?\s?measurable)\b"
    r"|\bnon-?\s?measurable\s+(?:disease|lesions?|tumou?rs?)\s+(?:(?:is|are)\s+(?:defined\b)?|includes?\b))[^.;:]{0,60}:\s*\Z",
    re.IGNORECASE,
)

# "either myeloablative or non-myeloablative": a thing or its opposite, so neither is asked for
_EITHER = lazily(
    r"\beither\s+(?P<x>[a-z]{4,})\w*\s+or\s+non-?\s?(?P=x)"
    r"|(?<!both\s)\b(?P<y>measur|evalu|assess)able\s*(?:\bor|\band/or|\band|/)\s*non-?\s?(?P=y)",
    re.IGNORECASE,
)


def either_way(words: str) -> bool:
    """Whether a thing or its opposite is meant, so that neither is asked for."""
    return _EITHER.search(words) is not None


def uncounted(head: str) -> bool:
    """Whether a head says of what follows that it does not count as disease that can be measured."""
    return "easurable" in head and _NOT_COUNTED.search(head) is not None
