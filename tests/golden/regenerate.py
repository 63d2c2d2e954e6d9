"""Writes the golden pages anew: `make golden`. Read `git diff tests/golden` before you commit it."""

from golden_cases import HERE, pages

if __name__ == "__main__":
    for old in HERE.glob("*.txt"):
        old.unlink()
    for name, page in pages().items():
        (HERE / name).write_text(page, encoding="utf-8")
