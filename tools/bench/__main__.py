"""Measures speed as ratios: `make bench`, or `make bench ARGS="--quick"`.

    python tools/bench [--quick] [--data FOLDER] [--edsnlp PYTHON] [--page docs/speed.md]

Prints the tables, writes them with date, machine and data hash to build/bench.json, and with --page into
that page. Sizes are scaled down where the pipeline would need more than --minutes for them.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import json
import platform
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import eligex
from bench import measure, report
from bench.data import ROOT, Data

SIZES = (1_000, 2_000, 4_000, 8_000)
FASTER = 1.7  # what two workers are at least expected to bring, to plan the time


def main() -> None:
    options = _options()
    began = time.perf_counter()
    data = Data(options.data)
    with tempfile.TemporaryDirectory() as folder:
        found = _measured(data, Path(folder), options)
    found["minutes"] = round((time.perf_counter() - began) / 60, 1)
    page = report.page(found)
    print(page)
    out = ROOT / "build" / "bench.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if options.page:
        options.page.write_text(
            report.placed(options.page.read_text(encoding="utf-8"), page), encoding="utf-8"
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Speed of the pipeline as ratios.")
    parser.add_argument("--quick", action="store_true", help="small sizes, one repeat")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "trials")
    parser.add_argument("--page", type=Path, help="a page whose figures are written anew")
    parser.add_argument("--edsnlp", metavar="PYTHON", help="an interpreter that has edsnlp")
    parser.add_argument("--minutes", type=float, default=6.0, help="for the runs of growing size (6)")
    return parser.parse_args()


def _measured(data: Data, scratch: Path, options: argparse.Namespace) -> dict[str, Any]:
    count, repeats, minutes = (16, 1, 0.4) if options.quick else (100, 3, options.minutes)
    found = _circumstances()
    _tell("pipelines")
    records = data.records(count, scratch)
    per_record = measure.tokens([record.text for record in records]) / len(records)
    found["data"] = {
        "name": data.name,
        "sha256": data.sha256(),
        "records": len(records),
        "tokens_per_record": round(per_record),
    }
    found["speeds"] = measure.speeds(records, repeats, options.edsnlp)
    _tell("components")
    found["shares"] = measure.shares(records, repeats)
    _tell("one huge record")
    found["huge"] = measure.huge(records)
    _tell("start-up")
    found["start_up"] = measure.start_up(scratch, max(2, repeats))
    rate = found["speeds"]["default"] / per_record
    scale = min(1.0, 60 * minutes * rate / (sum(SIZES) / FASTER + 1.6 * SIZES[0]))
    sizes = [max(64, int(size * scale)) for size in SIZES]
    _tell(f"one and two workers, {sizes[0]} records")
    found["workers"] = [measure.batch(data, scratch, sizes[0], workers) for workers in (1, 2)]
    found["sizes"] = []
    for size in sizes[1:]:
        _tell(f"{size} records")
        found["sizes"].append(measure.batch(data, scratch, size, 2))
    return found


def _circumstances() -> dict[str, Any]:
    commit = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True
    )
    return {
        "date": date.today().isoformat(),
        "version": eligex.__version__,
        "commit": commit.stdout.strip() or "unknown",
        "machine": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "load": round(os.getloadavg()[0], 1),
        },
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def _tell(step: str) -> None:
    print(f"bench: {step}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
