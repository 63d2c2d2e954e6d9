"""SIGKILL at any step of a run that touches the disk; `--resume` ends with the undisturbed bytes."""

import dataclasses
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest
from eligex.batch import run
from eligex.cli import main

STEPS = {
    "open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "shutil.rmtree", "fcntl.flock",
}  # fmt: skip


def killed_at(step, job):
    """Runs the job; just before the `step`th look at or change of its folder the process is killed."""
    seen = 0

    def hook(event, arguments):
        nonlocal seen
        if event in STEPS and (event == "fcntl.flock" or str(job.out) in str(arguments[0])):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    run.run(job)
    return 0


@pytest.mark.parametrize(
    ("format", "every", "again"), [("csv", 1, False), ("csv", 3, True), ("parquet", 2, False)]
)
def test_killed_before_any_step(job, fork, undisturbed, contents, format, every, again):
    """Every step in turn, or one in `every`; `again` kills the resuming run at the same step too."""
    step, status = 1, None
    while status != 0:
        given = job("out", tables=format)
        shutil.rmtree(given.out, ignore_errors=True)
        status = fork(lambda at=step, given=given: killed_at(at, given))
        assert status in (0, -signal.SIGKILL)
        resumed = dataclasses.replace(given, resume=True)
        if again:
            assert fork(lambda at=step, resumed=resumed: killed_at(at, resumed)) in (0, -signal.SIGKILL)
        run.run(resumed)
        assert contents(given.out) == undisturbed[format], step
        step += every
    assert step > 60


def test_results_of_before_are_whole_or_marked_as_not(job, fork, undisturbed, contents):
    """A killed second run leaves the first one's results, or no manifest: never a mixture that looks whole."""
    for step in random.Random(1).sample(range(5, 60), 12):
        given = job("out")
        shutil.rmtree(given.out, ignore_errors=True)
        run.run(job("out", tables="parquet"))
        fork(lambda at=step, given=given: killed_at(at, given))
        left = {name: data for name, data in contents(given.out).items() if not name.startswith(".")}
        if "manifest.json" in left:
            assert left in (undisturbed["parquet"], undisturbed["csv"])


def test_workers_of_a_killed_run_end_too(tmp_path):
    """With the real pipeline: killed while two workers extract, then resumed."""
    given = tmp_path / "many.jsonl"
    row = '{{"id": "T{0}", "eligibility": "Inclusion Criteria:\\n- Age over {0} years\\n- ALT < {0} U/L"}}\n'
    given.write_text("".join(row.format(i) for i in range(1, 50)), encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "eligex", "extract", str(given), "--workers", "2", "--out"]
    process = subprocess.Popen([*command, str(out)], stderr=subprocess.DEVNULL, start_new_session=True)
    wait_for(lambda: len(list(out.glob(".parts/*.part"))) >= 1)
    process.kill()
    process.wait()
    wait_for(lambda: not alive(process.pid))
    assert not (out / "manifest.json").exists()
    assert main([*command[3:], str(out), "--resume", "--quiet"]) == 0
    assert main([*command[3:], str(tmp_path / "plain"), "--quiet"]) == 0
    assert (out / "manifest.json").read_bytes() == (tmp_path / "plain" / "manifest.json").read_bytes()
    assert (out / "trials.jsonl").read_bytes() == (tmp_path / "plain" / "trials.jsonl").read_bytes()


def wait_for(condition, seconds=120):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def alive(group):
    """Whether a process of the group still runs."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_finished_run_is_not_done_again(job, monkeypatch, contents):
    run.run(job("out"))
    before = contents(job("out").out)

    def none(*_):
        raise AssertionError("nothing is to be done")

    monkeypatch.setattr(run.pool, "run", none)
    assert run.run(job("out", resume=True))["records"] == {"rejected": 1, "written": 39}
    assert contents(job("out").out) == before


@pytest.mark.parametrize("spoil", ["trials.jsonl", "entities.csv"])
def test_a_finished_run_that_was_changed_is_done_again(job, undisturbed, contents, spoil):
    run.run(job("out"))
    (job("out").out / spoil).write_bytes(b"?")
    run.run(job("out", resume=True))
    assert contents(job("out").out) == undisturbed["csv"]
