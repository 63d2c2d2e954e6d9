"""How a regimen that was read is compared with the one that is stated: only what is stated counts."""

import re
from dataclasses import asdict
from typing import Any

from eligex.schema.regimen import Regimen

FIELDS = (
    "dose", "route", "method", "infusion", "days", "cycle", "frequency", "start", "until", "relative",
    "total_duration",
)  # fmt: skip
NOT_COMPARED = ("text", "unit_text")


def stated(regimen: Regimen) -> dict[str, Any]:
    """The fields that a regimen states, without the words that they were written in."""
    found = {}
    for name in FIELDS:
        value = asdict(regimen)[name]
        if value in (None, []):
            continue
        found[name] = (
            {k: v for k, v in value.items() if k not in NOT_COMPARED} if isinstance(value, dict) else value
        )
    return found


def same_drug(regimen: Regimen, want: Any) -> bool:
    names = [n for n in (regimen.drug.text, regimen.drug.name) if n]
    return not want if not names else bool(want) and any(re.search(want, n, re.IGNORECASE) for n in names)


def same_field(want: Any, got: Any) -> bool:
    if isinstance(want, dict) and isinstance(got, dict):
        return all(_same_value(k, v, got.get(k)) for k, v in want.items())
    return bool(want == got)


def _same_value(key: str, want: Any, got: Any) -> bool:
    if key == "anchor" and want and got:
        return re.search(re.escape(want), got, re.IGNORECASE) is not None
    return bool(want == got)


def pair(wanted: list[dict[str, Any]], got: list[Regimen]) -> list[tuple[dict[str, Any], Regimen | None]]:
    """Each wanted regimen with the one of its drug that agrees with it in most fields, each used once."""
    left = list(got)
    pairs: list[tuple[dict[str, Any], Regimen | None]] = []
    for want in wanted:
        mine = [r for r in left if same_drug(r, want.get("drug"))]
        best = max(mine, key=lambda r: len(right(want, r)), default=None)
        if best is not None:
            left = [r for r in left if r is not best]
        pairs.append((want, best))
    return pairs


def right(want: dict[str, Any], got: Regimen | None) -> list[str]:
    """The stated fields that came out right."""
    if got is None:
        return []
    said = {**stated(got), "arm": got.arm}
    return [k for k in want if k != "drug" and same_field(want[k], said.get(k))]


def nlp_of_parts() -> Any:
    """A pipeline of the components that regimens rest on."""
    import spacy
    from eligex.text.tokenizer import TrialTokenizer

    nlp = spacy.blank("en")
    nlp.tokenizer = TrialTokenizer(nlp.vocab)
    for name in ("eligex_abbreviations", "eligex_drugs", "eligex_doses"):
        nlp.add_pipe(name)
    return nlp
