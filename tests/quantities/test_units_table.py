"""units.csv against a UCUM parser and pint; conversion."""

from importlib.metadata import version

import pytest
from eligex.quantities.units import unit_at
from eligex.vocab import units

BASE = {
    "mass": "g",
    "substance": "mol",
    "volume": "L",
    "length": "m",
    "area": "m2",
    "time": "s",
    "pressure": "Pa",
    "energy": "J",
    "power": "W",
    "absorbed_dose": "Gy",
    "radioactivity": "Bq",
    "catalytic_activity": "U",
    "arbitrary_activity": "[IU]",
    "potential": "V",
    "frequency": "Hz",
}


@pytest.fixture(scope="module")
def ucum():
    return pytest.importorskip("ucumvert").PintUcumRegistry()


@pytest.mark.parametrize("code", sorted(units.atoms()))
def test_code_is_ucum_and_factor_is_true(code: str, ucum) -> None:
    if code in ("mm[Hg]", "cm[H2O]") and version("ucumvert").startswith("0.2"):
        pytest.skip("ucumvert 0.2, the last for Python 3.10, does not read a column of mercury or water")
    quantity = ucum.from_ucum(code)
    base = BASE.get(units.atoms()[code].dimension)
    if base:
        factor = (quantity / ucum.from_ucum(base)).to_base_units().magnitude
        assert factor == pytest.approx(units.atoms()[code].factor, rel=1e-5)


@pytest.mark.parametrize("table", [0, 1])
def test_every_surface_is_read(table: int) -> None:
    for surface, code in units.surfaces()[table].items():
        place = units.atoms()[code].place
        text = {"num": f" {surface}/L", "den": f" mg/{surface}"}.get(place, f" {surface}")
        found = unit_at(f"{text} then", 0)
        assert found is not None and found[2] == len(text), surface  # noqa: PT018
        assert (code == "{cells}" and found[0] == "/L") or code in found[0], surface


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (100_000, "/mm3", "10*9/L", 100),
        (1.5, "10*9/L", "/uL", 1500),
        (9, "g/dL", "g/L", 90),
        (2, "a", "mo", 24),
        (98.6, "[degF]", "Cel", 37),
        (120, "mm[Hg]", "kPa", 15.99864),
        (50, "%", "1", 0.5),
    ],
)
def test_convert(value: float, source: str, target: str, expected: float) -> None:
    assert units.convert(value, source, target) == pytest.approx(expected)


def test_convert_needs_the_molar_mass() -> None:
    assert units.convert(1, "mg/dL", "umol/L") is None
    assert units.convert(1, "mg/dL", "umol/L", molar_mass=113.12) == pytest.approx(88.4, abs=0.05)


@pytest.mark.parametrize(
    ("source", "target"), [("mg/dL", "kg"), ("mL/min", "mL/min/{1.73_m2}"), ("x", "kg"), ("U/L", "[IU]/L")]
)
def test_convert_refuses(source: str, target: str) -> None:
    assert units.convert(1, source, target) is None


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("mg/dL", "mass_concentration"),
        ("10*9/L", "count_concentration"),
        ("/mm3", "count_concentration"),
        (None, "dimensionless"),
        ("a", "time"),
        ("mL/min/{1.73_m2}", "clearance"),
        ("qq", "unknown"),
    ],
)
def test_dimension(code: str, name: str) -> None:
    assert units.dimension(code) == name
