"""Which files an INPUT means, in which order, and the names that they bear."""

import os

import pytest
from eligex.batch.errors import UsageError
from eligex.batch.inputs import find


@pytest.fixture
def tree(tmp_path, monkeypatch):
    for name in ("b.txt", "a.txt", ".hidden", ".git/x.txt", "sub/c.txt", "out/trials.jsonl"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*inputs, skip="in/out"):
    return [file.name for file in find(inputs, skip=skip)]


def test_folder_is_walked_in_order_without_hidden_files_and_results(tree):
    assert names("in") == ["in/a.txt", "in/b.txt", "in/sub/c.txt"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("in/a.txt", ["in/a.txt"]),
        ("./in/a.txt", ["./in/a.txt"]),
        ("in/*.txt", ["in/a.txt", "in/b.txt"]),
        ("in/**/*.txt", ["in/a.txt", "in/b.txt", "in/sub/c.txt"]),
        ("in/s*", ["in/sub/c.txt"]),
    ],
)
def test_relative_input_keeps_its_words(tree, given, expected):
    assert names(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("in", ["in/a.txt", "in/b.txt", "in/sub/c.txt"]),
        ("in/a.txt", ["a.txt"]),
        ("in/*.txt", ["in/a.txt", "in/b.txt"]),
        ("in/**/c.txt", ["in/sub/c.txt"]),
    ],
)
def test_absolute_input_gives_no_machine_path(tree, given, expected):
    assert names(str(tree / given)) == expected


def test_inputs_keep_their_order_and_a_file_is_read_once(tree):
    assert names("in/b.txt", "in/a.txt", "in/*.txt") == ["in/b.txt", "in/a.txt"]


def test_a_file_name_with_brackets_is_no_glob(tree):
    (tree / "in" / "x[1].txt").write_text("x")
    assert names("in/x[1].txt") == ["in/x[1].txt"]


def test_undecodable_file_name_can_be_written(tree):
    with open(os.fsencode(tree / "in" / "sub") + b"/\xff.txt", "w") as handle:
        handle.write("x")
    assert names("in/sub")[-1] == "in/sub/\ufffd.txt"


@pytest.mark.parametrize("given", ["nowhere", "in/*.pdf", "empty"])
def test_nothing_there_is_a_usage_error(tree, given):
    (tree / "empty").mkdir()
    with pytest.raises(UsageError, match=given.replace("*", r"\*")):
        names(given)
