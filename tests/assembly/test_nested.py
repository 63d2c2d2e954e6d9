"""What an item permits is an exception of what it speaks of, and of nothing else under the same head."""

import pytest
from eligex.schema.trial import Trial

HEAD = "Inclusion Criteria:\n\n* Treatment before and during the trial:\n"


def trial(nlp, *items: str, head: str = HEAD) -> Trial:
    text = head + "".join(f"  * {item}\n" for item in items)
    return nlp(text)._.trial


def exceptions(found: Trial) -> dict[str, str]:
    """Each exception's subject with the subject of what it is carved out of."""
    named = {c.id: c.subject.text for c in found.constraints if c.subject}
    return {named[c.id]: named[c.exception_of] for c in found.constraints if c.exception_of}


def test_a_permission_is_carved_out_of_the_item_that_it_speaks_of(nlp):
    found = trial(nlp, "No concurrent antibiotics", "No other steroids", "Inhaled steroids are allowed")
    assert exceptions(found) == {"Inhaled steroids": "steroids"}
    assert found.criteria[0].logic == {"all": ["I1.1.1", {"base": "I1.2.1", "except": ["I1.3.1"]}]}


def test_it_may_stand_before_what_it_is_carved_out_of(nlp):
    found = trial(nlp, "Inhaled steroids are allowed", "No other steroids", "No concurrent antibiotics")
    assert found.criteria[0].logic == {"all": [{"base": "I1.2.1", "except": ["I1.1.1"]}, "I1.3.1"]}


@pytest.mark.parametrize(
    "permission",
    ["Thyroid hormones are allowed", "Prior chemotherapy is allowed", "Prior steroids are allowed"],
)
def test_a_permission_of_something_else_frees_nobody(nlp, permission):
    found = trial(nlp, "No concurrent chemotherapy", "No concurrent steroids", permission)
    assert exceptions(found) == {}
    assert found.criteria[0].logic == {"all": ["I1.1.1", "I1.2.1"]}


def test_what_is_required_stays_so_where_something_is_permitted_beside_it(nlp):
    head = "Inclusion Criteria:\n\n* Biopsy-proven ovarian cancer\n"
    found = trial(nlp, "Prior endometriosis is allowed", head=head)
    assert exceptions(found) == {}
    assert found.criteria[0].logic == "I1.1"


def test_what_a_head_permits_is_an_exception_of_it(nlp):
    head = "Exclusion Criteria:\n\n* Systemic steroids within 2 weeks. The following are allowed:\n"
    found = trial(nlp, "inhaled steroids", "steroid eye drops", head=head)
    assert set(exceptions(found).values()) == {"steroids"}
    assert found.criteria[0].logic == {"base": "E1.1", "except": ["E1.1.1", "E1.2.1"]}


@pytest.mark.parametrize(
    "head",
    [
        "The following lesions are not considered measurable:",
        "Lesions that are considered non-measurable include the following:",
        "Nonmeasurable disease includes:",
    ],
)
def test_nobody_needs_to_have_what_does_not_count_as_measurable(nlp, head):
    found = trial(nlp, "Bone lesions", "Ascites", head=f"Inclusion Criteria:\n\n* {head}\n")
    assert len(found.constraints) == 3
    assert {c.requirement for c in found.constraints} == {None}


def test_one_of_the_lesions_below_is_required(nlp):
    head = "Inclusion Criteria:\n\n* At least one of the following measurable lesions:\n"
    found = trial(nlp, "Lymph node metastasis", "Liver metastasis", head=head)
    assert [c.requirement for c in found.constraints][-2:] == ["require", "require"]


@pytest.mark.parametrize(
    "head",
    [
        "Brain metastases are allowed if all of the following are met:",
        "Patients with brain metastases are eligible provided they meet the following criteria:",
        "Patients with brain metastases are only eligible if they meet these criteria:",
        "Patients with brain metastases are allowed to participate as long as they fit the following criteria:",
        "Patients with brain metastases may participate provided they meet all of the following:",
    ],
)
def test_what_a_head_permits_on_conditions_asks_nothing_of_others(nlp, head):
    found = trial(nlp, "No prior surgery", "Off steroids", head=f"Inclusion Criteria:\n\n* {head}\n")
    assert found.constraints[0].requirement is None
    assert found.criteria[0].logic == {"if": "I1.1", "then": {"all": ["I1.1.1", "I1.2.1"]}}


def test_the_list_around_such_a_head_keeps_what_it_asks(nlp):
    items = ("* Melanoma", "* HIV infection is allowed if:", "  * Hepatitis C is absent")
    text = "Inclusion Criteria:\n\n* Disease:\n" + "".join(f"  {item}\n" for item in items)
    logic = nlp(text)._.trial.criteria[0].logic
    assert logic == {"all": ["I1.1.1", {"if": "I1.2.1", "then": "I1.2.1.1"}]}


def test_a_head_that_asks_for_something_holds_with_its_items(nlp):
    head = "Inclusion Criteria:\n\n* Brain metastases with the following:\n"
    assert trial(nlp, "No prior surgery", head=head).criteria[0].logic == {"all": ["I1.1", "I1.1.1"]}
