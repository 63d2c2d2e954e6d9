"""A dose in a criterion is an exposure: a qualifier of the drug's constraint, and no regimen."""

import eligex
import pytest


@pytest.fixture(scope="module")
def nlp():
    return eligex.load()


@pytest.mark.parametrize(
    ("line", "drug", "qualifiers"),
    [
        ("Treatment with 20 mg of dexamethasone daily for more than 14 days", "dexamethasone", ["20 mg"]),
        ("Use of aspirin 325 mg daily, warfarin or heparin", "aspirin", ["325 mg daily"]),
        ("Receiving methotrexate 15 mg/m2 IV weekly", "methotrexate", ["15 mg/m2 IV weekly"]),
        ("Prednisone > 10 mg/day within 4 weeks", "prednisone", []),
        ("Known allergy to aspirin", "aspirin", []),
    ],
)
def test_the_dose_of_an_exposure(nlp, line: str, drug: str, qualifiers: list[str]) -> None:
    trial = nlp(f"Exclusion Criteria:\n* {line}\n")._.trial
    found = [c for c in trial.constraints if drug in (c.subject.name or "")]
    assert [c.qualifiers for c in found] == [qualifiers]
    assert trial.regimens == []
    assert trial.criteria[0].status == "parsed"
