"""Scores numeric bounds on the Leaf Clinical Trials corpus: (line, operator, value) against brat's gold.

    python tools/score_bounds.py --data LCT_FOLDER [--part 1] [--show]

The corpus (Dobbins et al., Scientific Data 2022, MIT) is not in this repository. A trial is in part
int(sha256(trial id), 16) % 5. A bound is an `Eq-Comparison` that is a `Numeric-Filter` of an event.
"""

import argparse
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import eligex
from eligex.corpora import part_of
from eligex.corpora.brat import Standoff, parse
from spacy.language import Language

Bound = tuple[int, str, float]
SIGNS = {"GTEQ": "≥", "GT": ">", "LTEQ": "≤", "LT": "<"}
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def bounds(gold: Standoff) -> Iterator[Bound]:
    """The bounds of a document's numeric filters."""
    events = gold.events
    filters = {t for e in events.values() for role, t in e.arguments if role.startswith("Numeric-Filter")}
    for key in sorted(filters & events.keys()):
        event = events[key]
        if event.label != "Eq-Comparison":
            continue
        line = gold.text.count("\n", 0, gold.spans[event.trigger].start)
        values = [v for role, x in event.arguments if role.startswith("Value") for v in _number(gold, x)]
        signs = [
            gold.attributes.get(x, {}).get("Eq-Operator-Value")
            for role, x in event.arguments
            if role.startswith("Operator")
        ]
        if len(signs) == 1 and signs[0] in SIGNS and len(values) == 1:
            yield line, SIGNS[signs[0]], values[0]
        elif signs == ["BETWEEN"] and len(values) == 2:
            yield line, "≥", min(values)
            yield line, "≤", max(values)


def _number(gold: Standoff, key: str) -> list[float]:
    text = gold.spans[key].text.strip() if key in gold.spans else ""
    return [float(text.replace(",", ""))] if NUMBER.fullmatch(text) else []


def found(nlp: Language, text: str) -> Iterator[Bound]:
    for c in nlp(text)._.trial.constraints:
        if c.range is None:
            continue
        line = text.count("\n", 0, c.range.start)
        if c.range.low is not None:
            yield line, "≥" if c.range.low_inclusive else ">", float(c.range.low)
        if c.range.high is not None:
            yield line, "≤" if c.range.high_inclusive else "<", float(c.range.high)


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--part", type=int, default=1)
    options.add_argument("--show", action="store_true", help="print each miss and each extra bound")
    chosen = options.parse_args()
    nlp = eligex.load()
    digest = hashlib.sha256()
    hits = extra = missed = trials = 0
    for path in sorted(chosen.data.glob("*.ann")):
        if part_of(path.stem) != chosen.part:
            continue
        text, ann = path.with_suffix(".txt").read_bytes(), path.read_bytes()
        digest.update(text + ann)
        words = text.decode("utf-8")
        gold = Counter(bounds(parse(words, ann.decode("utf-8"))))
        mine = Counter(found(nlp, words))
        trials, hits = trials + 1, hits + (gold & mine).total()
        extra, missed = extra + (mine - gold).total(), missed + (gold - mine).total()
        if chosen.show:
            for name, rest in (("missed", gold - mine), ("extra", mine - gold)):
                for line, sign, value in rest:
                    print(name, sign, value, "|", words.split("\n")[line].strip()[:110])
    precision, recall = hits / (hits + extra), hits / (hits + missed)
    print(f"{date.today()} part {chosen.part}: {trials} trials, data sha256 {digest.hexdigest()[:16]}")
    print(
        f"gold {hits + missed} P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / (precision + recall):.3f}"
    )


if __name__ == "__main__":
    main()
