"""Nodes of a criterion's and/or tree, put together."""

from collections.abc import Iterator, Sequence

from eligex.schema.trial import Logic


def join(how: str, nodes: Sequence[Logic]) -> Logic:
    """All nodes under one `how` (`all`, `any`): those of the same kind are merged, a single one stands alone."""
    kept = [n for n in nodes if n is not None]
    flat = [x for n in kept for x in (n[how] if isinstance(n, dict) and list(n) == [how] else [n])]
    return flat[0] if len(flat) == 1 else {how: flat} if flat else None


def without(tree: Logic, trees: list[Logic]) -> Logic:
    """`tree` with `trees` carved out of the whole of it."""
    if not trees:
        return tree
    if isinstance(tree, dict) and "base" in tree:
        return {"base": tree["base"], "except": [*tree["except"], *trees]}
    return {"base": tree, "except": trees}


def replaced(tree: Logic, leaves: dict[str, Logic]) -> Logic:
    """`tree` with other trees in the place of some of its leaves."""
    if isinstance(tree, str):
        return leaves.get(tree, tree)
    if isinstance(tree, list):
        return [replaced(x, leaves) for x in tree]
    if isinstance(tree, dict):
        return {how: replaced(x, leaves) for how, x in tree.items()}
    return tree


def leaves(tree: Logic) -> Iterator[str]:
    """The ids in a tree, in its order."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, (dict, list)):
        for part in tree.values() if isinstance(tree, dict) else tree:
            yield from leaves(part)
