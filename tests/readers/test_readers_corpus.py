"""Real registry files, where the data folder stands beside the repository."""

from pathlib import Path

import pytest
from eligex.readers import read
from eligex.schema.record import Record

SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = SHARED / "data" / "trials"


@pytest.mark.parametrize(("folder", "ending"), [("api_v2", "json"), ("legacy_xml", "xml")])
def test_every_native_file_reads(folder: str, ending: str) -> None:
    paths = sorted((DATA / folder).glob(f"*.{ending}"))
    if not paths:
        pytest.skip(f"no {folder} files beside the repository")
    for path in paths:
        (record,) = read(path, name=path.name)
        assert isinstance(record, Record), record
        assert record.trial_id == path.stem
        assert any(section.kind == "eligibility" for section in record.sections)


def test_every_seed_is_read_unchanged() -> None:
    paths = sorted((SHARED / "seeds").glob("*.txt"))
    if not paths:
        pytest.skip("no seeds beside the repository")
    for path in paths:
        (record,) = read(path, name=path.name)
        assert isinstance(record, Record), record
        assert record.text.encode("utf-8") == path.read_bytes()
        kinds = [section.kind for section in record.sections]
        assert record.format == ("medpath" if kinds else "text")
        assert not kinds or {"title", "summary", "inclusion", "exclusion", "arms", "outcomes"} <= set(kinds)
