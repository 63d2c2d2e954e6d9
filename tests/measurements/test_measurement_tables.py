"""The tables themselves, and conversion to canonical units."""

import pytest
from eligex.vocab import measurements, tables, units
from eligex.vocab.measurements import analyte, implausible, normalize, score
from eligex.vocab.tables import VocabularyError

ANALYTES = tables.table("analytes")
SCORES = tables.table("scores")


def check_digit(code: str) -> int:
    """LOINC's mod-10 check digit of the digits before the hyphen."""
    digits = code[::-1]
    doubled = str(int(digits[0::2][::-1]) * 2)
    return -sum(int(d) for d in doubled + digits[1::2]) % 10


@pytest.mark.parametrize("row", [r for r in (*ANALYTES, *SCORES) if r["loinc"]], ids=lambda r: r["key"])
def test_loinc_check_digit(row):
    number, digit = row["loinc"].split("-")
    assert check_digit(number) == int(digit)


def test_check_digit_tells_a_wrong_code():
    assert check_digit("2160") == 0
    assert check_digit("2161") == 8
    assert check_digit("2610") != 0


def test_sizes():
    assert len(ANALYTES) >= 300
    assert len(SCORES) >= 150


def test_loinc_codes_are_not_shared():
    codes = [r["loinc"] for r in (*ANALYTES, *SCORES) if r["loinc"]]
    assert len(codes) == len(set(codes))


def test_every_unit_is_known():
    wrong = [r["key"] for r in ANALYTES if r["unit"] and units.dimension(r["unit"]) == "unknown"]
    assert wrong == []


def test_every_form_names_one_test():
    assert len(measurements.forms()) > 2000


def test_a_form_of_two_tests_is_refused(monkeypatch):
    row = {"key": "a", "synonyms": "wonder test", "ambiguous": ""}
    monkeypatch.setattr(measurements, "table", lambda name: (row, {**row, "key": "b"}))
    with pytest.raises(VocabularyError, match="wonder test"):
        measurements.forms.__wrapped__()


@pytest.mark.parametrize(
    ("change", "message"),
    [({"unit": "furlong"}, "furlong"), ({"low": "9", "high": "1"}, "plausible"), ({"low": "x"}, "no number")],
)
def test_a_broken_row_is_refused(change, message):
    row = {**next(r for r in ANALYTES if r["key"] == "ast"), **change}
    with pytest.raises(VocabularyError, match=message):
        measurements._analyte(row)


@pytest.mark.parametrize(
    ("key", "value", "unit", "expected"),
    [
        ("creatinine", 88.4, "umol/L", 1.0),
        ("glucose", 7.0, "mmol/L", 126.1),
        ("bilirubin_total", 17.1, "umol/L", 1.0),
        ("cholesterol_total", 5.2, "mmol/L", 201.1),
        ("triglycerides", 1.7, "mmol/L", 150.5),
        ("calcium", 2.5, "mmol/L", 10.02),
        ("uric_acid", 357, "umol/L", 6.0),
        ("hemoglobin", 90, "g/L", 9.0),
        ("platelets", 100, "10*9/L", 100),
        ("hba1c", 53, "mmol/mol", 7.0),
        ("ast", 40, "[IU]/L", 40),
        ("potassium", 5, "meq/L", 5),
        ("crp", 1, "mg/dL", 10),
        ("upcr", 50, "mg/mmol", 442),
        ("temperature", 100.4, "[degF]", 38),
        ("life_expectancy", 1, "a", 12),
        ("ecog", 2, None, 2),
        ("karnofsky", 70, "%", 70),
        ("fev1_fvc", 70, "%", 0.7),
    ],
)
def test_normalize(key, value, unit, expected):
    done = normalize(value, None, unit, key)
    assert done is not None
    assert done[0] == pytest.approx(expected, rel=2e-3)
    assert done[1] is None


@pytest.mark.parametrize(
    ("key", "unit"),
    [
        ("egfr", "mL/min"), ("fev1", "%"), ("hba1c", None), ("inr", "%"), ("hbv_dna", "{copies}/mL"),
        ("ast", "mg/dL"), ("vas", "mm"), ("transaminases", "%"), ("no such key", "g"), ("calcium", "meq/L"),
    ],
)  # fmt: skip
def test_no_unsafe_conversion(key, unit):
    assert normalize(1.0, 2.0, unit, key) is None
    assert not implausible(1.0, 2.0, unit, key)


def test_implausible():
    assert implausible(None, 500, "g/dL", "hemoglobin")
    assert not implausible(8, 10, "g/dL", "hemoglobin")
    assert implausible(7, None, None, "ecog")
    assert not implausible(0, 2, None, "ecog")


def test_lookup():
    assert analyte("hemoglobin").loinc == "718-7"
    assert analyte("hemoglobin").unit == "g/dL"
    assert score("gcs").low == 3
    with pytest.raises(KeyError):
        analyte("gcs")
