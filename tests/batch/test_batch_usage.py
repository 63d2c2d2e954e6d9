"""Usage errors: status 2, one clear line, nothing written."""

import os

import pytest
from eligex import __version__
from eligex.cli import main
from eligex.commands.extract import FORMATS
from eligex.readers import FORMATS as READERS


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Inclusion Criteria:\n- Age over 18 years\n")
    return path


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.txt", "--out", "o"], "missing.txt"),
        (["*.nothing", "--out", "o"], "no file matches"),
        (["{page}"], "--out"),
        (["--out", "o"], "INPUT"),
        (["{page}", "--out", "o", "--format", "pdf"], "pdf"),
        (["{page}", "--out", "o", "--workers", "0"], "1 to 256"),
        (["{page}", "--out", "o", "--timeout", "soon"], "seconds"),
        (["{page}", "--out", "o", "--tables", "xlsx"], "xlsx"),
        (["{page}", "--out", "{page}"], "cannot write"),
        (["{page}", "--out", "o", "--config", "nowhere.cfg"], "nowhere.cfg"),
    ],
)
def test_usage_error(extract, page, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    status, out, err = extract(*[a.format(page=page) for a in arguments])
    assert status == 2
    assert out == ""
    assert words in err.splitlines()[-1]
    assert "Traceback" not in err
    assert not (tmp_path / "o" / "trials.jsonl").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_folder_without_write_permission(extract, page, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    assert extract(page, "--out", closed / "o")[0] == 2


def test_a_second_run_in_the_same_folder_is_refused(extract, page, tmp_path):
    import fcntl

    (tmp_path / "o" / ".parts").mkdir(parents=True)
    with (tmp_path / "o" / ".parts" / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        status, _, err = extract(page, "--out", tmp_path / "o")
    assert status == 2
    assert "another run" in err


def test_version_and_help(capsys):
    assert main(["--version"]) == 0
    assert __version__ in capsys.readouterr().out
    assert main(["extract", "--help"]) == 0
    assert "--resume" in capsys.readouterr().out


def test_command_knows_every_format_of_the_readers():
    assert FORMATS == READERS
