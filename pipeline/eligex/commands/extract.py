"""`eligex extract`: records to result files."""

import argparse
from contextlib import closing
from pathlib import Path
from typing import Any

from eligex.commands import OK, REJECTED

FORMATS = ("auto", "ctgov-json", "ctgov-xml", "ctgov-csv", "jsonl", "medpath", "text")
_INPUT_HELP = (
    "a file, a folder (walked in sorted order, hidden files skipped) or a quoted glob. Results name a "
    "relative INPUT as given; of an absolute one only the part from its parent folder on"
)


def add(commands: Any) -> None:
    parser = commands.add_parser("extract", help="read trial records and write trials.jsonl and tables")
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help=_INPUT_HELP)
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    parser.add_argument("--format", choices=FORMATS, default="auto", help="of the inputs (default: auto)")
    parser.add_argument("--workers", type=_count, default=1, metavar="N", help="processes (default: 1)")
    parser.add_argument("--tables", choices=("csv", "parquet"), default="csv", help="default: csv")
    parser.add_argument("--resume", action="store_true", help="reuse finished parts of a broken-off run")
    parser.add_argument("--config", metavar="PATH", help="pipeline config: a .cfg file or a name in models/")
    parser.add_argument(
        "--timeout", type=_seconds, default=120.0, metavar="SECONDS", help="for a record; 0: none (120)"
    )
    parser.add_argument(
        "--max-chars", type=_chars, default=1_000_000, metavar="N", help="of a record's text (1000000)"
    )
    parser.add_argument("--engine", choices=("local", "spark"), default="local", help="default: local")
    parser.add_argument(
        "--master",
        metavar="URL",
        help="a Spark cluster for --engine spark (default: one within this machine)",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress, no closing line")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from eligex.batch import inputs
    from eligex.batch.errors import UsageError

    files = inputs.find(options.inputs, skip=options.out)
    if options.master and options.engine != "spark":
        raise UsageError("--master goes with --engine spark; add that or leave out --master")
    from eligex.batch import progress, run

    job = run.Job(
        files=files,
        out=options.out,
        format=options.format,
        workers=options.workers,
        tables=options.tables,
        resume=options.resume,
        config=options.config,
        timeout=options.timeout,
        max_chars=options.max_chars,
        engine=options.engine,
        master=options.master,
    )
    with closing(progress.chosen(job.size, quiet=options.quiet)) as told:
        counts = run.run(job, told)
    records = counts["records"]
    if not options.quiet:
        note = f"; {records['rejected']} rejected, see rejects.jsonl" if records["rejected"] else ""
        print(f"{records['written']} trials written to {options.out}{note}")
    return REJECTED if records["rejected"] else OK


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; give 1 to 256")
    return int(text)


def _chars(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 5_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of characters; give 1 to 5000000")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds; give 0 or more")
    return seconds
