"""Tests and scales: canonical names, LOINC codes, units, plausible ranges, and their surface forms.

`analytes.csv` and `scores.csv` list every form: `synonyms` name the test wherever they stand,
`ambiguous` only beside a number, a comparator or a word such as "level". A form of fewer than five
letters matches in that case alone (`Hb`, `ALT`), as does an ambiguous one in capitals (`AUDIT`); others
match in any case. `directions.csv` tells at which end of a scale a patient is worse: comparators.csv reads
"better than" as "more than", which is so where `low` is worse.
"""

import functools
import re
from dataclasses import dataclass
from typing import Optional

from eligex.vocab import units
from eligex.vocab.tables import Row, VocabularyError, require, table, unique, values

UNITY = "1"
_EXACT_BELOW = 5
# Their equivalent is their mole.
_MONOVALENT = {"sodium", "potassium", "chloride", "bicarbonate"}
_INTERNATIONAL = re.compile(r"([munk]?)\[IU\]")
_ENZYME = re.compile(r"(?<![\w\]])([munk]?)U(?=/)")
# DCCT percentage from IFCC mmol/mol: the NGSP master equation, Clin Chem 2004;50:166.
_HBA1C = (0.09148, 2.152)

Bounds = tuple[Optional[float], Optional[float], str]


@dataclass(frozen=True, slots=True)
class Analyte:
    """A test. `unit` is its canonical UCUM unit ("1" for a pure number, None where it has none);
    `molar_mass` in g/mol; a value outside `plausible_low`..`plausible_high` (in `unit`) is flagged."""

    key: str
    name: str
    loinc: Optional[str]
    unit: Optional[str]
    molar_mass: Optional[float]
    plausible_low: Optional[float]
    plausible_high: Optional[float]
    category: str
    specimen: str

    @property
    def system(self) -> Optional[str]:
        """Of its code, where it has one."""
        return "LOINC" if self.loinc else None


@dataclass(frozen=True, slots=True)
class Score:
    """A scale. `type` says how it is written: number, roman, letter or text."""

    key: str
    name: str
    loinc: Optional[str]
    type: str
    low: Optional[float]
    high: Optional[float]

    @property
    def system(self) -> Optional[str]:
        """Of its code, where it has one."""
        return "LOINC" if self.loinc else None


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a test. `exact`: only in this case; `ambiguous`: only in a test's context."""

    text: str
    key: str
    ambiguous: bool

    @property
    def exact(self) -> bool:
        return len(self.text) < _EXACT_BELOW or (self.ambiguous and self.text.isupper())

    def spelled(self, text: str) -> bool:
        """Whether `text`, the same words, is an allowed spelling."""
        if not self.exact:
            return True
        return text == self.text or (self.text.islower() and text == self.text.capitalize())


def analyte(key: str) -> Analyte:
    """Raises KeyError for an unknown key."""
    return _analytes()[key]


def score(key: str) -> Score:
    """Raises KeyError for an unknown key."""
    return _scores()[key]


def is_score(key: str) -> bool:
    return key in _scores()


def worse(key: str) -> Optional[str]:
    """At which end of a test or scale a patient is worse, `high` or `low`; None where that is not known."""
    return _directions().get(key)


@functools.cache
def _directions() -> dict[str, str]:
    found = {k: row["worse"] for k, row in unique(table("directions"), "key", where="directions.csv").items()}
    require({*_analytes(), *_scores()}, list(found), where="directions.csv")
    wrong = set(found.values()) - {"high", "low"}
    if wrong:
        raise VocabularyError(f"directions.csv: worse is {', '.join(sorted(wrong))}")
    return found


@functools.cache
def forms() -> tuple[Form, ...]:
    """Every form of every test and scale. Raises VocabularyError where one form names two tests."""
    found: dict[str, Form] = {}
    for name in ("analytes", "scores"):
        for row in table(name):
            for column in ("synonyms", "ambiguous"):
                for text in values(row[column]):
                    form = Form(text, row["key"], column == "ambiguous")
                    other = found.setdefault(text if form.exact else text.lower(), form)
                    if other.key != form.key:
                        raise VocabularyError(f"{name}.csv: {text!r} is in {other.key} and {form.key}")
    return tuple(found.values())


@functools.cache
def _analytes() -> dict[str, Analyte]:
    rows = unique(table("analytes"), "key", where="analytes.csv")
    unique(table("analytes"), "name", where="analytes.csv")
    return {key: _analyte(row) for key, row in rows.items()}


@functools.cache
def _scores() -> dict[str, Score]:
    rows = unique(table("scores"), "key", where="scores.csv")
    unique(table("scores"), "name", where="scores.csv")
    both = set(rows) & set(_analytes())
    if both:
        raise VocabularyError(f"scores.csv: keys of analytes.csv: {', '.join(sorted(both))}")
    return {
        k: Score(k, r["name"], r["loinc"] or None, r["type"], _number(r, "low"), _number(r, "high"))
        for k, r in rows.items()
    }


def _analyte(row: Row) -> Analyte:
    unit = row["unit"] or None
    if unit and units.dimension(unit) == "unknown":
        raise VocabularyError(f"analytes.csv: {row['key']}: refers to unknown unit {unit}")
    low, high = _number(row, "low"), _number(row, "high")
    if (low is None) != (high is None) or (low is not None and high is not None and low >= high):
        raise VocabularyError(f"analytes.csv: {row['key']}: plausible range {row['low']}..{row['high']}")
    mass = _number(row, "molar_mass")
    return Analyte(
        row["key"], row["name"], row["loinc"] or None, unit, mass, low, high, row["category"], row["specimen"]
    )


def _number(row: Row, column: str) -> Optional[float]:
    try:
        return float(row[column]) if row[column] else None
    except ValueError as error:
        raise VocabularyError(f"{row['key']}: {column} {row[column]!r} is no number") from error


def normalize(
    low: Optional[float], high: Optional[float], unit: Optional[str], analyte: str
) -> Optional[Bounds]:
    """The bounds in the canonical unit of the test or scale with that key.

    None where there is no safe conversion: an unknown key, a missing unit, another dimension, or a
    mass against a substance without molar mass.
    """
    if analyte in _scores():
        return _scored(low, high, unit, _scores()[analyte])
    a = _analytes().get(analyte)
    if a is None or a.unit is None:
        return None
    done = [None if v is None else _converted(v, unit, a) for v in (low, high)]
    if done.count(None) > (low, high).count(None):
        return None
    return done[0], done[1], a.unit


def implausible(low: Optional[float], high: Optional[float], unit: Optional[str], analyte: str) -> bool:
    """Whether a bound lies where no patient's value can; False where that cannot be said."""
    done = normalize(low, high, unit, analyte)
    if done is None:
        return False
    known: Analyte | Score = _scores()[analyte] if analyte in _scores() else _analytes()[analyte]
    least, most = (
        (known.low, known.high) if isinstance(known, Score) else (known.plausible_low, known.plausible_high)
    )
    bounds = [v for v in done[:2] if v is not None]
    return any((least is not None and v < least) or (most is not None and v > most) for v in bounds)


def _scored(
    low: Optional[float], high: Optional[float], unit: Optional[str], known: Score
) -> Optional[Bounds]:
    percent = unit == "%" and known.high == 100
    return (low, high, UNITY) if unit in (None, UNITY, "{points}") or percent else None


def _converted(value: float, unit: Optional[str], a: Analyte) -> Optional[float]:
    target = a.unit or UNITY
    if unit is None or target == UNITY:
        plain = unit in (None, UNITY) or (unit == "%" and a.category == "ratio")
        return units.convert(value, unit or UNITY, target) if plain and target == UNITY else None
    if a.key == "hba1c" and unit != "%":
        slope, intercept = _HBA1C
        return round(slope * value + intercept, 2) if unit == "mmol/mol" else None
    for spelled in _spellings(unit, a):
        done = units.convert(value, spelled, target, molar_mass=a.molar_mass)
        if done is not None:
            return done
    return None


def _spellings(unit: str, a: Analyte) -> list[str]:
    """The unit, and what laboratories use for the same: IU/L of an enzyme, mEq/L of a monovalent ion."""
    found = [unit]
    if "[IU]" in unit:
        found.append(_INTERNATIONAL.sub(r"\1U", unit))
    elif _ENZYME.search(unit):
        found.append(_ENZYME.sub(r"\1[IU]", unit))
    if a.key in _MONOVALENT:
        found.append(unit.replace("meq", "mmol"))
    return found
