"""What a schema cannot say: offsets quote the text, ids are unique, references resolve."""

import pytest
from eligex.schema.trial import Trial


def leaves(logic):
    """The constraint ids of a logic tree."""
    if isinstance(logic, str):
        return [logic]
    if logic is None:
        return []
    branches = []
    for key, value in logic.items():
        if key != "at_least":
            branches += value if isinstance(value, list) else [value]
    return [leaf for branch in branches for leaf in leaves(branch)]


def extents(line):
    for item in line["criteria"] + line["constraints"] + line["regimens"]:
        for extent in item.get("evidence", []) + item.get("unclaimed", []):
            yield item["id"], extent


def test_offsets_quote_the_text(trials):
    for line in trials:
        text = line["text"]
        quoted = line["entities"] + line["criteria"]
        quoted += [x["subject"] for x in line["constraints"]] + [x["drug"] for x in line["regimens"]]
        for item in quoted:
            if item["start"] is None:
                assert item["text"] is None
                assert item["end"] is None
            else:
                assert text[item["start"] : item["end"]] == item["text"], (line["trial_id"], item)


def test_extents_lie_in_the_text(trials):
    for line in trials:
        size = len(line["text"])
        for owner, (start, end) in extents(line):
            assert 0 <= start < end <= size, (line["trial_id"], owner)
        for item in line["sections"] + [c["range"] for c in line["constraints"] if c["range"]]:
            if item["start"] is not None:
                assert 0 <= item["start"] <= item["end"] <= size, (line["trial_id"], item)


@pytest.mark.parametrize("key", ["entities", "criteria", "constraints", "regimens"])
def test_ids_are_unique(trials, key):
    for line in trials:
        ids = [item["id"] for item in line[key]]
        assert len(ids) == len(set(ids)), line["trial_id"]


def test_references_resolve(trials):
    for line in trials:
        criteria = {c["id"] for c in line["criteria"]}
        constraints = {c["id"]: c for c in line["constraints"]}
        assert {c["parent"] for c in line["criteria"]} <= criteria | {None}
        assert {e["criterion"] for e in line["entities"]} <= criteria | {None}
        assert {c["criterion"] for c in constraints.values()} <= criteria
        assert {c["exception_of"] for c in constraints.values()} <= set(constraints) | {None}


def test_logic_names_constraints_that_stand(trials):
    for line in trials:
        constraints = {c["id"] for c in line["constraints"]}
        criteria = {c["id"] for c in line["criteria"]}
        for criterion in line["criteria"]:
            assert set(leaves(criterion["logic"])) <= constraints | criteria, criterion["id"]


def test_every_constraint_is_in_the_logic(trials):
    for line in trials:
        used = {leaf for criterion in line["criteria"] for leaf in leaves(criterion["logic"])}
        assert {c["id"] for c in line["constraints"]} <= used, line["trial_id"]


def test_unclaimed_stays_within_its_criterion(trials):
    for line in trials:
        for c in line["criteria"]:
            assert all(c["start"] <= a < b <= c["end"] for a, b in c["unclaimed"]), c["id"]
            assert c["status"] != "parsed" or c["unclaimed"] == [], c["id"]


LITERAL = {"exclusion-worded-as-requirement", "ambiguous-polarity"}


def test_requirement_follows_section_and_negation(trials):
    """An exclusion forbids unless negated; where it is otherwise a warning or an exception says so."""
    for line in trials:
        flagged = {w["code"] for w in line["warnings"]}
        for c in line["constraints"]:
            if c["requirement"] is None or flagged & LITERAL:
                continue
            forbids = (c["section"] == "exclusion") != c["negated"]
            assert c["requirement"] == ("forbid" if forbids else "require"), (line["trial_id"], c["id"])


def test_plain_text_is_the_files_content(trials, records):
    for line, record in zip(trials, records, strict=True):
        assert line["text"] == record.text
        assert line["source"]["sha256"] == record.sha256


def test_a_line_survives_the_typed_objects(trials):
    for line in trials:
        assert Trial.from_dict(line).to_dict() == line


def test_python_and_command_see_the_same(nlp, trials):
    line = next(t for t in trials if t["source"]["format"] == "text")
    typed = nlp(line["text"])._.trial.to_dict()
    for key in ("text", "sections", "entities", "criteria", "constraints", "regimens"):
        assert typed[key] == line[key]
