"""Numbers, comparators, units, bounds and ranges over folded text: pure functions, no state.

>>> find_quantities(fold("AST ≤ 2.5 x ULN"))[0].relative_to
'ULN'
"""

from eligex.quantities.grammar import find_quantities
from eligex.quantities.model import Quantity

__all__ = ["Quantity", "find_quantities"]
