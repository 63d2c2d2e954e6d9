"""`eligex annotations`: annotation formats into each other, and how far two annotators agree."""

import argparse
import json
from pathlib import Path
from typing import Any

from eligex.commands import OK

SOURCES = ("brat", "csv", "docbin", "prodigy", "trials")
TARGETS = ("brat", "csv", "docbin", "prodigy-ner", "prodigy-spans", "prodigy-relations")
_SET = (
    "a folder with .ann files (brat), with documents.csv (csv) or with trials.jsonl; a .spacy file (DocBin); "
    "a .jsonl file (Prodigy, or trials.jsonl)"
)
_CONVERT = (
    "Annotations from one format to another. What the target cannot carry is counted by name, and nothing is "
    "written unless --allow-loss is given. What was written is read again and compared."
)
_AGREEMENT = (
    "F1 (strict and overlapping), Cohen's kappa over tokens, negation and constraints of two annotation sets "
    "of the same texts; with --decisions A and B are the names of two reviewers, and those trials of --results "
    "are compared that both marked done."
)


def add(commands: Any) -> None:
    parser = commands.add_parser("annotations", help="convert annotations, compare annotators")
    below = parser.add_subparsers(dest="annotations", required=True, metavar="COMMAND")
    _add_convert(below)
    _add_agreement(below)


def _add_convert(below: Any) -> None:
    parser = below.add_parser("convert", help="from one format to another", description=_CONVERT)
    parser.add_argument("source", type=Path, metavar="SOURCE", help=_SET)
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder for brat and csv, else a file; new")
    parser.add_argument("--to", required=True, choices=TARGETS, help="the target's format")
    parser.add_argument(
        "--from", dest="source_format", choices=SOURCES, help="the source's format (default: by its looks)"
    )
    parser.add_argument(
        "--decisions", type=Path, metavar="DIR", help="review decisions on SOURCE: only trials marked done"
    )
    parser.add_argument("--reviewer", metavar="NAME", help="only this reviewer's decisions (default: all)")
    parser.add_argument("--allow-loss", action="store_true", help="write what the target can carry")
    parser.set_defaults(run=convert)


def _add_agreement(below: Any) -> None:
    parser = below.add_parser("agreement", help="how far two annotators agree", description=_AGREEMENT)
    parser.add_argument("one", metavar="A", help=_SET)
    parser.add_argument("other", metavar="B", help="as A")
    parser.add_argument("--decisions", type=Path, metavar="DIR", help="A and B are reviewers in this folder")
    parser.add_argument("--results", type=Path, metavar="PATH", help="trials.jsonl that they reviewed")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the numbers as JSON")
    parser.set_defaults(run=agreement)


def convert(options: argparse.Namespace) -> int:
    from eligex.annotations import convert as converting
    from eligex.annotations.decided import decided
    from eligex.annotations.losses import Losses
    from eligex.batch.errors import RunError, UsageError

    if options.reviewer and not options.decisions:
        raise UsageError("--reviewer goes with --decisions; add that or leave out --reviewer")
    losses = Losses()
    try:
        if options.decisions:
            documents = decided(options.decisions, options.source, losses, reviewer=options.reviewer)
        else:
            documents = converting.load(options.source, losses, options.source_format)
        done = converting.convert(documents, options.out, options.to, losses, lossy=options.allow_loss)
    except converting.Lossy as error:
        raise RunError(f"{error}; --allow-loss writes the rest") from error
    except (OSError, ValueError) as error:
        raise UsageError(str(error)) from error
    print(f"{done.documents} documents with {done.spans} spans written to {options.out}")
    if losses:
        print(f"lost: {losses}")
    return OK


def agreement(options: argparse.Namespace) -> int:
    from eligex.annotations.agreement import agreement as compared
    from eligex.annotations.losses import Losses
    from eligex.batch.errors import UsageError

    if bool(options.decisions) != bool(options.results):
        raise UsageError("--decisions and --results go together: the decisions and the trials they are on")
    losses = Losses()
    try:
        result = compared(*(_set(name, options, losses) for name in (options.one, options.other)))
        if options.json:
            text = json.dumps(result.to_dict(), ensure_ascii=False, indent=1)
            options.json.write_text(text + "\n", encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UsageError(str(error)) from error
    print(f"{result.texts} texts, {result.tokens} tokens\n\n{result.table()}")
    if result.alone:
        print(f"\nin one set only: {', '.join(result.alone)}")
    if losses:
        print(f"\nnot read: {losses}")
    return OK


def _set(name: str, options: argparse.Namespace, losses: Any) -> Any:
    from eligex.annotations.convert import load
    from eligex.annotations.decided import decided

    if options.decisions:
        return decided(options.decisions, options.results, losses, reviewer=name)
    return load(Path(name), losses)
