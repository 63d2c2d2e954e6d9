"""What a regimen rests on: sections, arms, evidence, warnings, phases, names."""

import eligex
import pytest
from eligex.assembly.regimens import regimens
from eligex.components.findings import Finding

TEXT = "Aspirin 81 mg daily. Blood is drawn weekly."


def section(kind: str, text: str = TEXT, title: str = "Some arm") -> list[Finding]:
    return [Finding(0, len(text), kind, "test", value={"title": title})]


@pytest.mark.parametrize("kind", ["arms", "interventions", "summary", "description", "other"])
def test_sections_with_regimens(nlp, kind: str) -> None:
    (found,), _ = regimens(nlp(TEXT), section(kind))
    assert found.section == kind
    assert found.arm == ("Some arm" if kind == "arms" else None)


@pytest.mark.parametrize("kind", ["inclusion", "exclusion", "eligibility", "outcomes", "conditions", "title"])
def test_a_dose_in_eligibility_or_outcomes_is_no_regimen(nlp, kind: str) -> None:
    assert regimens(nlp(TEXT), section(kind)) == ([], [])


def test_each_arm_is_read_on_its_own(nlp) -> None:
    first, second = "Aspirin 81 mg daily.", "Warfarin daily."
    text = f"{first}\n{second}"
    sections = [
        Finding(0, len(first), "arms", "test", value={"title": "A"}),
        Finding(len(first) + 1, len(text), "arms", "test", value={"title": "B"}),
    ]
    found, _ = regimens(nlp(text), sections)
    assert [(r.arm, r.drug.name, r.dose is None) for r in found] == [
        ("A", "aspirin", False),
        ("B", "warfarin", True),
    ]


def test_evidence_lies_in_the_text_and_covers_the_drug(nlp) -> None:
    text = "Patients receive docetaxel 75 mg/m2 IV on day 1 of each 21-day cycle."
    (found,), _ = regimens(nlp(text))
    quotes = [text[a:b] for a, b in found.evidence]
    assert quotes == ["docetaxel", "75 mg/m2", "IV", "on day 1 of each 21-day cycle"]
    assert text[found.drug.start : found.drug.end] == "docetaxel"
    assert found.id == "R1"


def test_a_warning_points_at_its_words(nlp) -> None:
    text = "Rituximab is given biweekly over 60 to 90 minutes."
    _, warnings = regimens(nlp(text))
    assert [(w.code, text[w.start : w.end]) for w in warnings] == [
        ("ambiguous-frequency", "biweekly"),
        ("length-range", "over 60 to 90 minutes"),
    ]


def test_a_short_form_is_the_drug_that_it_stands_for(nlp) -> None:
    text = (
        "Vindesine (VDS) and cyclophosphamide (CTX) are used. VDS 3 mg/m2 on day 1. CTX 600 mg/m2 on day 2."
    )
    found, _ = regimens(nlp(text))
    assert [(r.drug.name.lower(), r.dose.low) for r in found] == [
        ("vindesine", 3.0),
        ("cyclophosphamide", 600.0),
    ]


def test_phases_of_a_drug_named_once(nlp) -> None:
    found, _ = regimens(
        nlp("Lamotrigine 25 mg daily for 2 weeks, 50 mg daily for 2 weeks, then 100 mg twice daily.")
    )
    assert [(r.dose.low, r.frequency.times) for r in found] == [(25, 1), (50, 1), (100, 2)]


def test_a_total_is_no_second_dose(nlp) -> None:
    found, _ = regimens(nlp("Gabapentin 300 mg three times daily (total daily dose 900 mg)."))
    assert [(r.dose.low, r.frequency.times) for r in found] == [(300, 3)]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("* Given under the skin, subcutaneously\n* 150 mg dose whatever the weight", 1),
        ("* Able to swallow tablets\n* No diabetes", 0),
    ],
)
def test_the_steps_of_an_arm_are_no_list_of_criteria(text: str, counts: int) -> None:
    trial = eligex.load()(text)._.trial
    assert len(trial.regimens) == counts
    assert bool(trial.criteria) == (counts == 0)


def test_an_empty_text_has_none(nlp) -> None:
    assert regimens(nlp("")) == ([], [])
