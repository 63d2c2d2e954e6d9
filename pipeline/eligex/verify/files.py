"""The manifest: whole, in agreement with the files beside it, and with what was counted in them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eligex.verify import lines
from eligex.writers import manifest, results
from eligex.writers.chunk import Counts

_OF_A_LINE = "jsonl"  # the format whose records have a hash of their own, not that of their file


class Manifest:
    """`problems` are those of the manifest itself; where it is not `usable`, nothing else can be checked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._body: dict[str, Any] = {}
        self.problems = list(self._load())
        self.usable = bool(self._body)
        self._inputs = {item["path"]: item["sha256"] for item in self._body.get("inputs", [])}

    @property
    def tables(self) -> str:
        return str(self._body["options"]["tables"])

    def _load(self) -> Iterator[str]:
        path = self._folder / results.MANIFEST
        try:
            body = json.loads(path.read_bytes())
        except OSError as error:
            yield f"{results.MANIFEST}: cannot be read ({error.strerror}); no finished run stands here"
            return
        except (ValueError, RecursionError) as error:
            yield f"{results.MANIFEST}: no JSON ({error})"
            return
        problem = lines.wrong("manifest", body)
        if problem:
            yield f"{results.MANIFEST}: {problem}"
            return
        if path.read_bytes() != manifest.sealed(body):
            yield f"{results.MANIFEST}: changed after the run; its own hash does not match"
        self._body = body

    def files(self) -> Iterator[str]:
        """Missing files, files of another run, and those whose bytes are not the run's."""
        listed, there = self._body["results"], results.names(self._folder)
        for name in sorted(set(listed) - set(there)):
            yield f"{name}: missing"
        for name in there:
            if name == results.MANIFEST:
                continue
            if name not in listed:
                yield f"{name}: not in the manifest"
            elif results.digest(self._folder / name) != listed[name]:
                yield f"{name}: changed after the run; its hash does not match"

    def counted(self, counts: Counts) -> Iterator[str]:
        """Counts of the manifest that the rows do not bear out."""
        for group, told in self._body["counts"].items():
            found = counts.get(group, {})
            for key in sorted({*told, *found}):
                if told.get(key, 0) != found.get(key, 0):
                    yield (
                        f"{results.MANIFEST}: {told.get(key, 0)} {group} counted as {key}, "
                        f"the files hold {found.get(key, 0)}"
                    )

    def knows(self, path: str) -> bool:
        return path in self._inputs

    def source(self, source: dict[str, Any]) -> Iterator[str]:
        """Where a trial says it comes from, against the inputs."""
        path, sha256 = source["path"], source["sha256"]
        if not self.knows(path):
            yield f"its source {path} is no input of the manifest"
        elif source["format"] != _OF_A_LINE and sha256 != self._inputs[path]:
            yield f"its source's hash is not that of {path} in the manifest"
