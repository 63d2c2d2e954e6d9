"""What a bound is of that names no subject (`under 31 pounds`), and which words before it name none."""

import re

# A quantity that names no subject is about the one thing measured in such a unit.
IMPLIED_BY_UNIT = {
    "a": "age", "kg": "body weight", "[lb_av]": "body weight", "mm[Hg]": "blood pressure", "kg/m2": "body mass index",
    "{drinks}": "alcohol use", "{cigarettes}": "smoking", "{packs}": "smoking", "{pack-years}": "smoking",
}  # fmt: skip


def implied_by(unit: object) -> str | None:
    """The one thing measured in such a unit, or in so much of it for each day."""
    key = str(unit)
    return IMPLIED_BY_UNIT.get(key.partition("/")[0] if key.startswith("{") else key)


_NO_NAME = re.compile(  # a verb or a word that says nothing of what is bounded
    r"(?:there|example|possible|about|according|fulfil\w*|meet(?:s|ing)?|satisf\w+|involv\w+|fail\w*|lost|donated|tolerat\w+|move"
    r"|.*\b(?:may|might|did|does|can|cannot|could|would)\s.*|x\s+(?:ULN|LLN)|\d+(?:\.\d+)?\s*(?:[mc]m|%|mg)\b.*|[dm]?L)\Z",
    re.IGNORECASE | re.DOTALL,
)


def names_nothing(words: str) -> bool:
    """`must not have involved > 25 %`, `did not hit ≥ 80`."""
    return _NO_NAME.match(words) is not None
