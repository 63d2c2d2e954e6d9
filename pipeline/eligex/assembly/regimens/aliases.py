"""Names that say which drug another one is: an alias in brackets, a placebo of it, the name of the study drug."""

import re
from typing import Optional

from eligex.assembly.regimens.mentions import Mention, is_blind

# `a placebo consisting of 5 mL of saline`
_MADE = re.compile(
    r"(?:\s(?:tablets?|capsules?|injections?))?\s(?:consist(?:s|ing)\sof|compos(?:ed|ing)\sof|made\s(?:up\s)?of|containing|of)\s"
    r"(?:only\s)?(?:[\d.,]+\s?[a-z]{1,6}\s(?:of\s)?)?(?:[\d.]+\s?%\s)?",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"[®™]?\s?(?:[\[(][^()\[\]]{1,30}[\])]\s?)?[)\]]")
# A noun for what was named before it: `Dramadol is an oral drug`.
_COMMON = re.compile(
    r"(?:(?:oral|study|investigational|monoclonal|active)\s)*(?:drugs?|agents?|medications?|antibod(?:y|ies)|compounds?"
    r"|products?|medicines?)",
    re.IGNORECASE,
)
_KINDS = ("antibody", "vaccine", "compound", "agent", "inhibitor")
_OF_PLACEBO = re.compile(r"\s(?:[\d.,]{1,8}\s?[a-zA-Zμ]{1,5}\s)?|-?\smatch(?:ing|ed)\s")
_DOSED = re.compile(
    r"(?:\s(?i:injection|tablets?|capsules?))?\s[\d.,]{1,8}\s?[a-zA-Zμ]{1,5}\s?[(\[]"
)  # `Zoladex 3.6 mg (goserelin)`
_PIECES = re.compile(r"^(?:tablets?|capsules?|injections?|infusions?|solution)\s")
_WAY = re.compile(r"(?<=\w)\s(?:oral|iv|intravenous|subcutaneous|sc|intramuscular|topical|inhaled)$")
_MATCHING = (
    "to", "for", "of", "matching", "matching to", "to match", "matched to", "matched with", "corresponding to",
    "identical to", "comparator for", "comparator to", "control for", "version of", "resembling",
)  # fmt: skip
STUDY = re.compile(
    r"(?:study|trial|investigational|protocol)[ -](?:drugs?|medications?|treatments?|products?)",
    re.IGNORECASE,
)


def names(text: str, a: Mention, b: Mention, own: Optional[re.Pattern[str]]) -> bool:
    """`study drug (dramadol)` is dramadol, `monoclonal antibody Hu1D10` Hu1D10."""
    written = text[a.start : a.end]
    kind = _COMMON.fullmatch(written) or written.endswith(_KINDS)
    if own and kind and text[a.end : b.start] == " ":
        return own.fullmatch(b.drug.text or "") is not None
    general = STUDY.fullmatch(written)
    return bool(general) and text[a.end : b.start].strip() == "("


def is_placebo_of(text: str, a: Mention, b: Mention) -> bool:
    """`Xolair placebo` is a placebo."""
    between = _OF_PLACEBO.fullmatch(text, a.end, b.start)
    return bool(between) and is_blind(text[b.start : b.end])


def start_of(text: str, a: Mention, b: Mention) -> int:
    """Where `Xolair placebo` begins; the dose of `Xolair 5 mg placebo` stands before the placebo."""
    return a.start if text[a.end : b.start] == " " else b.start


def is_alias(text: str, a: Mention, b: Mention) -> bool:
    """`Neupogen (G-CSF)`: the name in brackets is the same drug's."""
    if b.drug.code is None and _COMMON.fullmatch(text[b.start : b.end]):
        return True
    parts = text[a.start : a.end].split("/")
    if len(parts) > 1 and text[b.start : b.end] in parts:
        return True  # `150 mg TMP` of TMP/SMZ
    placebo = is_blind(text[a.start : a.end])
    if placebo and _MADE.fullmatch(text, a.end, b.start):
        return True
    gap = text[a.end : b.start].strip(" ®™").lower()
    if a.key == b.key and gap == "(":
        return True
    if re.fullmatch(r"[a-z]+ \(", gap) and re.fullmatch(r"[A-Z]+-?\d+", text[b.start : b.end]):
        return text[b.end : b.end + 1] == ")"  # `omalizumab alpha (CMAB007)`
    coded = a.drug.name is None and re.search(r"\d", a.key) and b.drug.code is not None
    if coded and text[a.end : b.start] == " ":
        return True  # `ITF2357 Givinostat`
    if gap == "/" and all(m.drug.name is None and re.search(r"\d", m.key) for m in (a, b)):
        return True
    if not gap and b.drug.code is None and "\n" not in text[a.end : b.start]:
        return not is_blind(text[b.start : b.end])
    if placebo and _WAY.sub("", _PIECES.sub("", gap).lstrip("(")) in _MATCHING:
        return True
    if placebo and text[a.end : b.start] == " ":
        return True  # `1500 mg of placebo dramadol`
    dosed = b.drug.code is not None and _DOSED.fullmatch(text, a.end, b.start)
    return (gap in ("(", "[") or bool(dosed)) and bool(_CLOSED.match(text, b.end))
