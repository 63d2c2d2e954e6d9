"""Words that nothing reads beside the name of a statement: what belongs to the name or narrows it is given to it.

`licensed vaccines`, `asthma exacerbation`, `epilepsy controlled by antiepileptics`: without those words the statement
says more than the text. Of the object of a verb that says what something does ("drugs causing arrhythmia") nothing is
stated. What is not understood stays unclaimed (`remains/unaccounted.py`).
"""

from eligex.assembly.beside.ahead import precede
from eligex.assembly.beside.behind import follow
from eligex.assembly.beside.steady import tell_steady
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lost_words import lost_words
from eligex.assembly.grammar.residual import Lost
from eligex.assembly.items.reading import Item
from eligex.assembly.qualifying.effects import withhold


def attach(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements with the words that belong to them; without those that a verb or a clause only speaks of."""
    lost = Lost(item, lost_words(item, statements, [], narrowing=True))
    if not lost:
        return statements
    statements = withhold(item, statements, lost)
    statements = follow(item, statements, lost)
    precede(item, statements, lost)
    tell_steady(item, statements, lost)
    return statements
