"""`eligex review`: a static site of results, or the same pages from a server on this machine."""

import argparse
import getpass
import re
import sys
from pathlib import Path
from typing import Any

from eligex.commands import BROKEN, OK, USAGE

PORT = 8765


def add(commands: Any) -> None:
    review = commands.add_parser("review", help="show results to reviewers, and keep what they decide")
    review.add_argument("results", type=Path, metavar="RESULTS", help="a folder that `eligex extract` wrote")
    to = review.add_mutually_exclusive_group(required=True)
    to.add_argument("--out", type=Path, metavar="HTML", help="write a static site to this folder")
    to.add_argument("--serve", action="store_true", help="serve the pages, and append decisions")
    review.add_argument(
        "--decisions", type=Path, default=Path("annotations/review"), metavar="DIR",
        help="with --serve: folder of the decisions (default: annotations/review)",
    )  # fmt: skip
    review.add_argument("--reviewer", default=None, metavar="NAME", help="with --serve (default: login name)")
    review.add_argument("--host", default="127.0.0.1", help="with --serve (default: 127.0.0.1)")
    review.add_argument(
        "--port", type=_port, default=PORT, help=f"with --serve; 0: any free one (default: {PORT})"
    )
    review.add_argument("--quiet", action="store_true", help="no progress, no closing line")
    review.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from eligex.review.results import ResultsError

    try:
        return _serve(options) if options.serve else _build(options)
    except ResultsError as error:
        return _complain(str(error), USAGE)
    except (OSError, ValueError) as error:
        return _complain(str(error), BROKEN)


def _build(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from eligex.review import site

    with tqdm(unit=" trials", disable=options.quiet or not sys.stderr.isatty()) as bar:
        count = site.build(options.results, options.out, bar.update)
    if not options.quiet:
        print(f"{count} trials written to {options.out / 'index.html'}")
    return OK


def _serve(options: argparse.Namespace) -> int:
    try:
        from eligex.review import server
    except ModuleNotFoundError as error:
        return _complain(f"{error}; the server needs more: pip install 'eligex[review]'", USAGE)
    reviewer = options.reviewer or _login()
    return server.serve(
        options.results, options.decisions, reviewer, options.host, options.port, quiet=options.quiet
    )


def _login() -> str:
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = ""
    return re.sub(r"[^A-Za-z0-9._-]", "_", name).lstrip("._-")[:64] or "reviewer"


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; give 0 to 65535")
    return int(text)


def _complain(message: str, status: int) -> int:
    print(f"eligex: {' '.join(message.split())}", file=sys.stderr)
    return status
