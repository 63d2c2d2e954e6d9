"""No room, no right to write, a broken disk: one clear line, finished parts intact, `--resume` goes on."""

import contextlib
import dataclasses
import errno
import os
import resource
import subprocess

import pytest
from eligex.batch import parts, run
from eligex.batch.errors import RunError, UsageError
from eligex.batch.parts import Parts


def stored(out):
    """Parts on disk, each whole."""
    folder = Parts(out / ".parts")
    keys = [path.stem for path in folder.folder.glob("*.part")]
    assert all(folder.good(key) for key in keys)
    return len(keys)


def leftovers(out):
    return [path.name for path in out.rglob("*.tmp")]


def limited(job, size):
    """Runs the job where no file may grow over `size` bytes; 1 where it says so clearly."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        run.run(job)
    except RunError as error:
        clear = "File too large" in str(error) and "\n" not in str(error)
        return 1 if clear else 98
    return 0


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_size_limit_at_every_scale(job, fork, undisturbed, contents, format):
    """From not even a part to all but the last byte of the largest result."""
    largest = max(map(len, undisturbed[format].values()))
    kept = []
    for size in (0, 100, 2_000, largest // 2, largest - 1):
        given = job(f"out-{size}", tables=format)
        assert fork(lambda given=given, size=size: limited(given, size)) == 1, size
        kept.append(stored(given.out))
        assert leftovers(given.out) == []
        assert not (given.out / "manifest.json").exists()
        run.run(dataclasses.replace(given, resume=True))
        assert contents(given.out) == undisturbed[format]
    assert kept == sorted(kept)
    assert (kept[0], kept[-1]) == (0, 3)


@contextlib.contextmanager
def tmpfs(folder, size):
    """A file system of that many KiB; skips where this user may mount none."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}k", "eligex-test", str(folder)], capture_output=True
    )
    if done.returncode:
        pytest.skip("no right to mount; the size limit above tests the same")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def remount(folder, options):
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


@pytest.mark.parametrize("room", [8, 24, 32, 40])
def test_full_file_system(job, tmp_path, undisturbed, contents, room):
    given = job("disk/out")
    with tmpfs(tmp_path / "disk", room):
        with pytest.raises(RunError, match="No space left on device"):
            run.run(given)
        before = stored(given.out)
        assert leftovers(given.out) == []
        remount(tmp_path / "disk", "size=1m")
        run.run(dataclasses.replace(given, resume=True))
        assert contents(given.out) == undisturbed["csv"]
        assert before <= 3


def test_file_system_that_may_only_be_read(job, tmp_path):
    with tmpfs(tmp_path / "disk", 1_000):
        remount(tmp_path / "disk", "ro")
        with pytest.raises(UsageError, match="Read-only file system"):
            run.run(job("disk/out"))


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_folder_that_stops_to_be_writable(job, undisturbed, contents, monkeypatch, code, at):
    whole, calls = os.replace, []

    def replace(source, target):
        if str(target).endswith(".part"):
            calls.append(target)
            if len(calls) == at:
                raise OSError(code, os.strerror(code), str(target))
        whole(source, target)

    given = job("out")
    with monkeypatch.context() as patch:
        patch.setattr(parts.os, "replace", replace)
        with pytest.raises(RunError) as caught:
            run.run(given)
    assert os.strerror(code) in str(caught.value)
    assert "--resume" in str(caught.value)
    assert (stored(given.out), leftovers(given.out)) == (at - 1, [])
    run.run(dataclasses.replace(given, resume=True))
    assert contents(given.out) == undisturbed["csv"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_no_room_from_the_start_is_no_usage_error(job, monkeypatch, code):
    def fail(handle):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(parts.os, "fsync", fail)
    with pytest.raises(RunError, match=os.strerror(code)):
        run.run(job("out"))
