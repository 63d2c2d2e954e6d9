"""A head over exclusions that says once more that they exclude must not turn them around."""

import pytest

HEADS = [
    "Patients with any of the following characteristics will not be eligible for the present\nstudy:",
    "Patients with any of the following features will not be enrolled for participation in\nthis research:",
    "Volunteers in whom one of the following is found are not eligible to participate in the\nstudy:",
    "Any one of the following means that a person cannot be included in this clinical\ntrial:",
    "Persons with serious illnesses that would not permit treatment by the protocol, including\nbut not limited to:",
]


@pytest.mark.parametrize("head", HEADS)
def test_items_under_it_forbid(nlp, head):
    text = f"Exclusion Criteria:\n{head}\n  1. Those with asthma.\n  2. Anyone under the age of 19\n"
    trial = nlp(text)._.trial
    assert [(c.kind, c.requirement, c.negated) for c in trial.constraints] == [
        ("condition", "forbid", False),
        ("age", "forbid", False),
    ]
    assert not any(e.negated for e in trial.entities)


def test_not_eligible_for_a_treatment_is_said_of_the_treatment(nlp):
    trial = nlp("Inclusion Criteria:\n\n* Not eligible for surgery\n")._.trial
    assert [(c.subject.text, c.requirement) for c in trial.constraints] == [("surgery", "forbid")]


def test_a_head_that_carves_out(nlp):
    trial = nlp(
        "Exclusion Criteria:\n\n* Second malignancy, except:\n  * basal cell carcinoma\n  * prostate cancer\n"
    )._.trial
    assert [(c.requirement, c.exception_of) for c in trial.constraints] == [
        ("forbid", None),
        (None, "E1.1"),
        (None, "E1.1"),
    ]
    assert trial.criteria[0].logic == {"base": "E1.1", "except": ["E1.1.1", "E1.2.1"]}


def test_an_item_that_is_carved_out_holds_together_with_what_it_is_without(nlp):
    trial = nlp(
        "Exclusion Criteria:\n\n* Brain metastases, except:\n  * stable tumor and not receiving steroids\n"
        "  * stable tumor and treated seizures\n"
    )._.trial
    together = {"all": ["E1.1.1", "E1.1.2"]}
    assert trial.criteria[0].logic == {"base": "E1.1", "except": [together, "E1.2.1", "E1.2.2"]}


def test_what_an_item_that_is_carved_out_is_without_is_no_exception(nlp):
    trial = nlp(
        "Exclusion Criteria:\n\n* Second malignancy, except:\n  * lentigo maligna without evidence of disease\n"
        "  * prostate cancer without metastases in the liver\n  * basal cell carcinoma\n"
    )._.trial
    assert [(c.subject.text, c.negated, c.qualifiers) for c in trial.constraints[1:]] == [
        ("lentigo maligna", False, ["without evidence of disease"]),
        ("prostate cancer", False, []),
        ("metastases", True, ["in the liver"]),
        ("basal cell carcinoma", False, []),
    ]
    assert all(c.requirement is None for c in trial.constraints[1:])


def test_a_denied_list_holds_item_by_item(nlp):
    trial = nlp(
        "Inclusion Criteria:\n\n* No history of any of the following:\n  * stroke\n  * gout\n"
    )._.trial
    assert [c.requirement for c in trial.constraints] == ["forbid", "forbid"]
    assert trial.criteria[0].logic == {"all": ["I1.1.1", "I1.2.1"]}


def test_a_head_that_names_what_it_denies_passes_nothing_on(nlp):
    trial = nlp(
        "Inclusion Criteria:\n\n* Patients without response to therapy:\n  * Subject has asthma\n"
    )._.trial
    assert [c.requirement for c in trial.constraints if c.subject.text == "asthma"] == ["require"]


def test_examples_exclude_by_themselves(nlp):
    trial = nlp(
        "Exclusion Criteria:\n\n* Severe heart disease, including:\n  * angina\n  * infarction\n"
    )._.trial
    assert "any" in trial.criteria[0].logic


def windows(trial):
    return [(c.subject.text, c.window and (c.window.high, c.window.unit)) for c in trial.constraints]


@pytest.mark.parametrize(
    "head",
    ["Excluded within 30 days of study entry:", "Treatment with any of the following in the past 30 days:"],
)
def test_a_head_that_says_only_when_times_its_items(nlp, head):
    trial = nlp(
        f"Exclusion Criteria:\n\n* {head}\n  * zidovudine\n  * prednisone within 2 weeks\n  * Patients with asthma\n"
    )._.trial
    assert windows(trial) == [("zidovudine", (30.0, "d")), ("prednisone", (2.0, "wk")), ("asthma", None)]
    assert trial.criteria[0].logic == {"any": ["E1.1.1", "E1.2.1", "E1.3.1"]}
    assert [c.status for c in trial.criteria] == ["parsed"] * 4


def test_a_head_that_names_something_keeps_its_window(nlp):
    trial = nlp(
        "Exclusion Criteria:\n\n* Surgery within 30 days of study entry:\n  * bypass\n  * angioplasty\n"
    )._.trial
    assert windows(trial)[0] == ("Surgery", (30.0, "d"))
    assert all(w is None for _, w in windows(trial)[1:])


@pytest.mark.parametrize(
    ("head", "group"),
    [
        ("Cohort A:", "Cohort A"),
        ("For women of childbearing potential:", "women of childbearing potential"),
        ("Donor:", "Donor"),
        ("Phase 2 only:", "Phase 2 only"),
        ("In the absence of liver metastases:", "In the absence of liver metastases"),
        ("For all patients:", None),
    ],
)
def test_the_group_that_a_head_names_limits_its_items(nlp, head, group):
    trial = nlp(f"Exclusion Criteria:\n\n* {head}\n  * Diabetes mellitus\n  * Asthma\n")._.trial
    assert [(c.subject.text, c.applies_to) for c in trial.constraints] == [
        ("Diabetes mellitus", group),
        ("Asthma", group),
    ]


def test_a_head_of_a_group_leaves_alternatives_of_a_bound(nlp):
    item = "Bilirubin ≤ 1.5 mg/dL (≤ 3 mg/dL for patients with Gilbert syndrome)"
    trial = nlp(f"Inclusion Criteria:\n\n* Part 2:\n  * {item}\n  * Aged 20 to 60 years\n")._.trial
    assert trial.criteria[1].logic == {"any": ["I1.1.1", "I1.1.2"]}
    assert [c.applies_to for c in trial.constraints] == [
        "Part 2",
        "for patients with Gilbert syndrome",
        "Part 2",
    ]


def test_what_patients_must_not_have_shuts_out_each_by_itself(nlp):
    items = "  * asthma\n  * gout\n"
    before = "Exclusion Criteria:\n\n* Cancer\n"
    told = nlp(f"{before}* Patients must not have any of the following symptoms:\n{items}")._.trial
    denied = nlp(f"{before}* No history of any of the following:\n{items}")._.trial
    assert told.criteria[1].logic == {"any": ["E2.1.1", "E2.2.1"]}
    assert denied.criteria[1].logic == {"all": ["E2.1.1", "E2.2.1"]}


def test_the_anchor_of_a_head_s_time_asks_for_nothing(nlp):
    trial = nlp(
        "Exclusion Criteria:\n\n* Any of the following within 2 weeks before initiation of study drug:\n\n"
        "  * Chemotherapy\n  * Radiotherapy\n"
    )._.trial
    head = trial.criteria[0]
    assert head.logic == {"any": ["E1.1.1", "E1.2.1"]}
    assert all(c.window is not None and c.window.high == 2 for c in trial.constraints)
    assert [c.subject.name for c in trial.constraints] == ["chemotherapy", "radiotherapy"]


def test_items_under_the_kind_of_what_is_listed_have_its_time(nlp):
    trial = nlp(
        "Exclusion Criteria:\n\n* History of any of these vascular conditions in the 8 weeks (or as judged) before"
        " randomization:\n\n  * stroke\n  * pulmonary embolism within 1 month\n"
    )._.trial
    assert [(c.subject.text, c.window.high, c.window.anchor) for c in trial.constraints] == [
        ("stroke", 8.0, "randomization"),
        ("pulmonary embolism", 1.0, "randomization"),
    ]
    assert [c.status for c in trial.criteria] == ["parsed"] * 3
    assert trial.criteria[0].logic == {"any": ["E1.1.1", "E1.2.1"]}


def test_a_kind_of_an_inclusion_and_a_named_disease_are_asked_for(nlp):
    told = nlp("Inclusion Criteria:\n\n* One of the following cardiac conditions:\n\n  * angina\n")._.trial
    named = nlp("Exclusion Criteria:\n\n* Any of the following cancers:\n\n  * melanoma\n")._.trial
    assert [c.subject.text for c in told.constraints] == ["cardiac conditions", "angina"]
    assert [c.subject.text for c in named.constraints] == ["cancers", "melanoma"]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("Concurrent medication:", ["Concurrent"]),
        ("Currently receiving any of the following drugs:", ["Currently receiving"]),
        ("Prior or concurrent medication:", []),
        ("Prior medication:", []),
    ],
)
def test_what_is_told_of_now_is_told_of_each_drug(nlp, head, told):
    trial = nlp(
        f"Exclusion Criteria:\n\n* {head}\n\n  * Excluded:\n\n    * Rifampin\n    * Previous use of warfarin\n"
        "    * Hepatitis C\n"
    )._.trial
    assert [(c.subject.text, c.qualifiers) for c in trial.constraints] == [
        ("Rifampin", told),
        ("warfarin", []),
        ("Hepatitis C", []),
    ]


def test_what_cannot_be_stopped_before_a_time_is_what_a_patient_must_be_able_to_do(nlp):
    trial = nlp(
        "Exclusion Criteria:\n\n* Unable to withhold the following medications 3 days prior to the scan:\n\n"
        "  * metformin\n"
    )._.trial
    (c,) = trial.constraints
    assert (c.kind, c.subject.name, c.requirement) == ("state", "withhold metformin", "require")
    assert (c.window.high, c.window.anchor) == (3.0, "scan")


@pytest.mark.parametrize(
    "tail",
    [
        ". Exceptions include the following:",
        ", with the following exceptions to this criterion:",
        ", except for the following, which are allowed:",
        ", except that the following diagnoses will be permitted:",
        " (the following exceptions are acceptable):",
        ", except any combination of the following:",
    ],
)
def test_exceptions_in_any_words(nlp, tail):
    trial = nlp(
        f"Exclusion Criteria:\n\n* Previous cancer{tail}\n\n  * basal cell carcinoma\n  * vitiligo\n"
    )._.trial
    assert trial.criteria[0].logic == {"base": "E1.1", "except": ["E1.1.1", "E1.2.1"]}
    assert [c.exception_of for c in trial.constraints] == [None, "E1.1", "E1.1"]
    assert [c.status for c in trial.criteria] == ["parsed"] * 3


def test_the_case_of_exceptions_narrows_each(nlp):
    trial = nlp(
        "Exclusion Criteria:\n\n* Previous cancer. Exceptions for the following if cured:\n\n  * basal cell carcinoma\n"
    )._.trial
    assert [(c.requirement, c.qualifiers) for c in trial.constraints] == [
        ("forbid", []),
        (None, ["if cured"]),
    ]


def test_what_an_exception_names_before_a_list_is_no_exception_in_any_words(nlp):
    trial = nlp(
        "Exclusion Criteria:\n\n* Cancer except melanoma. Any of the following:\n\n  * asthma\n"
    )._.trial
    assert [c.requirement for c in trial.constraints] == ["forbid", None, "forbid"]
