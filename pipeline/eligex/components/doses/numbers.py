"""Numbers as they stand in doses and schedules, and times with their UCUM unit."""

import re

from eligex.text.alternatives import alternatives
from eligex.vocab.doses import time_units

WORDS = {
    "half": 0.5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "sixteen": 16, "eighteen": 18,
    "twenty": 20,
    "twenty-one": 21, "twenty-four": 24, "twenty-eight": 28, "thirty": 30, "sixty": 60, "ninety": 90,
}  # fmt: skip
# At most fifteen digits: no number of a dose is longer, and none becomes infinite. None is cut short.
FIGURE = r"(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,12}(?:[.,]\d{1,2}(?!\d)|\.\d{1,9})?|\.\d{1,9})(?!\d)"
# `40 000`: a blank between thousands, told from two numbers by its round end.
SPACED = r"\d{1,3}(?:\s\d{3}){0,3}\s000(?!\d)"
WORD = f"(?:{alternatives(sorted(WORDS, key=len, reverse=True))})"
# `8 (eight)` is eight.
COUNT = rf"(?:(?:{FIGURE}|\b{WORD}\b)(?:\s?\((?:\d{{1,2}}|{WORD})\))?)"
TIME_NAMES = alternatives(sorted(time_units(), key=len, reverse=True))
TIME = f"(?:{TIME_NAMES})(?![a-z0-9])"
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def number(text: str) -> float:
    """`1,500` is a thousand and a half, `0,15` the decimal comma. Raises ValueError on anything else."""
    text = text.partition("(")[0]
    word = WORDS.get(text.strip().lower())
    if word is not None:
        return float(word)
    text = re.sub(r"\s", "", text)
    if _THOUSANDS.fullmatch(text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))


def unit_of(word: str) -> str:
    """UCUM unit of time of a word that `TIME` matched."""
    return time_units()[word.lower().rstrip(".")]
