#!/usr/bin/env python3
"""Scores polarity and logic against Chia's negations and OR groups and against logical forms.

    python tools/score_logic.py --data DIR [--part N] [--show]

DIR holds `chia/chia_without_scope.jsonl` (Kury et al., CC BY 4.0) and `lct_logical_forms/forms.jsonl`
(Dobbins et al., MIT); neither is in this repository. A gold entity counts where a constraint's subject overlaps it.

negation    is the entity's constraint negated, or an exception? (Chia marks exceptions as negation)
alternative do two members of an OR group, or of a form's union, hold as alternatives in the criterion's tree?
together    do two entities that Chia joins by AND, or a form's intersection, hold together?
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import eligex
from eligex.corpora import forms, part_of
from eligex.schema.trial import Constraint, Trial

HEADS = {"inclusion": "Inclusion Criteria:\n\n", "exclusion": "Exclusion Criteria:\n\n"}
CHIA_SECTIONS = {"inc": "inclusion", "exc": "exclusion"}
CHIA_THINGS = {"Condition", "Drug", "Procedure", "Measurement", "Observation"}
Path_ = list[tuple[str, int]]


def paths(
    tree: Any, negated: bool = False, so_far: tuple[tuple[str, int], ...] = ()
) -> Iterator[tuple[str, Any]]:
    """Each leaf with the operators above it, negations pushed down to the leaves."""
    if tree is None:
        return
    if isinstance(tree, str):
        yield tree, (so_far, negated)
    elif "not" in tree:
        yield from paths(tree["not"], not negated, so_far)
    elif "base" in tree:
        yield from paths(tree["base"], negated, so_far)
    else:
        how = "any" if "any" in tree or "at_least" in tree else "all"
        nodes = tree.get("any") or tree.get("all") or tree.get("of") or [tree.get("if"), tree.get("then")]
        how = {"any": "all", "all": "any"}[how] if negated else how
        for i, node in enumerate(nodes):
            yield from paths(node, negated, (*so_far, (how, i)))


def form_paths(
    node: forms.Node, negated: bool = False, so_far: tuple[tuple[str, int], ...] = ()
) -> Iterator[Any]:
    """(words, operators above, negated) of each leaf of a form."""
    if node.op == "leaf":
        yield node.words, so_far, negated
        return
    how = {"any": "all", "all": "any"}.get(node.op, "") if negated else node.op
    for i, child in enumerate(node.children):
        if node.op == "not":
            yield from form_paths(child, not negated, so_far)
        else:
            yield from form_paths(child, negated, (*so_far, (how, i)))


def joint(a: tuple[tuple[str, int], ...], b: tuple[tuple[str, int], ...]) -> str | None:
    """The operator under which two leaves part; None where they do not."""
    for x, y in zip(a, b, strict=False):
        if x != y:
            return x[0] if x[0] == y[0] else None
    return None


def holding(trial: Trial) -> dict[str, tuple[str, Any]]:
    """For each constraint that stands in a tree: its top criterion and the operators above it."""
    found: dict[str, tuple[str, Any]] = {}
    for c in trial.criteria:
        if c.parent is None:
            found |= {leaf: (c.id, above[0]) for leaf, above in paths(c.logic)}
    return found


def about(trial: Trial, start: int, end: int) -> Constraint | None:
    """The constraint whose subject overlaps [start, end) most."""
    best, shared = None, 0
    for c in trial.constraints:
        if c.subject.start is None or c.subject.end is None:
            continue
        common = min(end, c.subject.end) - max(start, c.subject.start)
        if common > shared:
            best, shared = c, common
    return best


class Tally:
    def __init__(self, show: bool) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.show = show

    def said(self, what: str, gold: bool, said: bool, where: str) -> None:
        key = ("tp" if said else "fn") if gold else ("fp" if said else "tn")
        self.counts[what, key] += 1
        if self.show and gold != said:
            print("missed" if gold else "extra ", what, "|", where)

    def row(self, name: str, what: str) -> str:
        tp, fp, fn = (self.counts[what, k] for k in ("tp", "fp", "fn"))
        p, r = tp / max(tp + fp, 1), tp / max(tp + fn, 1)
        return f"| {name} | {tp + fn} | {p:.3f} | {r:.3f} | {2 * p * r / max(p + r, 1e-9):.3f} |"


def pair(
    tally: Tally, trial: Trial, held: dict[str, Any], a: Constraint, b: Constraint, gold: str, where: str
) -> None:
    """Counts one pair of entities that gold joins by `gold` (`any` or `all`), where both stand in one tree."""
    if a is b or a.id not in held or b.id not in held or held[a.id][0] != held[b.id][0]:
        return
    how = joint(held[a.id][1], held[b.id][1])
    if how is not None:
        tally.said("alternative", gold == "any", how == "any", where)
        tally.said("together", gold == "all", how == "all", where)


def chia(nlp: Any, path: Path, part: int | None, tally: Tally) -> str:
    digest = hashlib.sha256()
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        if not row["text"].strip() or (part is not None and part_of(row["nct"]) != part):
            continue
        digest.update(line.encode())
        head = HEADS[CHIA_SECTIONS[row["section"]]]
        trial = nlp(head + row["text"])._.trial
        held = holding(trial)
        spans = {
            e["id"]: (min(a for a, _ in e["spans"]), max(b for _, b in e["spans"]), e["label"])
            for e in row["entities"]
        }
        things = {k: (a, b) for k, (a, b, label) in spans.items() if label in CHIA_THINGS}
        found = {k: about(trial, a + len(head), b + len(head)) for k, (a, b) in things.items()}
        relations = [(r["type"], r["arg1"], r["arg2"]) for r in row["relations"] if "arg1" in r]
        negated = {a for how, a, _ in relations if how == "Has_negation"}
        for k, c in found.items():
            if c is not None:
                where = f"{row['id']} {row['text'][max(0, things[k][0] - 60) : things[k][1] + 20]!r}"
                tally.said("negation", k in negated, c.negated or c.exception_of is not None, where)
        joined = [(x, y, "any") for g in row["groups"] for x, y in combinations(g["members"], 2)]
        joined += [(x, y, "all") for how, x, y in relations if how == "AND"]
        for x, y, how in joined:
            a, b = found.get(x), found.get(y)
            if a is not None and b is not None:
                lo, hi = min(things[x][0], things[y][0]), max(things[x][1], things[y][1])
                pair(tally, trial, held, a, b, how, f"{row['id']} gold {how}: {row['text'][lo:hi]!r}")
    return digest.hexdigest()[:16]


def logical_forms(nlp: Any, path: Path, part: int | None, tally: Tally) -> str:
    digest = hashlib.sha256()
    for form in forms.read(path):
        if part is not None and part_of(form.trial) != part:
            continue
        digest.update(f"{form.id}{form.text}{form.root}".encode())
        head = HEADS[form.section] + "* "
        trial = nlp(head + form.text + "\n")._.trial
        held = holding(trial)
        leaves = []
        for words, above, negated in form_paths(form.root):
            at = trial.text.lower().find(words.lower(), len(head))
            c = about(trial, at, at + len(words)) if words and at >= 0 else None
            if c is not None:
                leaves.append((c, above))
                said = c.negated or c.exception_of is not None
                tally.said("negation", negated, said, f"{form.id} {words!r} in {form.text!r}")
        for (a, above), (b, over) in combinations(leaves, 2):
            how = joint(above, over)
            if how in ("any", "all"):
                where = f"{form.id} gold {how}: {a.subject.text!r} {b.subject.text!r} in {form.text!r}"
                pair(tally, trial, held, a, b, how, where)
    return digest.hexdigest()[:16]


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--part", type=int)
    options.add_argument("--show", action="store_true")
    o = options.parse_args()
    nlp = eligex.load()
    print(f"{date.today()}, part {'all' if o.part is None else o.part}")
    for name, run, file in (
        ("Chia", chia, o.data / "chia" / "chia_without_scope.jsonl"),
        ("logical forms", logical_forms, o.data / "lct_logical_forms" / "forms.jsonl"),
    ):
        tally = Tally(o.show)
        digest = run(nlp, file, o.part, tally)
        print(f"\n{name}, data sha256 {digest}\n\n| | gold | P | R | F1 |\n|---|---|---|---|---|")
        for what in ("negation", "alternative", "together"):
            print(tally.row(what, what))


if __name__ == "__main__":
    main()
