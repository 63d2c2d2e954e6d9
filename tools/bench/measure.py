"""The measurements. Repeats are interleaved and the best is taken: noise only ever adds time."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

import spacy
from bench.data import Data, long_record
from bench.pipelines import edsnlp, readers
from eligex import pipeline
from eligex.schema.record import Record

ELIGEX = [sys.executable, "-m", "eligex"]
HUGE = 130_000


def processor_seconds(call: Callable[[], Any]) -> float:
    """What this process alone used: others on the machine cost it nothing."""
    began = time.process_time()
    call()
    return time.process_time() - began


def seconds(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def tokens(texts: list[str]) -> int:
    """Of spaCy's blank tokenizer: one measure for every pipeline."""
    nlp = spacy.blank("en")
    return sum(len(nlp.make_doc(text)) for text in texts)


def speeds(records: list[Record], repeats: int, python: Optional[str]) -> dict[str, Any]:
    """Tokens a second in one process, by pipeline; None where it is not installed.

    `python` is an interpreter that has EDS-NLP.
    """
    texts, found = [record.text for record in records], readers()
    total, best = tokens(texts), dict.fromkeys(found, float("inf"))
    for reader in filter(None, found.values()):
        reader(texts[0])  # what loads at first use
    for _ in range(repeats):
        for name, reader in found.items():
            if reader is not None:
                taken = processor_seconds(lambda read=reader: [read(text) for text in texts])
                best[name] = min(best[name], taken)
    other = edsnlp(python, texts, repeats) if python else None
    rates = {name: round(total / best[name]) if found[name] else None for name in found}
    return {**rates, "edsnlp": round(total / other) if other else None}


def shares(records: list[Record], repeats: int) -> dict[str, float]:
    """The part of the default pipeline's time that each component takes."""
    nlp = pipeline.load()
    pipeline.extract(nlp, records[0])
    best: dict[str, float] = {}
    for _ in range(repeats):
        spent: dict[str, float] = {}
        for record in records:
            _step(spent, nlp, pipeline.make_doc, record)
        best = {name: min(taken, best.get(name, taken)) for name, taken in spent.items()}
    whole = sum(best.values())
    return {name: round(taken / whole, 4) for name, taken in best.items()}


def _step(spent: dict[str, float], nlp: Any, make_doc: Any, record: Record) -> None:
    began = time.process_time()
    doc = make_doc(nlp, record)
    for name, component in [("tokenizer", lambda doc: doc), *nlp.pipeline]:
        doc = component(doc)
        now = time.process_time()
        spent[name] = spent.get(name, 0.0) + now - began
        began = now


def huge(records: list[Record]) -> dict[str, Any]:
    """One record of 130 thousand characters against a half and a quarter of it."""
    nlp = pipeline.load()
    nlp(records[0].text)
    text = long_record(records, HUGE)
    taken = {}
    for part in (4, 2, 1):
        piece = text[: HUGE // part]
        taken[len(piece)] = round(min(processor_seconds(lambda piece=piece: nlp(piece)) for _ in range(2)), 3)
    quarter, half, whole = taken.values()
    return {
        "seconds": taken,
        "half_to_whole": round(whole / half, 2),
        "quarter_to_whole": round(whole / quarter, 2),
    }


def start_up(scratch: Path, repeats: int) -> dict[str, float]:
    """Seconds until `eligex.load()` has read a first line, and until the command has read one record."""
    first = [sys.executable, "-c", "import eligex; eligex.load()('Age over 18 years')"]
    (scratch / "one.txt").write_text("Inclusion Criteria:\n- Age over 18 years\n")
    command = [*ELIGEX, "extract", str(scratch / "one.txt"), "--out", str(scratch / "one"), "--quiet"]
    best = {"load": float("inf"), "extract": float("inf")}
    for _ in range(repeats):
        for name, call in (("load", first), ("extract", command)):
            best[name] = min(best[name], seconds(lambda call=call: subprocess.run(call, check=True)))
    return {name: round(taken, 2) for name, taken in best.items()}


def batch(data: Data, scratch: Path, records: int, workers: int) -> dict[str, Any]:
    """One `eligex extract`: wall seconds, the most memory that its processes held at once, in MB."""
    given = scratch / f"{records}.jsonl"
    count = data.write(given, records)
    command = [
        *ELIGEX,
        "extract",
        str(given),
        "--out",
        str(scratch / "out"),
        "--quiet",
        "--workers",
        str(workers),
    ]
    began = time.perf_counter()
    process = subprocess.Popen(command, start_new_session=True)
    memory = Memory(process.pid)
    status = process.wait()
    taken = time.perf_counter() - began
    memory.stop()
    if status not in (0, 3):
        raise SystemExit(f"eligex extract ended with status {status}")
    return {"records": count, "workers": workers, "seconds": round(taken, 2), "memory_mb": memory.most}


class Memory(threading.Thread):
    """Watches the resident memory of a process and its children (of its session)."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._session, self._ended = session, threading.Event()
        self.start()

    def run(self) -> None:
        while not self._ended.wait(0.5):
            held = sum(
                _resident(pid) for pid in os.listdir("/proc") if pid.isdigit() and self._mine(int(pid))
            )
            self.most = max(self.most, held >> 20)

    def stop(self) -> None:
        self._ended.set()
        self.join()

    def _mine(self, pid: int) -> bool:
        try:
            return os.getsid(pid) == self._session
        except OSError:
            return False


def _resident(pid: str) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
