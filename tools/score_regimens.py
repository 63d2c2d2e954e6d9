"""Scores regimens, field by field, against a gold that was annotated by reading real descriptions.

    python tools/score_regimens.py --trials TRIALS.jsonl.gz --gold tests/regimens/read.jsonl [--show]

A line of a gold is `{"trial","field","index","regimens"}`: which description of which record, and its
regimens with the contract's fields. A drug and an anchor are extents in the description (a drug's list of
extents are names of the same drug), so that the gold holds no words of a record. `unsure` names fields, or
parts of one, that two readers may read otherwise, and `alt` other readings of a field; `optional` marks a
regimen that need not be read. Each other field of a regimen is one item. A regimen that is not in the gold
counts as half a missed and half a wrong item: score = 2 hits / (2 items + surplus regimens).
"""

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

NOT_FIELDS = ("drug", "unsure", "alt", "optional")
NOT_COMPARED = ("text", "unit_text")
FREE_TEXT = ("anchor",)


def field_is_right(name: str, want: Any, got: Any, unsure: set[str]) -> bool:
    if got is None or got == []:
        return False
    if name == "days":
        return _each_day(want) == _each_day(got)
    if not isinstance(want, dict):
        return bool(want == got)
    return all(
        _is_same(key, value, got.get(key))
        for key, value in want.items()
        if key not in NOT_COMPARED and f"{name}.{key}" not in unsure
    )


def _is_same(key: str, want: Any, got: Any) -> bool:
    if key in FREE_TEXT:
        return want is None or (got is not None and want.lower() in got.lower())
    if isinstance(want, (int, float)) and isinstance(got, (int, float)):
        return abs(want - got) < 1e-6
    return bool(want == got)


def _each_day(ranges: list[list[int]]) -> set[int]:
    return {day for first, last in ranges for day in range(first, last + 1)}


def right_fields(want: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """The fields that `want` states for sure and `got` has right."""
    unsure = set(want.get("unsure", []))
    return [
        name
        for name in stated_fields(want)
        if any(
            field_is_right(name, v, got.get(name), unsure)
            for v in (want[name], *want.get("alt", {}).get(name, []), *_per_day(name, want))
        )
        or (name == "frequency" and _is_daily(want, got))
    ]


def stated_fields(want: dict[str, Any]) -> list[str]:
    return [k for k in want if k not in NOT_FIELDS and k not in want.get("unsure", [])]


def _per_day(name: str, want: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """`8 mg daily` is 8 mg once a day or 8 mg/d."""
    if name == "dose" and not want["dose"]["unit"].endswith("/d"):
        yield {**want["dose"], "unit": want["dose"]["unit"] + "/d"}


def _is_daily(want: dict[str, Any], got: dict[str, Any]) -> bool:
    rate = want["frequency"]
    once_a_day = (rate["times"], rate["period"], rate["period_unit"]) == (1, 1, "d")
    return once_a_day and str((got.get("dose") or {}).get("unit") or "").endswith("/d")


def is_drug(want: dict[str, Any], got: dict[str, Any]) -> bool:
    names = [n for n in (got["drug"]["text"], got["drug"]["name"]) if n]
    wanted = want["drug"]
    return not wanted or any(re.search(re.escape(w), n, re.IGNORECASE) for w in wanted for n in names)


def paired(
    wanted: list[dict[str, Any]], found: list[dict[str, Any]]
) -> tuple[list[tuple[dict[str, Any], dict[str, Any]]], list[dict[str, Any]]]:
    """Each wanted regimen with the one of its drug that has most fields right, `{}` where there is none;
    and the found ones that nobody wanted. An optional one counts only where it was found."""
    left, pairs = list(found), []
    for want in sorted(wanted, key=lambda w: bool(w.get("optional"))):
        mine = [g for g in left if is_drug(want, g)]
        best = max(mine, key=lambda g: len(right_fields(want, g)), default=None)
        if best is not None:
            left = [g for g in left if g is not best]
        if not want.get("optional"):
            pairs.append((want, best or {}))
    return pairs, left


@dataclass(slots=True)
class Score:
    """Counts of items and of regimens over the descriptions read so far."""

    hits: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    regimens: int = 0
    surplus: int = 0
    texts: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, label: str, wanted: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
        pairs, left = paired(wanted, found)
        self.texts, self.regimens = self.texts + 1, self.regimens + len(pairs)
        self.surplus += len(left)
        for want, got in pairs:
            good = right_fields(want, got) if got else []
            self.hits.update(good)
            self.items.update(stated_fields(want))
            for name in stated_fields(want):
                if name not in good:
                    self.notes.append(
                        f"missed {label} {want['drug']} {name} {want[name]} got {got.get(name)}"
                    )
        for got in left:
            stated = {k: v for k, v in got.items() if v and k not in ("id", "drug", "evidence", "section")}
            self.notes.append(f"surplus {label} {got['drug']['text']} {stated}")

    @property
    def share(self) -> float:
        return self.hits.total() / max(1, self.items.total())

    @property
    def score(self) -> float:
        return 2 * self.hits.total() / max(1, 2 * self.items.total() + self.surplus)


def with_words(regimen: dict[str, Any], text: str) -> dict[str, Any]:
    """A gold regimen with the words that its extents stand for."""
    full = dict(regimen)
    drug = full["drug"]
    spans = drug if drug and isinstance(drug[0], list) else [drug]
    full["drug"] = [s if isinstance(s, str) else text[slice(*s)] for s in spans if s]
    for name in ("start", "until", "relative"):
        if name in full and isinstance(full[name].get("anchor"), list):
            full[name] = {**full[name], "anchor": text[slice(*full[name]["anchor"])]}
    return full


def rows_of(gold: Path, trials: Path) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """(label, description, wanted regimens) of each line of a gold."""
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    wanted = {row["trial"] for row in rows}
    with gzip.open(trials, "rt", encoding="utf-8") as lines:
        records = {r["id"]: r for r in map(json.loads, lines) if r["id"] in wanted}
    for row in rows:
        text = records[row["trial"]][row["field"]][row["index"]]["description"]
        label = f"{row['trial']}/{row['field']}/{row['index']}"
        yield label, text, [with_words(r, text) for r in row["regimens"]]


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--trials", type=Path, required=True)
    options.add_argument("--gold", type=Path, required=True)
    options.add_argument("--show", action="store_true", help="print each miss and each surplus regimen")
    chosen = options.parse_args()
    import eligex

    nlp, score, digest = eligex.load(), Score(), hashlib.sha256(chosen.gold.read_bytes())
    for label, text, wanted in rows_of(chosen.gold, chosen.trials):
        digest.update(text.encode())
        score.add(label, wanted, [asdict(r) for r in nlp(text)._.trial.regimens])
    if chosen.show:
        print("\n".join(score.notes))
    print(f"{date.today()} {chosen.gold.name}, data sha256 {digest.hexdigest()[:16]}")
    print(f"{score.texts} descriptions, {score.regimens} regimens, {score.surplus} that nobody asked for")
    print(", ".join(f"{k} {score.hits[k]}/{n}" for k, n in sorted(score.items.items())))
    print(
        f"fields {score.hits.total()}/{score.items.total()} ({score.share:.3f}), score with surplus {score.score:.3f}"
    )


if __name__ == "__main__":
    main()
