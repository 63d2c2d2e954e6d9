#!/usr/bin/env python3
"""Scores the negation engines on the Leaf Clinical Trials corpus with gold entity spans.

    python tools/score_negation.py --data DIR [--part N] [--engines eligex negspacy context] [--show]

DIR holds the corpus' `*.txt` and `*.ann` (brat). An event trigger is negated in gold where a Negation
event negates it; a prediction where an odd number of cue scopes covers it. `--part` keeps the trials
whose SHA-256 of the id is N modulo 5.
"""

import argparse
import datetime
import hashlib
from collections.abc import Iterator
from pathlib import Path

import spacy
from eligex.components.findings import Finding
from eligex.components.negation.engine import engine_of, governs
from eligex.corpora import part_of
from eligex.corpora.brat import Standoff, documents
from eligex.text.tokenizer import TrialTokenizer
from spacy.language import Language
from spacy.tokens import Doc

EVENTS = {
    "Condition", "Drug", "Procedure", "Observation", "Contraindication", "Allergy", "Encounter", "Risk",
    "Life-Stage-And-Gender",
}  # fmt: skip


def corpus(folder: Path, part: int | None) -> Iterator[tuple[str, str, list[tuple[int, int, bool]]]]:
    """(trial id, text, triggers as (start, end, negated))."""
    for trial, gold in documents(folder):
        if part is None or part_of(trial) == part:
            yield trial, gold.text, triggers(gold)


def triggers(gold: Standoff) -> list[tuple[int, int, bool]]:
    negated = {
        gold.events[t].trigger if t in gold.events else t
        for event in gold.events.values()
        if event.label == "Negation"
        for role, t in event.arguments
        if role.startswith("Negates")
    }
    found = {(e.trigger, e.trigger in negated) for e in gold.events.values() if e.label in EVENTS}
    return sorted({(gold.spans[t].start, gold.spans[t].end, n) for t, n in found if t in gold.spans})


def covered(cues: list[Finding], start: int, end: int) -> bool:
    return sum(governs(c, start, end) for c in cues) % 2 == 1


def score(
    name: str, nlp: Language, docs: list[tuple[str, Doc, list[tuple[int, int, bool]]]], show: bool
) -> str:
    engine = engine_of(name, nlp)
    tp = fp = fn = 0
    for trial, doc, gold in docs:
        cues = engine.cues(doc, [Finding(a, b, "ENTITY", "gold") for a, b, _ in gold])
        for a, b, negated in gold:
            said = covered(cues, a, b)
            tp, fp, fn = tp + (said and negated), fp + (said and not negated), fn + (negated and not said)
            if show and said != negated:
                text = doc.text.replace("\n", "|")
                print(
                    "extra " if said else "missed",
                    [c.source for c in cues if governs(c, a, b)],
                    trial,
                    "…",
                    text[max(0, a - 90) : a],
                    ">>",
                    text[a:b],
                    "<<",
                    text[b : b + 30],
                )
    p, r = tp / max(tp + fp, 1), tp / max(tp + fn, 1)
    return f"| {name} | {tp + fn} | {p:.3f} | {r:.3f} | {2 * p * r / max(p + r, 1e-9):.3f} |"


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--part", type=int)
    options.add_argument("--engines", nargs="*", default=["eligex", "negspacy", "context"])
    options.add_argument("--show", action="store_true")
    o = options.parse_args()
    rows = list(corpus(o.data, o.part))
    digest = hashlib.sha256()
    for _, text, gold in rows:
        digest.update(f"{text}{gold}".encode())
    nlp = spacy.blank("en")
    tokenizer = TrialTokenizer(nlp.vocab)
    docs = [(trial, tokenizer(text), gold) for trial, text, gold in rows]
    table = [score(name, nlp, docs, o.show) for name in o.engines]
    print(f"{datetime.date.today()}, {len(rows)} trials, data sha256 {digest.hexdigest()[:16]}")
    print("| engine | gold negated | P | R | F1 |\n|---|---|---|---|---|", *table, sep="\n")


if __name__ == "__main__":
    main()
