"""What a run tells of itself: records, rate, time left."""

import io

import pytest
from eligex.batch import progress
from eligex.batch.progress import Bar, Lines, Progress


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def advance(told, clock, key, seconds, records, read):
    told.at(read)
    told.taken(key)
    clock.now += seconds
    told.done(key, records)


def test_time_left_follows_the_share_of_bytes(clock):
    told = Progress(1000, clock)
    assert told.status() == "0 records, 0.0/s"
    advance(told, clock, "a", 10, 20, 100)
    assert told.status() == "20 records, 2.0/s, 10 % done, about 01:30 left"
    told.at(600, 100)
    told.taken("b")
    assert told.status() == "20 records, 2.0/s, 10 % done, about 01:30 left"
    clock.now += 10
    told.done("b", 20)
    assert told.status() == "40 records, 2.0/s, 70 % done, about 00:08 left"


def test_parts_of_an_earlier_run_tell_nothing_of_the_rate(clock):
    told = Progress(1000, clock)
    told.at(500)
    told.taken("old")
    clock.now = 1
    told.done("old", 5000, reused=True)
    assert told.status() == "5000 records, 0.0/s"
    advance(told, clock, "new", 10, 10, 600)
    assert told.status() == "5010 records, 1.0/s, 60 % done, about 00:40 left"


def test_a_whole_file_format_tells_no_time(clock):
    """Its bytes count when its last record is done."""
    told = Progress(1000, clock)
    advance(told, clock, "a", 10, 20, 0)
    assert told.status() == "20 records, 2.0/s"


def test_a_log_gets_a_line_now_and_then(clock):
    out = io.StringIO()
    told = Lines(1000, out, clock)
    for n in range(1, 9):
        advance(told, clock, str(n), 10, 10, 100 * n)
    told.close()
    assert out.getvalue().splitlines() == [
        "eligex: 30 records, 1.0/s, 30 % done, about 01:10 left",
        "eligex: 60 records, 1.0/s, 60 % done, about 00:40 left",
    ]


def test_a_terminal_gets_a_bar(clock):
    out = io.StringIO()
    told = Bar(1000, out, clock)
    advance(told, clock, "a", 10, 20, 100)
    told._bar.refresh()
    told.close()
    assert " 10%|" in out.getvalue()
    assert "20 records, 2.0/s" in out.getvalue()


@pytest.mark.parametrize(
    ("quiet", "tty", "kind"), [(True, True, Progress), (False, True, Bar), (False, False, Lines)]
)
def test_who_looks_on(monkeypatch, quiet, tty, kind):
    out = io.StringIO()
    out.isatty = lambda: tty
    monkeypatch.setattr(progress.sys, "stderr", out)
    told = progress.chosen(10, quiet=quiet)
    told.close()
    assert type(told) is kind
