"""A head that denies something and asks for more hands its `not` on to nothing; one that denies its list does."""

import pytest

DENYING = (
    "A woman may enter if she is not pregnant or lactating, and the following conditions apply:",
    "A woman is eligible if she is not pregnant or lactating and one of the following conditions applies:",
    "Women who are not pregnant or lactating, and who meet all of the following criteria:",
)


def required(nlp, head: str) -> dict[str, str | None]:
    text = f"Inclusion Criteria:\n\n* Adults over 30 years\n* {head}\n  * Is a smoker\n  * Does not have asthma\n"
    return {c.subject.name: c.requirement for c in nlp(text)._.trial.constraints if c.kind != "age"}


@pytest.mark.parametrize("head", DENYING)
def test_what_a_head_asks_besides_is_not_denied(nlp, head):
    assert required(nlp, head) == {
        "pregnancy": "forbid",
        "lactation": "forbid",
        "smoking": "require",
        "asthma": "forbid",
    }


def test_a_head_that_only_denies_denies_its_items(nlp):
    found = required(nlp, "Women must not have any of the following:")
    assert found == {"smoking": "forbid", "asthma": "require"}


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("* Patients with lymphoma are eligible if they meet the following criteria:", ["lymphoma"]),
        ("Patients are eligible if they meet the following criteria:", []),
    ],
)
def test_an_item_that_names_a_disease_is_no_heading(nlp, head, told):
    trial = nlp(f"Inclusion Criteria:\n\n* Adults over 30 years\n\n{head}\n\n  * Is a smoker\n")._.trial
    assert [c.subject.name for c in trial.constraints if c.kind == "condition"] == told
