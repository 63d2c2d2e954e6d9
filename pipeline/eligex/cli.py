"""The command line. Exit status: 0 done, 3 records rejected, 2 usage, 1 failed, 130 interrupted."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Optional

from eligex import __version__
from eligex.commands import BROKEN, INTERRUPTED, USAGE, annotations, extract, review, verify

COMMANDS = (extract, verify, review, annotations)


def main(argv: Optional[Sequence[str]] = None) -> int:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        options = _parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    from eligex.batch.errors import RunError, UsageError

    try:
        return int(options.run(options))
    except UsageError as error:
        return _complain(str(error), USAGE)
    except RunError as error:
        return _complain(str(error), BROKEN)
    except KeyboardInterrupt:
        return _complain("interrupted; finished parts are kept, run again with --resume", INTERRUPTED)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="eligex", description="Trial text to criteria and regimens.")
    parser.add_argument("--version", action="version", version=f"eligex {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return parser


def _complain(message: str, status: int) -> int:
    print(f"eligex: {' '.join(message.split())}", file=sys.stderr)
    return status
