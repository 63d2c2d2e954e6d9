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
from eligex.text.tokenizer import TrialTokenizer
from spacy.language import Language
from spacy.tokens import Doc

EVENTS = {
    "Condition", "Drug", "Procedure", "Observation", "Contraindication", "Allergy", "Encounter", "Risk",
    "Life-Stage-And-Gender",
}  # fmt: skip


def corpus(folder: Path, part: int | None) -> Iterator[tuple[str, str, list[tuple[int, int, bool]]]]:
    """(trial id, text, triggers as (start, end, negated))."""
    for ann in sorted(folder.glob("*.ann")):
        if part is not None and int(hashlib.sha256(ann.stem.encode()).hexdigest(), 16) % 5 != part:
            continue
        with open(ann.with_suffix(".txt"), encoding="utf-8", newline="") as file:
            yield ann.stem, file.read(), triggers(ann.read_text(encoding="utf-8"))


def triggers(ann: str) -> list[tuple[int, int, bool]]:
    spans: dict[str, tuple[int, int]] = {}
    events: dict[str, tuple[str, str, list[list[str]]]] = {}
    for line in ann.splitlines():
        cells = line.split("\t")
        if line.startswith("T"):
            pieces = cells[1].split(" ", 1)[1].split(";")
            spans[cells[0]] = (int(pieces[0].split()[0]), int(pieces[-1].split()[-1]))
        elif line.startswith("E"):
            head, *args = cells[1].split()
            kind, trigger = head.split(":")
            events[cells[0]] = (kind, trigger, [a.split(":") for a in args])
    negated = {
        events[t][1] if t in events else t
        for kind, _, args in events.values()
        if kind == "Negation"
        for role, t in args
        if role.startswith("Negates")
    }
    return sorted(
        {(*spans[t], t in negated) for kind, t, _ in events.values() if kind in EVENTS and t in spans}
    )


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
