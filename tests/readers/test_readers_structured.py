"""JSON, JSON Lines, XML and CSV: what is read, and where each field stands."""

import csv
import gzip
import hashlib
import io
import json
from pathlib import Path

import pytest
from eligex.readers import FORMATS, detect, read
from eligex.schema.record import Record, Reject
from eligex.schema.trial import SECTION_KINDS

CRITERIA = (
    "Inclusion Criteria:\n\n* Platelets \\>= 75 x 10\\^9/L\n* Adults\r\n\nExclusion Criteria:\n\n1. Pregnancy"
)
STUDY = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT90000001",
            "briefTitle": "Zorvimab for Teal Fever",
            "officialTitle": "A Trial of Zorvimab in Teal Fever",
        },
        "descriptionModule": {"briefSummary": "Short words.", "detailedDescription": "Longer\n\nwords."},
        "conditionsModule": {"conditions": ["Teal Fever", "Rash"], "keywords": ["teal"]},
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "Arm A", "type": "EXPERIMENTAL", "description": "Zorvimab 5 mg\ntwice a day"},
                {"label": "Arm B", "type": "PLACEBO_COMPARATOR"},
            ],
            "interventions": [
                {"type": "DRUG", "name": "Zorvimab", "description": "5 mg tablet", "otherNames": ["ZV-1"]}
            ],
        },
        "outcomesModule": {
            "primaryOutcomes": [{"measure": "Fever", "timeFrame": "3 days", "description": "Daily."}]
        },
        "eligibilityModule": {
            "eligibilityCriteria": CRITERIA,
            "sex": "FEMALE",
            "minimumAge": "18 Years",
            "maximumAge": "64 Years",
            "healthyVolunteers": False,
        },
    }
}
XML = """<?xml version="1.0" encoding="UTF-8"?>
<clinical_study>
  <id_info><org_study_id>Q-1</org_study_id><nct_id>NCT90000002</nct_id></id_info>
  <brief_title>Teal Fever &amp; Rash</brief_title>
  <brief_summary><textblock>
      Two lines&#xD;
      here.
  </textblock></brief_summary>
  <condition>Teal Fever</condition><condition>Rash</condition>
  <arm_group><arm_group_label>High</arm_group_label><description>9 mg daily</description></arm_group>
  <intervention><intervention_type>Drug</intervention_type><intervention_name>Zorvimab</intervention_name>
    <arm_group_label>High</arm_group_label><other_name>ZV-1</other_name><other_name>ZV</other_name>
  </intervention>
  <eligibility>
    <criteria><textblock>
        Inclusion Criteria:&#xD;

          -  Hemoglobin &lt; 9 g/dL
    </textblock></criteria>
    <gender>All</gender><minimum_age>2 Years</minimum_age><maximum_age>N/A</maximum_age>
  </eligibility>
</clinical_study>
"""
COLUMNS = ["NCT Number", "Study Title", "Study Status", "Brief Summary", "Conditions", "Interventions", "Sex"]
ROW = [
    "NCT90000003",
    "A, quoted title",
    "RECRUITING",
    'Says "so"\r\non two lines',
    "Rash|Fever",
    "DRUG: Z",
    "ALL",
]


def written(folder: Path, name: str, content) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def records(path: Path, format: str = "auto", **options) -> list:
    return list(read(path, name=path.name, format=format, **options))


def only(path: Path, format: str = "auto") -> Record:
    (record,) = records(path, format)
    assert isinstance(record, Record), record
    return record


def bodies(record: Record, kind: str) -> list[tuple[str, str]]:
    return [(s.title, record.text[s.start : s.end]) for s in record.sections if s.kind == kind]


def table(*rows: list[str], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.fixture
def study(tmp_path: Path) -> Record:
    return only(written(tmp_path, "one.json", json.dumps(STUDY)))


def test_api_study_keeps_every_field_verbatim_under_its_heading(study: Record) -> None:
    assert (study.trial_id, study.title, study.format) == (
        "NCT90000001",
        "Zorvimab for Teal Fever",
        "ctgov-json",
    )
    assert bodies(study, "eligibility") == [("Eligibility Criteria", CRITERIA)]
    assert bodies(study, "summary") == [("Brief Summary", "Short words.")]
    assert bodies(study, "description") == [("Detailed Description", "Longer\n\nwords.")]
    assert bodies(study, "conditions") == [("Conditions", "Teal Fever\nRash")]
    assert bodies(study, "outcomes") == [("Primary Outcome Measures", "Fever [3 days]: Daily.")]
    for section in study.sections:
        assert section.kind in SECTION_KINDS
        if section.title not in ("Arm A", "Arm B", "Zorvimab"):
            assert study.text[: section.start].endswith(f"{section.title}:\n")


def test_demographics_stand_as_other(study: Record) -> None:
    assert dict(bodies(study, "other")) == {
        "Keywords": "teal",
        "Sex": "FEMALE",
        "Minimum Age": "18 Years",
        "Maximum Age": "64 Years",
        "Healthy Volunteers": "No",
    }


def test_each_arm_and_intervention_has_a_section_within_the_field(study: Record) -> None:
    (whole, text), *parts = bodies(study, "arms")
    assert whole == "Arms"
    assert parts == [
        ("Arm A", "Arm A (EXPERIMENTAL): Zorvimab 5 mg\ntwice a day"),
        ("Arm B", "Arm B (PLACEBO_COMPARATOR)"),
    ]
    assert text == "\n".join(body for _, body in parts)
    assert bodies(study, "interventions")[1] == ("Zorvimab", "DRUG: Zorvimab: 5 mg tablet\nOther names: ZV-1")


@pytest.mark.parametrize(
    "shape",
    [
        [STUDY, STUDY],
        {"studies": [STUDY, STUDY]},
        {"totalCount": 2, "studies": [STUDY, STUDY], "nextPageToken": "x"},
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_list_or_a_page_gives_each_study(tmp_path: Path, shape, indent) -> None:
    found = records(written(tmp_path, "page.json", json.dumps(shape, indent=indent)))
    assert [(r.index, r.trial_id) for r in found] == [(0, "NCT90000001"), (1, "NCT90000001")]


def test_an_empty_page_is_no_error(tmp_path: Path) -> None:
    assert records(written(tmp_path, "page.json", '{"studies": []}')) == []


def test_sha256_is_the_files_or_the_lines(tmp_path: Path) -> None:
    line = json.dumps({"id": "A1", "criteria": "Adults"})
    for name, content, hashed in [
        ("a.json", json.dumps(STUDY), json.dumps(STUDY)),
        ("a.xml", XML, XML),
        ("a.txt", "words", "words"),
        ("a.jsonl", f"\n{line}\r\n", line),
    ]:
        assert only(written(tmp_path, name, content)).sha256 == hashlib.sha256(hashed.encode()).hexdigest()


@pytest.mark.parametrize("value", [None, "x", 7, True, [], ["x", None, 3], {}, {"a": {"b": [1]}}, [[["x"]]]])
def test_a_wrong_type_anywhere_is_read_or_rejected(tmp_path: Path, value) -> None:
    paths = [(m, k) for m, keys in STUDY["protocolSection"].items() for k in (None, *keys)]
    for module, key in paths:
        wrong = json.loads(json.dumps(STUDY))
        if key is None:
            wrong["protocolSection"][module] = value
        else:
            wrong["protocolSection"][module][key] = value
        (found,) = records(written(tmp_path, "x.json", json.dumps(wrong)))
        assert isinstance(found, Record)
        assert found.trial_id is None or isinstance(found.trial_id, str)


def test_a_duplicated_key_counts_as_its_last_value(tmp_path: Path) -> None:
    line = '{"id": "A1", "criteria": "first", "criteria": "second"}'
    assert bodies(only(written(tmp_path, "a.jsonl", line)), "eligibility") == [
        ("Eligibility Criteria", "second")
    ]


def test_lone_surrogates_do_not_reach_the_text(tmp_path: Path) -> None:
    record = only(
        written(tmp_path, "a.jsonl", r'{"id": "A\ud800", "title": "\udc00", "criteria": "x \ud83d y"}')
    )
    assert "x \ufffd y" in record.text
    (record.text + str(record.trial_id) + str(record.title)).encode("utf-8")


def test_json_lines_take_studies_and_flat_objects(tmp_path: Path) -> None:
    flat = {
        "nct_id": "NCT90000004",
        "title": "Flat",
        "eligibility": "Inclusion:\n- Adults",
        "summary": "S",
        "detail": None,
        "arms": [{"label": "L", "type": None, "description": "2 mg"}],
        "conditions": ["C"],
        "interventions": [{"type": "Drug", "name": "N", "description": None, "other": []}],
        "phase": "Phase 1",
        "min_age": "2 Years",
    }
    first, second = records(written(tmp_path, "x.jsonl", f"{json.dumps(STUDY)}\n{json.dumps(flat)}"))
    assert (first.trial_id, second.trial_id, second.title) == ("NCT90000001", "NCT90000004", "Flat")
    assert bodies(second, "eligibility") == [("Eligibility Criteria", "Inclusion:\n- Adults")]
    assert bodies(second, "arms") == [("Arms", "L: 2 mg"), ("L", "L: 2 mg")]
    assert bodies(second, "interventions")[1] == ("N", "Drug: N")
    assert bodies(second, "other") == [("Minimum Age", "2 Years")]


def test_a_line_with_a_text_alone_is_plain_text(tmp_path: Path) -> None:
    record = only(written(tmp_path, "x.jsonl", json.dumps({"id": 17, "text": "Adults only.\r\nNo rash."})))
    assert (record.text, record.sections, record.trial_id) == ("Adults only.\r\nNo rash.", [], "17")


@pytest.mark.parametrize(
    "nested", [{"inclusion": ["Adults"], "exclusion": ["Rash"]}, {"Exclusion Criteria": "Rash"}]
)
def test_an_exclusion_within_an_object_stays_one(tmp_path: Path, nested) -> None:
    record = only(written(tmp_path, "x.jsonl", json.dumps({"id": "A", "eligibility": nested})))
    assert bodies(record, "exclusion") == [("Exclusion Criteria", "Rash")]


def test_xml_resolves_references_and_keeps_the_text(tmp_path: Path) -> None:
    record = only(written(tmp_path, "x.xml", XML))
    assert (record.trial_id, record.title, record.format) == ("NCT90000002", "Teal Fever & Rash", "ctgov-xml")
    assert bodies(record, "summary") == [("Brief Summary", "\n      Two lines\r\n      here.\n  ")]
    criteria = "\n        Inclusion Criteria:\r\n\n          -  Hemoglobin < 9 g/dL\n    "
    assert bodies(record, "eligibility") == [("Eligibility Criteria", criteria)]
    assert bodies(record, "conditions") == [("Conditions", "Teal Fever\nRash")]
    assert bodies(record, "arms")[1] == ("High", "High: 9 mg daily")
    assert bodies(record, "interventions")[1] == ("Zorvimab", "Drug: Zorvimab\nOther names: ZV-1; ZV")
    assert dict(bodies(record, "other")) == {"Sex": "All", "Minimum Age": "2 Years", "Maximum Age": "N/A"}


def test_xml_in_other_encodings(tmp_path: Path) -> None:
    euro = XML.replace("Teal Fever &amp; Rash", "Fièvre ± 5 µg")
    declared = euro.replace("UTF-8", "iso-8859-1").encode("latin-1")
    undeclared = euro.split("\n", 1)[1].encode("cp1252")
    for content in (declared, undeclared, euro.replace("UTF-8", "UTF-16").encode("utf-16")):
        assert only(written(tmp_path, "x.xml", content)).title == "Fièvre ± 5 µg"


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_reads_the_websites_columns(tmp_path: Path, delimiter: str) -> None:
    path = written(tmp_path, "x.csv", "\ufeff" + table(COLUMNS, ROW, ROW, delimiter=delimiter))
    first, second = records(path)
    assert (first.trial_id, first.title, first.index, second.index) == (
        "NCT90000003",
        "A, quoted title",
        0,
        1,
    )
    assert bodies(first, "summary") == [("Brief Summary", 'Says "so"\r\non two lines')]
    assert bodies(first, "interventions") == [("Interventions", "DRUG: Z")]
    assert bodies(first, "eligibility") == []


@pytest.mark.parametrize(
    ("column", "kind"),
    [("Eligibility Criteria", "eligibility"), ("criteria", "eligibility"), ("Who is eligible", "eligibility"),
     ("Key Exclusion Criteria", "exclusion"), ("inclusion_criteria", "inclusion")],
)  # fmt: skip
def test_csv_takes_any_column_of_criteria(tmp_path: Path, column: str, kind: str) -> None:
    record = only(written(tmp_path, "x.csv", table([*COLUMNS, column], [*ROW, "Adults only"])))
    assert [body for _, body in bodies(record, kind)] == ["Adults only"]


def test_csv_cells_may_be_long_and_the_global_limit_stays(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    record = only(written(tmp_path, "x.csv", table([*COLUMNS, "Criteria"], [*ROW, "word " * 60_000])))
    assert len(record.text) > 300_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("a.json", json.dumps(STUDY), "ctgov-json"),
        ("a", json.dumps({"studies": [STUDY]}, indent=2), "ctgov-json"),
        ("a", json.dumps(STUDY), "ctgov-json"),
        ("a", '{"id": "x", "criteria": "y"}\n{"id": "z", "criteria": "y"}\n', "jsonl"),
        ("a.jsonl", json.dumps(STUDY), "jsonl"),
        ("a", XML, "ctgov-xml"),
        ("a.txt", table(COLUMNS, ROW), "ctgov-csv"),
        ("a.txt", "[Draft] Adults with {rash}", "text"),
        ("a.txt", "<5 years of age are excluded", "text"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_detection_by_content(tmp_path: Path, name: str, content: str, format: str, packed: bool) -> None:
    data = gzip.compress(content.encode()) if packed else content.encode()
    path = written(tmp_path, f"{name}.gz" if packed else name, data)
    assert detect(path) == format
    assert format in FORMATS
    assert [type(item) for item in records(path)][:1] == [Record]
    if "." not in name:
        assert detect(data) == format


def test_an_unknown_format_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown format 'yaml'"):
        read(tmp_path / "x", name="x", format="yaml")


def test_a_flat_list_in_json_is_read(tmp_path: Path) -> None:
    found = records(written(tmp_path, "x.json", json.dumps([{"id": "A", "criteria": "Adults"}, {"id": "B"}])))
    assert isinstance(found[0], Record)
    assert isinstance(found[1], Reject)
    assert found[1].record == "B"
