"""How a head holds together with the items nested under it."""

import re

from eligex.assembly.forms.trees import join
from eligex.assembly.grammar.choices import at_least, counted
from eligex.assembly.heads.awaited import awaits
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.negation import instructs
from eligex.schema.trial import Logic

_ANY_HEAD = re.compile(
    r"\b(?:any|one|either|at least one|one or more)\b(?:\s+(?:\(?\d\)?|or more))*\s*(?:of\b|criteri)|\bor\s*:?\s*$",
    re.IGNORECASE,
)
_ALL_HEAD = re.compile(r"\b(?:all|both|each)\b\s*(?:of\b)?", re.IGNORECASE)
_ALL_EXCEPTED = re.compile(  # "… unless all of the following criteria are met:"
    r"\b(?:unless|except\w*|if|provided)\b[^.;]*\b(?:all|both|each)\b[^.;]{0,40}\W*\Z", re.IGNORECASE
)
_EXAMPLES = re.compile(
    r"\b(?:includ\w+(?:,?\s+but\s+(?:are\s+|is\s+)?not\s+limited\s+to)?|such\s+as|e\.?g\.?|for\s+example|like)[\s,]*(?:the\s+following|any\s+of\s+the\s+following|one\s+of\s+the\s+following)?\s*:\s*$",
    re.IGNORECASE,
)


def _denies(head: Item) -> bool:
    """`No history of any of the following:` holds where each of its items, negated, holds; of what patients "must not
    have" each shuts out by itself."""
    if head.section == "exclusion" and instructs(head.text):
        return False
    return any(n.value.get("scope", [0, 0])[1] > head.end for n in head.negations)


def head_tree(head: Item, own: Logic, children: list[Logic], *, alternatives: bool = False) -> Logic:
    """A head with nested items: how many of them must hold, by the head's own words; `alternatives` tells that
    an `or` stands between them."""
    below = [c for c in children if c is not None]
    if not below:
        return own
    count = counted(head.text)
    if _denies(head) and not awaits(head.own_words):  # "unable to: A; B" is either
        nested: Logic = join("all", below)
    elif count is not None and count > 1:
        nested = at_least(count, below)
    elif (
        alternatives
        or count == 1
        or _ANY_HEAD.search(head.text)
        or (head.section == "exclusion" and not _ALL_HEAD.search(head.text))
    ):
        nested = join("any", below)
    else:
        nested = join("all", below)
    if own is None:
        return nested
    return join("all" if _narrows(head) else "any", [own, nested])


def carved_tree(head: Item, tree: Logic, exceptions: list[Logic], *, of: int) -> Logic:
    """`tree` without what nested items permit; their trees alone where the head asks for nothing. Of `of` items that
    free only together, none does where one was not understood."""
    if tree is not None and _ALL_EXCEPTED.search(head.text):
        exceptions = [join("all", exceptions)] if len(exceptions) == of else []
    flat = [
        x for e in exceptions if e is not None for x in (e.get("any", [e]) if isinstance(e, dict) else [e])
    ]
    if tree is None or not flat:
        return join("any", flat) if tree is None else tree
    return {"base": tree, "except": flat}


def _narrows(head: Item) -> bool:
    """Whether the items say more of what the head names; an exclusion that is whole, or that begins a list of
    examples, excludes by itself."""
    if head.section != "exclusion":
        return True
    return head.text.rstrip().endswith(":") and _EXAMPLES.search(head.text) is None
