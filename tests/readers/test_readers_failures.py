"""What cannot be read is rejected with place and remedy; nothing raises, and the others follow."""

import gzip
import json
import time
from pathlib import Path

import pytest
from eligex.readers import FORMATS, detect, read
from eligex.schema.record import Record, Reject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

GOOD = json.dumps({"id": "A1", "criteria": "Adults"})


def outcome(path: Path, content, format: str = "auto", **options) -> list:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return list(read(path, name=path.name, format=format, **options))


def error_of(path: Path, content, format: str = "auto", **options) -> str:
    (found,) = outcome(path, content, format, **options)
    assert isinstance(found, Reject), found
    assert found.path == path.name
    return found.error


def study(trial_id: str, criteria: str = "Adults") -> str:
    modules = {
        "identificationModule": {"nctId": trial_id},
        "eligibilityModule": {"eligibilityCriteria": criteria},
    }
    return json.dumps({"protocolSection": modules})


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", gzip.compress(b"")])
def test_an_empty_file(tmp_path: Path, format: str, content: bytes) -> None:
    assert "empty" in error_of(tmp_path / "x", content, format)


@pytest.mark.parametrize("format", FORMATS)
def test_a_missing_file(tmp_path: Path, format: str) -> None:
    (found,) = read(tmp_path / "none", name="none", format=format)
    assert isinstance(found, Reject)
    assert str(tmp_path) not in found.error


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"Adults\n\x00\x01\x02", "line 2, column 1"),
        (b"%PDF-1.7\nAdults", "PDF"),
        (b"PK\x03\x04 and more", "Office"),
        (b"\x01\x02\x03\x04 Adults", "control characters"),
        ("Adults\nAge ≥ 18 years".encode("gbk"), "line 2"),
        ("年龄 18 至 65 岁".encode("gb18030"), "line 1"),
        ("Age ≥ 18\nfine ".encode() + b"\xff", "line 2, column 6"),
        (b"\xff\xfeA", "UTF-16"),
        (b"caf\x81", "0x81"),
    ],
)
def test_bytes_that_are_no_text(tmp_path: Path, content: bytes, word: str) -> None:
    assert word in error_of(tmp_path / "x.txt", content)


def test_gzip_that_breaks_off(tmp_path: Path) -> None:
    packed = gzip.compress(
        "".join(f'{{"id": "{n}", "criteria": "Adults {n * n}"}}\n' for n in range(9999)).encode()
    )
    *before, last = outcome(tmp_path / "x.jsonl.gz", packed[: len(packed) // 2])
    assert len(before) > 100
    assert all(isinstance(item, Record) for item in before)
    assert isinstance(last, Reject)
    assert "gzip" in last.error
    assert "gzip" in error_of(tmp_path / "y.json.gz", gzip.compress(study("NCT90000001").encode())[:-9])


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        ('{"id": "B2", "criteria": "Adu', "column"),
        ('{"id": "B2"}', "no text"),
        ("[1, 2]", "no text"),
        ("null", "no text"),
        (f"{GOOD} {GOOD}", "more than one value"),
        ("[" * 100_000, "nested"),
        ('{"a":' * 50_000 + "1" + "}" * 50_000, "nested"),
        ('{"id": ' + "9" * 5000 + "}", "broken JSON"),
    ],
)
def test_one_bad_line_does_not_stop_the_others(tmp_path: Path, bad: str, word: str) -> None:
    first, second, third = outcome(tmp_path / "x.jsonl", f"{GOOD}\n{bad}\n{GOOD}\n")
    assert isinstance(first, Record)
    assert isinstance(second, Reject)
    assert word in second.error
    assert "line 2" in second.error
    assert isinstance(third, Record)
    assert third.index == 2


def test_a_line_in_a_wrong_encoding(tmp_path: Path) -> None:
    latin = '{"id": "B2", "criteria": "38 °C"}\n'.encode("latin-1")
    gbk = '{"id": "C3", "criteria": "年龄"}\n'.encode("gbk")
    first, second, third = outcome(tmp_path / "x.jsonl", latin + gbk + GOOD.encode())
    assert "38 °C" in first.text
    assert isinstance(second, Reject)
    assert isinstance(third, Record)


def test_json_lines_in_utf16(tmp_path: Path) -> None:
    assert [r.trial_id for r in outcome(tmp_path / "x.jsonl", f"{GOOD}\n{GOOD}".encode("utf-16"))] == [
        "A1",
        "A1",
    ]


@pytest.mark.parametrize(
    "bad",
    ['{"protocolSection": {"x": "un"quoted"}}', '{"protocolSection": ' * 5000 + "1" + "}" * 5000],
)
def test_one_bad_study_of_a_page(tmp_path: Path, bad: str) -> None:
    content = f'{{"studies": [\n{study("NCT90000001")},\n{bad},\n{study("NCT90000002")}]}}'
    found = outcome(tmp_path / "x.json", content)
    assert [getattr(item, "trial_id", None) for item in found] == ["NCT90000001", None, "NCT90000002"]
    assert "line 3" in found[1].error


def test_a_page_that_breaks_off_keeps_its_studies(tmp_path: Path) -> None:
    whole = json.dumps({"studies": [json.loads(study(f"NCT9000000{n}")) for n in range(3)]})
    first, second, third = outcome(tmp_path / "x.json", whole[:-20])
    assert (first.trial_id, second.trial_id) == ("NCT90000000", "NCT90000001")
    assert isinstance(third, Reject)


@pytest.mark.parametrize(
    "content", ["{", "{}", '{"protocolSection": {}}', "[", "nonsense", "[" * 100_000, "{]", "}"]
)
def test_json_without_a_study(tmp_path: Path, content: str) -> None:
    assert error_of(tmp_path / "x.json", content)


ENTITIES = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">'
BOMB = f"<!DOCTYPE z [{ENTITIES}]><clinical_study><brief_title>&b;</brief_title></clinical_study>"
EXTERNAL = (
    '<!DOCTYPE z [<!ENTITY a SYSTEM "{}">]><clinical_study><brief_title>&a;</brief_title></clinical_study>'
)


def test_entity_bombs_and_external_entities_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("kept")
    for content in (BOMB, EXTERNAL.format(secret.as_uri()), '<!DOCTYPE z SYSTEM "z.dtd"><clinical_study/>'):
        for form in (content, "<?xml version='1.0'?>" + content):
            assert "DOCTYPE" in error_of(tmp_path / "x.xml", form)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("<clinical_study>\n<brief_title>x</clinical_study>", "line 2"),
        ("<?xml version='1.0'?><html/>", "no clinical_study"),
        ("<clinical_study/>", "no text"),
        ("<?xml version='1.0' encoding='no-such'?><clinical_study/>", "XML"),
        ("<clinical_study>" * 100_000, "nested"),
        ("<clinical_study>&undefined;</clinical_study>", "undefined entity"),
    ],
)
def test_broken_xml(tmp_path: Path, content: str, word: str) -> None:
    assert word in error_of(tmp_path / "x.xml", content)


HEAD = "NCT Number,Study Title,Criteria\n"


@pytest.mark.parametrize(
    "bad",
    [
        "NCT90000002,T",
        "NCT90000002,T,Adults,more",
        'NCT90000002,"open,Adults',
        'NCT90000002,"a"b,Adults',
        "NCT90000002,,",
        "NCT90000002,T\rT,Adults",
    ],
)
def test_one_bad_row_does_not_stop_the_others(tmp_path: Path, bad: str) -> None:
    content = f"{HEAD}NCT90000001,T,Adults\n{bad}\nNCT90000003,T,Adults\nNCT90000004,T,Adults\n"
    first, second, *rest = outcome(tmp_path / "x.csv", content)
    assert first.trial_id == "NCT90000001"
    assert isinstance(second, Reject)
    assert "line 3" in second.error
    assert [item.trial_id for item in rest] == ["NCT90000003", "NCT90000004"]


def test_an_open_quote_with_commas_alike_loses_one_row(tmp_path: Path) -> None:
    rows = [f'NCT9000000{n},"T, of {n}",Adults' for n in range(6)]
    rows[2] = 'NCT90000002,"T, of 2,Adults'
    found = outcome(tmp_path / "x.csv", HEAD + "\n".join(rows))
    assert [getattr(item, "trial_id", None) for item in found] == [
        "NCT90000000", "NCT90000001", None, "NCT90000003", "NCT90000004", "NCT90000005",
    ]  # fmt: skip


def test_a_table_without_the_column(tmp_path: Path) -> None:
    assert "NCT Number" in error_of(tmp_path / "x.csv", "a,b\n1,2\n")


def test_text_over_the_limit(tmp_path: Path) -> None:
    long = "word " * 100
    for name, content in [
        ("x.txt", long),
        ("x.jsonl", json.dumps({"id": "A1", "criteria": long})),
        ("x.jsonl", json.dumps({"id": "A1", "text": long})),
        ("x.json", study("NCT90000001", long)),
        ("x.csv", f"{HEAD}NCT90000001,T,{long}\n"),
        ("x.xml", f"<clinical_study><brief_title>{long}</brief_title></clinical_study>"),
    ]:
        assert "limit" in error_of(tmp_path / name, content, max_chars=400)


@pytest.mark.parametrize("format", FORMATS)
def test_a_line_of_ten_megabytes_ends_quickly(tmp_path: Path, format: str) -> None:
    began = time.process_time()
    for unit in (
        "word ",
        "{",
        '"',
        ",",
        "NCT90000001,",
        "<a>",
        '{"protocolSection":',
        '"\\',
        "\n[",
        "MedPath",
    ):
        assert outcome(tmp_path / "x", unit * (10_000_000 // len(unit) // 10), format)
    assert time.process_time() - began < 60
    assert outcome(tmp_path / "x", "word " * 2_000_000, format)


def test_a_file_of_nothing_but_broken_studies_stops(tmp_path: Path) -> None:
    found = outcome(tmp_path / "x.json", "[" + '{"protocolSection": x},' * 5000)
    assert len(found) == 1001
    assert "the rest of the file is not read" in found[-1].error


def test_an_overlong_line_is_rejected_and_the_next_read(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("eligex.readers.source.LINE_BYTES", 100)
    long = json.dumps({"id": "B2", "criteria": "word " * 100})
    first, second = outcome(tmp_path / "x.jsonl", f"{long}\n{GOOD}\n")
    assert "line 1: longer than 100 bytes" in first.error
    assert second.trial_id == "A1"
    rows = f"NCT90000001,T,{'word ' * 100}\nNCT90000002,T,Adults\n"
    first, second = outcome(tmp_path / "x.csv", HEAD + rows)
    assert "longer than 100 bytes" in first.error
    assert second.trial_id == "NCT90000002"


def test_many_lines_stream(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(f"{GOOD}\n" * 1000 + "{", encoding="utf-8")
    stream = read(path, name="x.jsonl")
    assert isinstance(next(stream), Record)
    assert sum(isinstance(item, Record) for item in stream) == 999


SEEDS = [
    b"", b"{", b"[", b'{"studies": [', study("NCT90000001").encode(), b"<clinical_study>",
    b"<?xml version='1.0'?>", HEAD.encode(), b'NCT Number\n"', b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b",
    b"MedPath\nRecruitment & Eligibility\nStudy & Design\n", gzip.compress(b"x")[:12],
]  # fmt: skip
PIECES = st.lists(
    st.one_of(st.sampled_from(SEEDS), st.binary(max_size=40), st.text(max_size=40).map(str.encode))
)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=PIECES)
def test_no_bytes_raise(tmp_path: Path, format: str, pieces: list[bytes]) -> None:
    content = b"".join(pieces)
    assert detect(content) in FORMATS
    for item in outcome(tmp_path / "x", content, format):
        assert isinstance(item, (Record, Reject))
        if isinstance(item, Record):
            item.text.encode("utf-8")
            assert all(0 <= s.start < s.end <= len(item.text) for s in item.sections)


KEYS = [
    "protocolSection", "studies", "identificationModule", "nctId", "id", "text", "criteria", "arms", "label",
    "eligibility", "other", "armsInterventionsModule", "armGroups", "interventions", "eligibilityModule",
]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON)
def test_no_json_raises(tmp_path: Path, value) -> None:
    for name in ("x.json", "x.jsonl"):
        for item in outcome(tmp_path / name, json.dumps(value)):
            assert isinstance(item, (Record, Reject))
