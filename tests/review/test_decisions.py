"""The decision log: strict lines, crashes, undo, what is applied, what two reviewers see differently."""

import json
import multiprocessing
import os
from dataclasses import replace

import pytest
from eligex.annotations import decisions as d
from eligex.annotations import log, reviewed
from eligex.annotations.decisions import Target
from eligex.schema.trial import Constraint, Criterion, Entity, Normalized, Range, Source, Subject, Trial

TEXT = "Inclusion: ALT ≤ 3 × ULN or AST ≤ 3 × ULN. Exclusion: no asthma."


def span(words):
    start = TEXT.index(words)
    return start, start + len(words)


def entity(id, label, words, **more):
    start, end = span(words)
    return Entity(id=id, label=label, start=start, end=end, text=words, source="rule", **more)


def limit(id, words, **more):
    start, end = span(words)
    bounds = Range(high=3.0, high_inclusive=True, relative_to="ULN")
    subject = Subject(text=words, start=start, end=end)
    fields = {"kind": "measurement", "requirement": "require", "evidence": [[start, end]], **more}
    return Constraint(id=id, criterion="I1", section="inclusion", subject=subject, range=bounds, **fields)


@pytest.fixture
def trial():
    start, end = span("ALT ≤ 3 × ULN or AST ≤ 3 × ULN.")
    return Trial(
        trial_id="NCT1",
        title=None,
        source=Source("a.txt", "text", "0"),
        status="parsed",
        text=TEXT,
        entities=[
            entity("T1", "MEASUREMENT", "ALT"),
            entity("T2", "MEASUREMENT", "AST"),
            entity("T3", "CONDITION", "asthma"),
        ],
        criteria=[
            Criterion(
                "I1", None, "inclusion", start, end, TEXT[start:end], {"any": ["I1.1", "I1.2"]}, "parsed"
            )
        ],
        constraints=[limit("I1.1", "ALT"), limit("I1.2", "AST")],
    )


def on_entity(trial, action, id, after=None, *, reviewer="ada", before=None):
    if before is None and action != "add":
        before = reviewed.entity_object(next(e for e in trial.entities if e.id == id))
    return d.new(reviewer, trial, action, Target("entity", id), before=before, after=after)


def on_constraint(trial, action, id, after=None, *, reviewer="ada"):
    own = reviewed.constraint_object(next(c for c in trial.constraints if c.id == id))
    names = {*after, "evidence"} if after else set(own)
    before = {name: own[name] for name in names}
    return d.new(reviewer, trial, action, Target("constraint", id), before=before, after=after)


def undo(trial, decision, *, reviewer="ada"):
    return d.new(reviewer, trial, "undo", Target("decision", decision.id))


def spans(trial):
    return [(e.label, e.text, e.negated) for e in trial.entities]


def test_a_line_is_its_own_inverse(trial):
    decision = on_constraint(trial, "correct", "I1.1", {"range": None, "value": "normal"})
    assert d.parse(d.to_json(decision)) == decision
    assert "\n" not in d.to_json(on_entity(trial, "reject", "T1"))


def line(trial, **changes):
    body = json.loads(d.to_json(on_entity(trial, "negate", "T3", {**ASTHMA, "negated": True})))
    return json.dumps({**body, **changes})


ASTHMA = {"label": "CONDITION", "start": span("asthma")[0], "end": span("asthma")[1], "negated": False}


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "agree"},
        {"action": "correct"},
        {"action": "reject"},
        {"reviewer": "../ada"},
        {"reviewer": ""},
        {"at": "2026-01-01T10:00:00"},
        {"at": "2026-01-01T10:00:00+02:00"},
        {"id": "1"},
        {"text_sha256": "0"},
        {"trial_id": 7},
        {"more": 1},
        {"target": {"kind": "entity"}},
        {"target": {"kind": "span", "id": "T3"}},
        {"target": "T3"},
        {"before": None},
        {"after": {**ASTHMA, "label": "PERSON"}},
        {"after": {**ASTHMA, "start": True}},
        {"after": {**ASTHMA, "start": 1.0}},
        {"after": {**ASTHMA, "end": ASTHMA["start"]}},
        {"after": {**ASTHMA, "note": "x"}},
        {"after": {"label": "CONDITION"}},
    ],
)
def test_no_other_line_is_a_decision(trial, changes):
    assert d.parse(line(trial)).action == "negate"
    with pytest.raises(ValueError, match=r"."):
        d.parse(line(trial, **changes))


@pytest.mark.parametrize(
    "after",
    [
        {"id": "I9.9"},
        {"range": 3},
        {"range": {"low": "3"}},
        {"range": {"lowest": 3}},
        {"negated": "no"},
        {"evidence": [[1, "2"]]},
        {"qualifiers": "fasting"},
    ],
)
def test_a_correction_keeps_to_the_contract(after):
    with pytest.raises(ValueError, match=r"."):
        d.constraint_fields(after)


def test_numbers_that_json_lacks_are_refused(trial):
    with pytest.raises(ValueError, match="JSON"):
        on_constraint(trial, "correct", "I1.1", {"range": {"low": float("nan")}})
    with pytest.raises(ValueError, match="NaN"):
        d.parse(line(trial, after=NAN).replace('"NaN"', "NaN"))


NAN = {**ASTHMA, "start": "NaN"}


def test_append_and_read(tmp_path, trial):
    first, second = on_entity(trial, "reject", "T1"), on_entity(trial, "accept", "T1", reviewer="bo")
    for decision in (first, second, first):
        log.append(tmp_path, decision)
    found = log.read(tmp_path)
    assert found.decisions == [first, second]
    assert found.problems == []
    assert log.read(tmp_path / "none").decisions == []


def test_a_clock_set_back_does_not_reorder_a_reviewer(tmp_path, trial):
    first = on_entity(trial, "reject", "T1")
    later = replace(undo(trial, first), at="2001-01-01T00:00:00+00:00")
    for decision in (first, later):
        log.append(tmp_path, decision)
    assert d.in_force(log.read(tmp_path).decisions) == []


@pytest.mark.parametrize("kept", [1, 40, -2])
def test_a_torn_line_is_reported_and_closed(tmp_path, trial, kept):
    first, second, third = (on_entity(trial, "reject", id) for id in ("T1", "T2", "T3"))
    log.append(tmp_path, first)
    path = tmp_path / "ada.jsonl"
    path.write_bytes(path.read_bytes() + (d.to_json(second) + "\n").encode()[:kept])
    assert log.read(tmp_path).problems == ["ada.jsonl:2: an unfinished line"]
    log.append(tmp_path, third)
    found = log.read(tmp_path)
    assert found.decisions == [first, third]
    assert found.problems == ["ada.jsonl:2: an unfinished line"]


def test_a_line_that_lacks_only_its_end_counts(tmp_path, trial):
    first, second = (on_entity(trial, "reject", id) for id in ("T1", "T2"))
    (tmp_path / "ada.jsonl").write_text(d.to_json(first), encoding="utf-8")
    log.append(tmp_path, second)
    assert log.read(tmp_path) == log.Log([first, second])


def test_a_whole_line_that_is_no_decision_is_an_error(tmp_path, trial):
    (tmp_path / "ada.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"ada\.jsonl:1"):
        log.read(tmp_path)


def test_a_full_disk_leaves_no_half_line(tmp_path, trial, monkeypatch):
    first = on_entity(trial, "reject", "T1")
    log.append(tmp_path, first)
    real = os.write
    monkeypatch.setattr(log.os, "write", lambda handle, line: real(handle, line[:10]))
    with pytest.raises(OSError, match="part"):
        log.append(tmp_path, first)
    assert log.read(tmp_path) == log.Log([first])


def _many(folder, decision, count):
    for _ in range(count):
        log.append(folder, d.parse(d.to_json(replace(decision, id=d.uuid.uuid4().hex))))


def test_two_processes_share_a_file(tmp_path, trial):
    decision = on_entity(trial, "reject", "T1")
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_many, args=(tmp_path, decision, 60)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    found = log.read(tmp_path)
    assert len(found.decisions) == 120
    assert found.problems == []


def test_undo_takes_back_and_is_taken_back(trial):
    first = on_entity(trial, "reject", "T1")
    second = undo(trial, first)
    third = undo(trial, second)
    assert d.in_force([first]) == [first]
    assert d.in_force([first, second]) == []
    assert d.in_force([first, second, third]) == [first]
    assert d.in_force([first, undo(trial, first, reviewer="bo")]) == [first]


def test_spans_are_changed_as_decided(trial):
    start, end = span("no asthma")
    added = {"label": "NEGATION", "start": start, "end": start + 2, "negated": False}
    result = reviewed.apply(
        trial,
        [
            on_entity(trial, "reject", "T1"),
            on_entity(trial, "relabel", "T2", {**reviewed.entity_object(trial.entities[1]), "label": "DRUG"}),
            on_entity(trial, "rebound", "T3", {**ASTHMA, "start": start, "end": end}),
            on_entity(trial, "add", "N1", added),
        ],
    )
    assert spans(result.trial) == [
        ("DRUG", "AST", False),
        ("NEGATION", "no", False),
        ("CONDITION", "no asthma", False),
    ]
    assert result.verdicts == {"T1": "reject", "T2": "correct", "T3": "correct", "N1": "add"}
    assert result.trial.entities[0].criterion == "I1"
    assert [e.source for e in result.trial.entities] == ["review:rule", "review:added", "review:rule"]
    assert len(trial.entities) == 3


def test_a_later_decision_wins(trial):
    first = on_entity(trial, "reject", "T1")
    assert reviewed.apply(trial, [first, on_entity(trial, "accept", "T1")]).trial == trial


def test_a_rejected_constraint_leaves_the_logic(trial):
    result = reviewed.apply(trial, [on_constraint(trial, "reject", "I1.1")]).trial
    assert [c.id for c in result.constraints] == ["I1.2"]
    assert (result.criteria[0].logic, result.criteria[0].status) == ("I1.2", "partial")
    both = [on_constraint(trial, "reject", id) for id in ("I1.1", "I1.2")]
    criterion = reviewed.apply(trial, both).trial.criteria[0]
    assert (criterion.logic, criterion.status) == (None, "unparsed")


@pytest.mark.parametrize(
    ("logic", "left"),
    [
        ({"all": ["a", "b", "c"]}, {"all": ["b", "c"]}),
        ({"not": "a"}, None),
        ({"if": "a", "then": "b"}, None),
        ({"if": "b", "then": "a"}, None),
        ({"base": "a", "except": ["b"]}, None),
        ({"base": "b", "except": ["a"]}, "b"),
        ({"base": "b", "except": ["a", "c"]}, {"base": "b", "except": ["c"]}),
        ({"at_least": 2, "of": ["a", "b", "c"]}, None),
        ({"any": [{"not": "a"}, {"all": ["b", "c"]}]}, {"all": ["b", "c"]}),
    ],
)
def test_what_is_left_of_a_tree_never_says_more(trial, logic, left):
    """Without its condition, base or count a statement would ask more or other than the text."""
    trial.criteria[0].logic = logic
    trial.constraints = [limit(id, "ALT", value=id) for id in "abc"]
    result = reviewed.apply(trial, [on_constraint(trial, "reject", "a")]).trial
    assert result.criteria[0].logic == left


def test_an_exception_goes_with_what_it_carves_out_of(trial):
    trial.constraints[1].exception_of = "I1.1"
    trial.constraints.append(limit("I1.3", "asthma", exception_of="I1.2"))
    trial.criteria[0].logic = {"base": "I1.1", "except": [{"base": "I1.2", "except": ["I1.3"]}]}
    assert reviewed.apply(trial, [on_constraint(trial, "reject", "I1.1")]).trial.constraints == []


def test_a_corrected_range_drops_the_stale_normal_form(trial):
    trial.constraints[0].normalized = Normalized(high=3.0)
    five = {"high": 5.0, "high_inclusive": True, "relative_to": "ULN"}
    result = reviewed.apply(trial, [on_constraint(trial, "correct", "I1.1", {"range": five})]).trial
    assert (result.constraints[0].range.high, result.constraints[0].normalized) == (5.0, None)


def test_one_correction_follows_another(trial):
    first = on_constraint(trial, "correct", "I1.1", {"range": {"high": 5.0}})
    after = reviewed.apply(trial, [first]).trial
    second = on_constraint(after, "correct", "I1.1", {"range": {"high": 6}})
    result = reviewed.apply(trial, [first, second])
    assert (result.trial.constraints[0].range, result.unapplied) == (Range(high=6), [])


def test_another_text_or_trial_is_left_alone(trial):
    decision = on_entity(trial, "reject", "T1")
    for other in (replace(trial, text=TEXT + " "), replace(trial, trial_id="NCT2")):
        assert reviewed.apply(other, [decision]).trial == other


def test_a_target_is_found_again_under_another_id(trial):
    decision = on_entity(trial, "reject", "T2")
    trial.entities = trial.entities[1:]
    for number, e in enumerate(trial.entities, 1):
        e.id = f"T{number}"
    assert spans(reviewed.apply(trial, [decision]).trial) == [("CONDITION", "asthma", False)]
    trial.entities = trial.entities[1:]
    result = reviewed.apply(trial, [decision])
    assert (result.trial, result.unapplied) == (trial, [decision])


def test_a_span_outside_the_text_is_not_applied(trial):
    decision = on_entity(trial, "rebound", "T3", {**ASTHMA, "end": len(TEXT) + 1})
    assert reviewed.apply(trial, [decision]).unapplied == [decision]


def test_what_two_reviewers_see_differently(trial):
    added = {
        "label": "NEGATION",
        "start": span("no asthma")[0],
        "end": span("asthma")[0] - 1,
        "negated": False,
    }
    ada = [
        on_entity(trial, "reject", "T1"),
        on_entity(trial, "accept", "T2"),
        on_entity(trial, "add", "N1", added),
    ]
    bo = [
        on_entity(trial, "add", "N2", added, reviewer="bo"),
        on_entity(trial, "negate", "T3", {**ASTHMA, "negated": True}, reviewer="bo"),
    ]
    assert reviewed.differences(trial, ada, ada) == []
    assert reviewed.differences(trial, ada, bo) == [
        reviewed.Difference("entity", "T1", None, reviewed.entity_object(trial.entities[0])),
        reviewed.Difference("entity", "T3", ASTHMA, {**ASTHMA, "negated": True}),
    ]
