"""How far a run is: records, their rate, and the time left by the share of the inputs' bytes read."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

from tqdm import tqdm

_EVERY = 30.0  # seconds between two lines where no terminal draws a bar


class Progress:
    """Counts in silence; `total` is the inputs' size in bytes as they lie on disk."""

    def __init__(self, total: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self.records = 0
        self._total, self._read, self._done, self._fresh = total, 0, 0, 0
        self._ends: dict[str, int] = {}
        self._clock = clock
        self._began = clock()
        self._base = 0

    def at(self, before: int, read: int = 0) -> None:
        """So many bytes are read: of the inputs before the present one, and of that."""
        self._read = min(before + read, self._total)

    def taken(self, key: str) -> None:
        """The chunk of this key ends where the reading is now."""
        self._ends[key] = self._read

    def done(self, key: str, records: int, *, reused: bool = False) -> None:
        """A chunk is finished; one that an earlier run finished tells nothing of the rate."""
        self.records += records
        self._done = max(self._done, self._ends.pop(key, 0))
        if reused:
            self._began, self._base = self._clock(), self._done
        else:
            self._fresh += records
        self.show()

    def status(self) -> str:
        spent = max(self._clock() - self._began, 1e-9)
        said = f"{self.records} records, {self._fresh / spent:.1f}/s"
        share = self._done - self._base
        if not self._fresh or share <= 0:
            return said
        left = spent * (self._total - self._done) / share
        percent = 100 * self._done / self._total
        return f"{said}, {percent:.0f} % done, about {tqdm.format_interval(left)} left"

    def show(self) -> None:
        """Nothing; for those who look on."""

    def close(self) -> None:
        """The run is over."""


class Lines(Progress):
    """A line now and then, for logs."""

    def __init__(self, total: int, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(total, clock)
        self._out = out
        self._next = self._began + _EVERY

    def show(self) -> None:
        if self._clock() >= self._next:
            print(f"eligex: {self.status()}", file=self._out, flush=True)
            self._next = self._clock() + _EVERY


class Bar(Progress):
    """A bar in place, for terminals."""

    def __init__(self, total: int, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(total, clock)
        form = "{percentage:3.0f}%|{bar:30}| {desc}"
        self._bar = tqdm(total=total, file=out, bar_format=form, leave=False)

    def show(self) -> None:
        self._bar.set_description_str(self.status(), refresh=False)
        self._bar.update(self._done - self._bar.n)

    def close(self) -> None:
        self._bar.close()


def chosen(total: int, *, quiet: bool) -> Progress:
    """A bar on a terminal, else lines; silence where asked for."""
    if quiet:
        return Progress(total)
    return Bar(total, sys.stderr) if sys.stderr.isatty() else Lines(total, sys.stderr)
