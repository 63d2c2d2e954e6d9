"""`eligex verify`: does a folder of results still hold what its run wrote?"""

import argparse
from itertools import islice
from pathlib import Path
from typing import Any

from eligex.commands import BROKEN, OK

_MOST = 50  # problems that are told one by one


def add(commands: Any) -> None:
    parser = commands.add_parser("verify", help="re-check a folder of results against its manifest")
    parser.add_argument("folder", type=Path, metavar="DIR", help="what extract wrote to --out")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from eligex import verify
    from eligex.batch.errors import UsageError

    found = verify.check(options.folder)
    try:
        told = list(islice(found, _MOST))
    except NotADirectoryError as error:
        raise UsageError(f"{error}; give the folder that --out named") from error
    for problem in told:
        print(" ".join(problem.split()))
    more = sum(1 for _ in found)
    if more:
        print(f"and {more} more")
    if told:
        print(f"{len(told) + more} problems in {options.folder}")
        return BROKEN
    print(f"{options.folder} is whole: files, counts, offsets, references and tables agree")
    return OK
