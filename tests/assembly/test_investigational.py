"""What is tried out beside drugs."""

import pytest
from eligex.assembly.items.investigational import investigational
from eligex.components.findings import Finding


def drug(text, words, name="investigational drug"):
    at = text.index(words)
    return Finding(at, at + len(words), "DRUG", "drugs:vocabulary", name)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("an investigational drug or device", "investigational drug", {"device": "investigational device"}),
        (
            "a study drug, biologic, or procedure",
            "study drug",
            {"procedure": "investigational procedure"},
        ),
        (
            "an investigational drug (any) and/or medical devices",
            "investigational drug",
            {"medical devices": "investigational device"},
        ),
    ],
)  # fmt: skip
def test_behind_a_drug_that_is_tried_out(text, words, expected):
    found = investigational(text, [drug(text, words)])
    assert {text[f.start : f.end]: f.name for f in found} == expected


@pytest.mark.parametrize(
    "text", ["an aspirin or device", "an investigational device study", "a medical device"]
)
def test_nothing_else_is(text):
    mentions = [drug(text, "aspirin", name="aspirin")] if "aspirin" in text else []
    assert investigational(text, mentions) == []


def test_what_is_named_already_stays():
    text = "investigational drug or device"
    named = [drug(text, "investigational drug"), drug(text, "device", name="pump")]
    assert investigational(text, named) == []
