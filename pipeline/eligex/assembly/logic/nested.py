"""How a head holds together with the items nested under it."""

import re
from collections.abc import Sequence

from eligex.assembly.forms.statement import Statement
from eligex.assembly.forms.trees import join, replaced
from eligex.assembly.grammar.choices import at_least, counted
from eligex.assembly.heads.awaited import awaits
from eligex.assembly.items.reading import Item, by_head
from eligex.assembly.logic.joined_lines import Line, by_lines
from eligex.assembly.logic.kinds_below import one_of_kinds
from eligex.assembly.polarity.negation import instructs, requirement
from eligex.schema.trial import Logic

_ANY_HEAD = re.compile(
    r"\b(?:any|one|either|at least one|one or more)\b(?:\s+(?:\(?\d\)?|or more))*\s*(?:of\b|criteri)"
    r"|\b(?:either|or)\s*:?\s*$",
    re.IGNORECASE,
)
_ALL_HEAD = re.compile(r"\b(?:all|both|each)\b\s*(?:of\b)?", re.IGNORECASE)
_ALL_EXCEPTED = re.compile(  # "… unless all of the following criteria are met:"
    r"\b(?:unless|except\w*|if|provided)\b[^.;]*\b(?:all|both|each)\b[^.;]{0,40}\W*\Z", re.IGNORECASE
)
_PROVIDED = re.compile(r"\b(?:if|provided|providing|as\s+long\s+as|when)\b[^.;]*\Z", re.IGNORECASE)
_EXAMPLES = re.compile(
    r"\b(?:includ\w+(?:,?\s+but\s+(?:are\s+|is\s+)?not\s+limited\s+to)?|such\s+as|e\.?g\.?|for\s+example|like)[\s,]*(?:the\s+following|any\s+of\s+the\s+following|one\s+of\s+the\s+following)?\s*:\s*$",
    re.IGNORECASE,
)
Under = dict[str, list[Line]]  # the items right under each head


def _denies(head: Item) -> bool:
    """`No history of any of the following:` holds where each of its items, negated, holds; of what patients "must not
    have" each shuts out by itself."""
    if head.section == "exclusion" and instructs(head.text):
        return False
    return any(n.value.get("scope", [0, 0])[1] > head.end for n in head.negations)


def head_tree(head: Item, own: Logic, children: list[Logic]) -> Logic:
    """A head with nested items: how many of them must hold, by the head's own words."""
    below = [c for c in children if c is not None]
    if not below:
        return own
    count = counted(head.text)
    if _denies(head) and not awaits(head.own_words):  # "unable to: A; B" is either
        nested: Logic = join("all", below)
    elif count is not None and count > 1:
        nested = at_least(count, below)
    elif _is_choice(head):
        nested = join("any", below)
    else:
        nested = join("all", below)
    if own is None:
        return nested
    return join("all" if _narrows(head) else "any", [own, nested])


def _is_choice(head: Item) -> bool:
    """Whether any of its items is enough, by the head's own words and by what it excludes."""
    asked = counted(head.text) == 1 or _ANY_HEAD.search(head.text) is not None
    return asked or (head.section == "exclusion" and not _ALL_HEAD.search(head.text))


def nest(stated: Sequence[Line], trees: dict[str, Logic]) -> None:
    """Heads take their items' trees into `trees`, the deepest first. What an item permits is carved out of that of
    which its statements are an exception: of the head, or of another of its items."""
    under = by_head(stated)
    for item, statements in reversed(stated):
        if item.id in under:
            trees[item.id] = _with_items(item, statements, under, trees)


def _with_items(
    head: Item,
    own: Sequence[Statement],
    under: Under,
    trees: dict[str, Logic],
) -> Logic:
    below = under[head.id]
    for item, statements in below:
        base = _base(statements) if item.id not in under and _permits(statements) else None
        if base is not None and all(base is not s for s in statements):
            trees[item.id] = _together(trees[item.id])
    freeing = [
        (item.id, _base(statements)) for item, statements in below
        if _permits(statements) and not _is_conditional(trees[item.id])
    ]  # fmt: skip
    of_head = [trees[c] for c, base in freeing if any(base is s for s in own)]
    carved: dict[str, list[Logic]] = {}
    for c, base in freeing:
        if base is not None:
            carved.setdefault(base.id, []).extend(_flat([trees[c]]))
    leaves: dict[str, Logic] = {k: {"base": k, "except": v} for k, v in carved.items()}
    free = {c for c, _ in freeing}
    children = [None if item.id in free else replaced(trees[item.id], leaves) for item, _ in below]
    if counted(head.text) is None and not _denies(head):
        told = one_of_kinds(head, below, children)
        children = (
            by_lines(below, told, [_last_words(item, under) for item, _ in below])
            if told is children
            else told
        )
    named = carved_tree(head, trees[head.id], of_head, of=len(below))
    if (
        named is not None
        and _permits_if(head, own)
        and (asked := head_tree(head, None, children)) is not None
    ):
        return {"if": _together(named), "then": asked}
    tree = head_tree(head, named, children)
    return tree if tree is not None else join("any", _flat([trees[c] for c, _ in freeing]))


def _permits_if(head: Item, own: Sequence[Statement]) -> bool:
    """`Brain metastases are allowed if all of the following are met:` asks for nothing of who has none."""
    free = bool(own) and all(requirement(head, s) is None for s in own) and _base(own) is None
    return free and head.section == "inclusion" and _PROVIDED.search(head.text) is not None


def _is_conditional(tree: Logic) -> bool:
    return isinstance(tree, dict) and "if" in tree


def _together(tree: Logic) -> Logic:
    """`A is allowed if B` frees who has A and B: as an exception, and as that of which more is asked below."""
    parts = [tree["if"], tree["then"]] if isinstance(tree, dict) and "if" in tree else []
    return join("all", parts) if parts else tree


def _last_words(item: Item, under: Under) -> str:
    """What the last of the items under it ends with."""
    while item.id in under:
        item = under[item.id][-1][0]
    return item.text


def _permits(statements: Sequence[Statement]) -> bool:
    return bool(statements) and all(s.permitted for s in statements)


def _base(statements: Sequence[Statement]) -> Statement | None:
    return next((s.base for s in statements if s.base is not None), None)


def carved_tree(head: Item, tree: Logic, exceptions: list[Logic], *, of: int) -> Logic:
    """`tree` without what nested items permit. Of `of` items that free only together, none does where one was not
    understood."""
    if tree is not None and _ALL_EXCEPTED.search(head.text):
        exceptions = [join("all", exceptions)] if len(exceptions) == of else []
    flat = _flat(exceptions)
    return {"base": tree, "except": flat} if tree is not None and flat else tree


def _flat(trees: list[Logic]) -> list[Logic]:
    return [x for e in trees if e is not None for x in (e.get("any", [e]) if isinstance(e, dict) else [e])]


def _narrows(head: Item) -> bool:
    """Whether the items say more of what the head names; an exclusion that is whole, or that begins a list of
    examples, excludes by itself."""
    if head.section != "exclusion":
        return True
    return head.text.rstrip().endswith(":") and _EXAMPLES.search(head.text) is None
