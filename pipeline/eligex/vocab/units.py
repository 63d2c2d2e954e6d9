"""Units of measurement: surface forms to UCUM codes, dimensions, linear conversion.

`units.csv` holds the atoms; a compound (`mg/dL`, `mL/min/{1.73_m2}`) is atoms joined by `/`. `factor` is
the atom's size in its dimension's base unit (g, mol, L, m, m2, s, mm[Hg] in Pa …). Units as in UCUM
2.1 (https://ucum.org); bracketed and braced codes are UCUM's arbitrary units and annotations.
"""

import functools
import re
from dataclasses import dataclass

from eligex.vocab.tables import VocabularyError, table, unique, values

PLACES = {"any", "num", "den"}
_COMPOUND = {
    ("mass", "volume"): "mass_concentration",
    ("substance", "volume"): "substance_concentration",
    ("equivalent", "volume"): "substance_concentration",
    ("count", "volume"): "count_concentration",
    ("copies", "volume"): "count_concentration",
    ("colony", "volume"): "count_concentration",
    ("catalytic_activity", "volume"): "catalytic_concentration",
    ("arbitrary_activity", "volume"): "arbitrary_concentration",
    ("volume", "time"): "volume_rate",
    ("volume", "time", "bsa"): "clearance",
    ("volume", "time", "area"): "clearance",
    ("mass", "area"): "mass_per_area",
    ("mass", "mass"): "mass_ratio",
    ("mass", "substance"): "mass_ratio",
    ("mass", "time"): "mass_rate",
    ("count", "time"): "frequency",
    ("length", "time"): "velocity",
    ("osmole", "mass"): "osmolality",
}
_POWER_TEN = re.compile(r"10\*(\d+)$")


@dataclass(frozen=True, slots=True)
class Atom:
    """One UCUM atom; `place` says where in a compound it may stand: anywhere, above, below the line."""

    code: str
    dimension: str
    factor: float
    place: str


@functools.cache
def atoms() -> dict[str, Atom]:
    """All atoms by UCUM code. Raises VocabularyError on an unknown place or a factor that is no number."""
    found = {}
    for code, row in unique(table("units"), "code", where="units.csv").items():
        if row["place"] not in PLACES:
            raise VocabularyError(f"units.csv: {code}: unknown place {row['place']!r}")
        try:
            found[code] = Atom(code, row["dimension"], float(row["factor"]), row["place"])
        except ValueError as error:
            raise VocabularyError(f"units.csv: {code}: factor {row['factor']!r}") from error
    return found


@functools.cache
def surfaces() -> tuple[dict[str, str], dict[str, str]]:
    """Surface to code: those where case matters, and the others in lower case.

    Raises VocabularyError where a surface stands for two codes.
    """
    cased: dict[str, str] = {}
    plain: dict[str, str] = {}
    for row in table("units"):
        found = cased if row["cased"] == "yes" else plain
        for surface in values(row["surfaces"]):
            key = surface if row["cased"] == "yes" else surface.lower()
            if found.setdefault(key, row["code"]) != row["code"]:
                raise VocabularyError(f"units.csv: {surface!r} is both {found[key]} and {row['code']}")
    return cased, plain


def atom(code: str) -> Atom | None:
    """The atom of a code; a power of ten `10*n` or the number 1 needs no row."""
    if code in ("", "1"):
        return Atom(code, "count", 1.0, "num")
    ten = _POWER_TEN.match(code)
    if ten:
        return Atom(code, "count", 10.0 ** int(ten[1]), "num")
    return atoms().get(code)


def dimension(code: str | None) -> str:
    """`mg/dL` → `mass_concentration`; `dimensionless` for None; the atoms' names joined by `/` where
    the compound has no name of its own; `unknown` for a code that is not in the table."""
    if code is None:
        return "dimensionless"
    parts = [atom(c) for c in code.split("/")]
    names = tuple(a.dimension for a in parts if a is not None)
    if len(names) < len(parts):
        return "unknown"
    return names[0] if len(names) == 1 else _COMPOUND.get(names, "/".join(names))


def _vector(code: str) -> tuple[dict[str, int], float] | None:
    powers: dict[str, int] = {}
    factor = 1.0
    for i, part in enumerate(code.split("/")):
        a = atom(part)
        if a is None:
            return None
        sign = -1 if i else 1
        factor *= a.factor**sign
        if a.dimension not in ("count", "dimensionless"):
            name = {"frequency": "time"}.get(a.dimension, a.dimension)
            powers[name] = powers.get(name, 0) + (-sign if a.dimension == "frequency" else sign)
    return {k: p for k, p in powers.items() if p}, factor


def _to_celsius(value: float, code: str) -> float:
    return (value - 32) * 5 / 9 if code == "[degF]" else value


def convert(value: float, source: str, target: str, *, molar_mass: float | None = None) -> float | None:
    """`value` in UCUM unit `source`, expressed in `target`; None where the units do not measure the same.

    `molar_mass` in g/mol permits mass ↔ substance (`mg/dL` to `umol/L`).
    """
    if source == target:
        return value
    if {source, target} == {"Cel", "[degF]"}:
        return _to_celsius(value, source) if target == "Cel" else value * 9 / 5 + 32
    a, b = _vector(source), _vector(target)
    if a is None or b is None:
        return None
    (have, factor), (want, wanted) = a, b
    if have != want and molar_mass:
        have, factor = _as_mass(have, factor, molar_mass)
        want, wanted = _as_mass(want, wanted, molar_mass)
    if have != want:
        return None
    return float(f"{value * factor / wanted:.12g}")


def _as_mass(powers: dict[str, int], factor: float, molar_mass: float) -> tuple[dict[str, int], float]:
    n = powers.get("substance", 0)
    if not n:
        return powers, factor
    merged = {**powers, "mass": powers.get("mass", 0) + n}
    merged.pop("substance")
    return {k: p for k, p in merged.items() if p}, factor * molar_mass**n


__all__ = ["Atom", "atom", "atoms", "convert", "dimension", "surfaces"]
