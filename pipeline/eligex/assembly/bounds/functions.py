"""`Adequate liver function - bilirubin, AST ≤ 2 × ULN`: the bound is of the tests, the function is what they show."""

from eligex.assembly.bounds.nominal import nominal
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item

_FUNCTION = ("function", "functions")


def spare_functions(item: Item, statements: list[Statement]) -> None:
    """Takes the bound from a function that shares it with the test behind; a result in words is its own."""
    functions = [s for s in statements if s.threshold is not None and _is_function(item, s)]
    for s in functions:
        if any(x.threshold == s.threshold and x.at > s.at and not _is_function(item, x) for x in statements):
            _spare(item, s)


def _is_function(item: Item, s: Statement) -> bool:
    if s.subject is None:
        return False
    words = s.subject.name if s.is_elided else item.quote(s.subject.start, s.subject.end)
    return (words or "").lower().endswith(_FUNCTION)


def _spare(item: Item, s: Statement) -> None:
    assert s.subject is not None
    s.threshold = s.bounds = None
    s.start, s.end = s.subject.start, s.subject.end
    s.taken = {(s.start, s.end)}
    s.value = nominal(item, s, s.subject)
