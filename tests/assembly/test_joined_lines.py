"""An `or` between the lines of a list joins its neighbours, or all that goes on to it."""

import pytest

FUNCTION = [
    "Bilirubin < 2 mg/dL",
    "AST < 90 U/L",
    "Creatinine < 1.5 mg/dL OR",
    "Creatinine clearance > 60 mL/min",
]


def logic(nlp, head: str, *items: str, section: str = "Inclusion"):
    text = f"{section} Criteria:\n\n* {head}\n" + "".join(f"  * {item}\n" for item in items)
    return nlp(text)._.trial.criteria[0].logic


@pytest.mark.parametrize("head", ["Liver and kidneys:", "Function, all of the following:"])
def test_of_bounds_line_by_line_each_is_asked_for(nlp, head):
    last = {"any": ["I1.3.1", "I1.4.1"]}
    assert logic(nlp, head, *FUNCTION) == {"all": ["I1.1.1", "I1.2.1", last]}


@pytest.mark.parametrize("between", ["OR", "or"])
def test_a_line_of_its_own_joins_those_around_it(nlp, between):
    found = logic(
        nlp, "Kidneys:", "Creatinine < 1.5 mg/dL", between, "Creatinine clearance > 60 mL/min", "No dialysis"
    )
    assert found == {"all": [{"any": ["I1.1.1", "I1.3.1"]}, "I1.4.1"]}


def test_the_next_line_may_begin_with_it(nlp):
    found = logic(nlp, "Heart:", "LVEF > 50 %", "Or shortening fraction > 27 %", "No angina")
    assert found == {"all": [{"any": ["I1.1.1", "I1.2.1"]}, "I1.3.1"]}


@pytest.mark.parametrize("mark", [",", ";"])
def test_what_goes_on_to_it_is_a_choice(nlp, mark):
    found = logic(
        nlp, "Women must be:", f"postmenopausal{mark}", f"surgically sterile{mark} or", "using contraception"
    )
    assert found == {"any": ["I1.1.1", "I1.2.1", "I1.3.1"]}


def test_semicolons_amid_a_longer_list_do_not_go_on_to_it(nlp):
    found = logic(nlp, "Disease:", "Asthma;", "gout;", "diabetes; or", "prediabetes;", "no stroke")
    assert found == {"all": ["I1.1.1", "I1.2.1", {"any": ["I1.3.1", "I1.4.1"]}, "I1.5.1"]}


def test_one_behind_what_is_nested_joins_the_items(nlp):
    found = logic(nlp, "Disease:", "Stage III melanoma with\n    * ulceration; or", "Stage IV melanoma")
    assert found == {"any": [{"all": ["I1.1.1", "I1.1.1.1"]}, "I1.2.1"]}


def test_the_head_may_ask_for_any(nlp):
    assert logic(nlp, "Any of the following:", *FUNCTION) == {"any": [f"I1.{n}.1" for n in range(1, 5)]}
    assert logic(nlp, "Must either:", "have diabetes", "take insulin") == {"any": ["I1.1.1", "I1.2.1"]}


def test_of_what_is_denied_and_or_frees_from_neither(nlp):
    found = logic(nlp, "Heart:", "No angina and/or", "No infarction")
    assert found == {"all": ["I1.1.1", "I1.2.1"]}


def test_of_an_exclusion_each_excludes(nlp):
    found = logic(nlp, "Heart:", "Angina", "Infarction or", "Stroke", section="Exclusion")
    assert found == {"any": ["E1.1.1", "E1.2.1", "E1.3.1"]}
