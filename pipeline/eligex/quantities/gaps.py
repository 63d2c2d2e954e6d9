"""What may stand between a comparator, a number and the next number of one expression."""

import re

from eligex.quantities.phrases import GAP

FILL = re.compile(
    rf"{GAP}(?:(?:the|an?|ages?|aged|of|total|scores?|value|level|approximately|approx\.?|about|around|is|or|to|"
    r"or[ ]equal[ ]to|than|~|:|=|either|x|×|NCI|CTCAE|CTC|NCI-CTC(?:AE)?|WHO|NYHA|toxicity|"
    r"grades?|class|stage|"
    r"at|at[ ]least|patient|their|completed|full|minimum|maximum|,)"
    r"(?:[ \t]+\n?[ \t]*|\n[ \t]*|(?<=[~:=×xX])|\Z)){0,5}",
    re.IGNORECASE,
)
BLANK = re.compile(rf"{GAP}(?:and{GAP})?", re.IGNORECASE)
EXTREME = re.compile(r"(?:[ \t]+[a-z]+){1,3}[ \t]+(?:of|is|:)[ \t]*|[ \t]+age:?[ \t]*", re.IGNORECASE)
BRACKET = re.compile(rf"{GAP}[(\[][ \t]*")
RESTATED = re.compile(
    rf"{GAP}[(\[][ \t]*(?:or|i\.?e\.?,?|=|equivalent to|equal to|approximately|approx\.?|about|~|≈|"
    r"corresponding to)?[ \t]*",
    re.IGNORECASE,
)
CLOSE = re.compile(r"[ \t]*[)\]]")
AND = re.compile(
    rf"{GAP},?{GAP}(?:(?:and|but|to|&|-|yet|through|/|~|with|up)(?![^\W_]){GAP}|[-&/~]{GAP})?(?:also{GAP})?"
    rf"(?:(?:is|are|be|must be|ages?|aged|years|old|no|of age){GAP}){{0,2}}",
    re.IGNORECASE,
)
OR = re.compile(rf"{GAP},?{GAP}(?:or|and)(?:{GAP}(?:is|are|ages?|aged))?{GAP}", re.IGNORECASE)
TO = re.compile(
    rf"{GAP}(?:-|~|--|to|through|thru|until|till|up[ ]to|and[ ]up[ ]to|-to-|/-){GAP}", re.IGNORECASE
)
TO_AND = re.compile(
    rf"{GAP}(?:-|~|to|through|and|&|until|up[ ]to|and[ ]up[ ]to){GAP}"
    rf"(?:(?:the|age|ages|age[ ]of){GAP}){{0,2}}",
    re.IGNORECASE,
)
LIST = re.compile(rf"{GAP}(?:,?{GAP}(?:or|and|and/or|&)(?![^\W_])|,|/){GAP}", re.IGNORECASE)
INCLUSIVE = re.compile(
    rf"{GAP}[,(\[]?[ \t]*(?:both[ \t]+|limits[ \t]+|ages[ \t]+)?inclusive(?:ly)?[ \t]*[)\]]?", re.IGNORECASE
)
EXCLUSIVE = re.compile(
    rf"{GAP}[,(\[]?[ \t]*(?:both[ \t]+)?(?:exclusive|not[ \t]+inclusive)[ \t]*[)\]]?", re.IGNORECASE
)
SUBJECT = re.compile(r"[ \t]*[^\W\d_][^\n;<>≤≥=]{0,60}")
START = re.compile(r"(?:^|[\n(,;:•*\]-]|(?<![^\W_])(?:and|or|with|if|have|has|is|:))[ \t]*$", re.IGNORECASE)
POST_GAP = re.compile(r"[ \t]*(?:\n[ \t]*)?(?:of[ ]age|old|age|of)?[ \t]*,?[ \t]*", re.IGNORECASE)
NOT = re.compile(r"(?<![^\W_])not?[ \t]+$", re.IGNORECASE)
BEGIN = re.compile(r"(?:^|\n[ \t]*(?:[-*•]|\d{1,2}[.)])?|\bage[ds]?|\bages of)[ \t]*$", re.IGNORECASE)

_NAMED = re.compile(
    r"\b(?:groups?|(?:geno|sub)?types?|class(?:es)?|stages?|categor(?:y|ies))\s+(?P<led>\d{1,2}(?:\s*,\s*\d{1,2})*)\s*,\s*\Z",
    re.IGNORECASE,
)
_NEAR = 40


def led_by(text: str, start: int) -> tuple[int, list[int]]:
    """Where the numbers begin that stand before a list in the same row and that a name took ("types 4, | 5 or 6"), and
    they; `start` where there are none."""
    m = _NAMED.search(text, max(0, start - _NEAR), start)
    return (m.start("led"), [int(n) for n in m["led"].split(",")]) if m else (start, [])
