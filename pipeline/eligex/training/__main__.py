"""`python -m eligex.training COMMAND`: train the recogniser, evaluate the pipeline, build the spaCy package."""

import argparse
import sys
import time
from pathlib import Path

from eligex.configs import models_folder

STAGES = ("vectors", "teach", "student")


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m eligex.training", description=__doc__)
    commands = options.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="make the weights from the corpora")
    train.add_argument("--data", type=Path, required=True, help="folder with lct/, chia/ and trials/")
    train.add_argument(
        "--stages", nargs="+", choices=STAGES, default=STAGES, help="default: all, in this order"
    )
    train.add_argument(
        "--work", type=Path, default=Path("build/training"), help="what stages leave for each other"
    )
    train.add_argument("--out", type=Path, default=models_folder() / "eligex_ner")
    train.add_argument("--config", type=Path, default=models_folder() / "training.cfg")
    train.add_argument(
        "--annotations", type=Path, nargs="+", default=(), help="annotation sets to learn besides"
    )
    evaluate = commands.add_parser("evaluate", help="precision, recall and F1 for every label")
    evaluate.add_argument("--data", type=Path, required=True, help="folder with lct/ and chia/")
    evaluate.add_argument("--part", type=int, default=1)
    evaluate.add_argument("--annotations", type=Path, nargs="+", default=(), help="annotation sets, as gold")
    evaluate.add_argument("--review", type=Path, help="folder of review decisions")
    evaluate.add_argument("--results", type=Path, help="the trials.jsonl that were reviewed, or its folder")
    evaluate.add_argument("--config", help="a pipeline config other than the default")
    evaluate.add_argument("--out", type=Path, default=Path("build/evaluation.json"))
    package = commands.add_parser("package", help="build the wheel of en_eligex")
    package.add_argument("--out", type=Path, default=Path("dist"))
    chosen = options.parse_args()
    {"train": _train, "evaluate": _evaluate, "package": _package}[chosen.command](chosen)


def _train(chosen: argparse.Namespace) -> None:
    from eligex.training.run import Run

    began = time.monotonic()

    def tell(message: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {message}", file=sys.stderr, flush=True)

    run = Run(chosen.config, chosen.data, chosen.work, chosen.out, tell, annotations=chosen.annotations)
    for stage in chosen.stages:
        getattr(run, stage)()


def _evaluate(chosen: argparse.Namespace) -> None:
    from eligex.training.report import Gold, evaluate

    gold = Gold(chosen.data, chosen.part, chosen.annotations, chosen.review, chosen.results)
    evaluate(gold, config=chosen.config, out=chosen.out, tell=print)


def _package(chosen: argparse.Namespace) -> None:
    from eligex.training.package import build

    print(build(chosen.out))


if __name__ == "__main__":
    main()
