"""Decisions made in a headless Chromium: mouse and keys, undo, reload, a killed server, two reviewers."""

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from eligex.annotations import log
from eligex.annotations.reviewed import apply
from review_kit import serving

pytest.importorskip("starlette", reason="the extra eligex[review] is not installed")


@dataclass
class Desk:
    """The first trial's page as one reviewer has it, and what that reviewer has decided."""

    page: Any
    folder: Path
    reviewer: str

    @property
    def decisions(self):
        return [d for d in log.read(self.folder).decisions if d.reviewer == self.reviewer]

    @property
    def actions(self):
        return [d.action for d in self.decisions]

    def reviewed(self, trial):
        return apply(trial, self.decisions)


def sit(page, served, number=1):
    """A desk of a reviewer of its own."""
    address, folder = served
    reviewer = f"r{uuid.uuid4().hex[:8]}"
    port = address.rsplit(":", 1)[1]
    page.context.add_cookies([{"name": f"eligex_reviewer_{port}", "value": reviewer, "url": address}])
    page.goto(f"{address}/index.html")
    page.locator("#trials tbody a").nth(number - 1).click()
    page.wait_for_url(f"**/{number:06d}-*")
    return Desk(page, folder, reviewer)


@pytest.fixture
def desk(page, served):
    return sit(page, served)


def said(page, words):
    """Waits for the server's answer to have been shown."""
    page.locator("#message", has_text=words).wait_for()


def chip(page, name):
    return page.get_by_role("button", name=name, exact=True)


def row(page, id):
    return page.locator(".con", has=page.locator(".id", has_text=id))


def do(page, name):
    page.locator(f'[data-do="{name}"]').click()


def test_open_filter_accept_correct_undo_reload_and_kill(page, results, trials, tmp_path):
    with serving(results, tmp_path) as (process, address):
        page.goto(f"{address}/index.html")
        page.get_by_label("Find").fill("liver")
        page.locator("#trials tbody a").click()
        page.get_by_label("unclaimed").check()
        assert page.locator(".criterion:visible").count() == 1
        page.get_by_label("unclaimed").uncheck()
        row(page, "I1.2").click()
        do(page, "accept")
        said(page, "Accepted.")
        row(page, "I1.1").click()
        do(page, "correct")
        page.get_by_label("range upper bound").fill("5")
        page.get_by_role("button", name="Save").click()
        said(page, "Corrected: range.")
        assert row(page, "I1.1").locator(".words").inner_text() == "ALT ≤ 5 × ULN required"
        chip(page, "condition, negated: seizures").click()
        do(page, "negate")
        said(page, "Not negated.")
        do(page, "undo")
        said(page, "Undone.")
        chip(page, "condition, negated: seizures").wait_for()
        page.reload()
        assert row(page, "I1.1").locator(".words").inner_text() == "ALT ≤ 5 × ULN required"
        assert row(page, "I1.2").locator(".mark").inner_text() == "accepted"
        process.kill()
        process.wait()
        row(page, "I2.1").click()
        do(page, "reject")
        said(page, "Not kept")
        assert row(page, "I2.1").locator(".mark").count() == 0
    page.faults.clear()
    decisions = log.read(tmp_path).decisions
    kept = apply(trials[0], decisions)
    assert [d.action for d in decisions] == ["accept", "correct", "negate", "undo"]
    assert kept.verdicts == {"I1.1": "correct", "I1.2": "accept"}
    assert kept.trial.constraints[0].range.high == 5
    with serving(results, tmp_path) as (_, address):
        page.goto(f"{address}/trials/000001-NCT99990101.html")
        assert row(page, "I1.1").locator(".words").inner_text() == "ALT ≤ 5 × ULN required"


def test_keys_alone_decide(desk, trials):
    page = desk.page
    press = page.keyboard.press
    press("j")
    press("x")
    said(page, "Rejected.")
    press("j")
    press("l")
    page.get_by_role("dialog").wait_for()
    press("4")
    said(page, "Label: SCHEDULE.")
    press("j")
    press("b")
    for key in ("ArrowLeft", "Control+ArrowLeft", "Shift+ArrowRight"):
        press(key)
    press("Enter")
    said(page, "Bounds set.")
    press("n")
    press("e")
    page.get_by_role("dialog").wait_for()
    press("Control+a")
    page.keyboard.type("2.5")
    press("Enter")
    said(page, "Corrected: range.")
    press("g")
    said(page, "Select a span first.")
    press("d")
    said(page, "Marked done.")
    result = desk.reviewed(trials[0])
    assert desk.actions == ["reject", "relabel", "rebound", "correct", "done"]
    assert [(e.label, e.text) for e in result.trial.entities[:2]] == [
        ("SCHEDULE", "≤ 3 × ULN"),
        ("MEASUREMENT", "otal"),
    ]
    assert result.trial.constraints[1].range.high == 2.5
    assert result.done == [desk.reviewer]
    for _ in range(5):
        page.locator("#message").evaluate("e => { e.textContent = ''; }")
        press("u")
        said(page, "Undone.")
    assert desk.reviewed(trials[0]).trial == trials[0]
    press("u")
    page.locator("#message.bad", has_text="nothing is left to undo").wait_for()
    page.faults.clear()


def select(page, words):
    """Selects words of the text as a mouse would."""
    page.evaluate(
        """(words) => {
            const at = eligex.text.indexOf(words);
            const [start, end] = [at, at + words.length].map(eligex.points);
            const selection = getSelection();
            selection.removeAllRanges();
            selection.addRange(eligex.range(start, end));
        }""",
        words,
    )


def test_the_selection_becomes_a_span(desk, trials):
    page = desk.page
    select(page, " fictional scale")
    do(page, "add")
    page.get_by_role("dialog").get_by_role("button", name="score").click()
    said(page, "Added: SCORE.")
    assert chip(page, "score, changed: fictional scale").get_attribute("aria-pressed") == "true"
    select(page, "the fictional scale")
    do(page, "rebound")
    said(page, "Bounds set to the selection.")
    do(page, "reject")
    said(page, "Rejected.")
    assert "N" in desk.decisions[0].target.id
    assert desk.reviewed(trials[0]).trial == trials[0]
    do(page, "undo")
    said(page, "Undone.")
    assert desk.reviewed(trials[0]).trial.entities[-1].text == "the fictional scale"


def test_offsets_count_characters_not_units(page, served, trials):
    desk = sit(page, served, 2)
    select(page, "ALT ≤")
    page.keyboard.press("i")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("1")
    said(page, "Added: DRUG.")
    drugs = [e.text for e in desk.reviewed(trials[1]).trial.entities if e.label == "DRUG"]
    assert drugs == ["ALT ≤"]


def test_a_span_is_added_by_keys(desk, trials):
    page = desk.page
    for key in ("j", "i", "Control+ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("5")
    said(page, "Added: DURATION.")
    assert desk.decisions[0].after == {
        "label": "DURATION",
        "start": 27,
        "end": 30,
        "negated": False,
    }


def test_escape_leaves_everything_as_it_was(desk):
    page = desk.page
    for key in ("j", "l", "Escape", "b", "ArrowRight", "Escape", "n", "e", "Escape"):
        page.keyboard.press(key)
    assert desk.actions == []


@pytest.mark.parametrize(("value", "complaint"), [("many", "no number"), ("-1e999", "no number")])
def test_a_bound_that_is_no_number_is_not_sent(desk, value, complaint):
    page = desk.page
    row(page, "I1.1").click()
    do(page, "correct")
    page.get_by_label("range upper bound").fill(value)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").filter(has_text=complaint).wait_for()
    assert page.get_by_role("dialog").is_visible()
    assert desk.actions == []


def test_every_field_of_a_correction(desk, trials):
    page = desk.page
    row(page, "E1.1").click()
    do(page, "correct")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("asks").select_option("require")
    dialog.get_by_label("duration lower bound").fill("7")
    dialog.get_by_label("window upper bound").fill("")
    dialog.get_by_label("relation").select_option("after")
    dialog.get_by_label("anchor").fill("first dose")
    dialog.get_by_label("qualifiers").fill("systemic\n\noral ")
    dialog.get_by_label("applies to").fill("men")
    dialog.get_by_role("button", name="Save").click()
    said(page, "Corrected:")
    words = row(page, "E1.1").locator(".words").inner_text()
    assert words == "glucocorticoids ≥ 7 d after first dose required (men), systemic, oral"
    corrected = next(c for c in desk.reviewed(trials[0]).trial.constraints if c.id == "E1.1")
    assert (corrected.window.high, corrected.window.high_inclusive, corrected.requirement) == (
        None,
        None,
        "require",
    )
    row(page, "E1.1").click()


def test_two_reviewers_and_what_they_see_differently(browser, results, tmp_path):
    with serving(results, tmp_path) as (_, address):
        for name, key in (("ada", "x"), ("bo", "a")):
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{address}/index.html")
            page.get_by_label("Reviewer").fill(name)
            page.get_by_role("button", name="Set").click()
            page.wait_for_load_state()
            page.locator("#trials tbody a").first.click()
            page.wait_for_url("**/000001-*")
            assert page.locator(".k.rejected").count() == 0
            page.keyboard.press("j")
            page.keyboard.press(key)
            said(page, {"x": "Rejected.", "a": "Accepted."}[key])
            page.keyboard.press("c")
            page.wait_for_url("**/diff/*")
            text = page.locator("main").inner_text()
            context.close()
    assert "ada and bo" in text
    assert "1 difference" in text
    assert "MEASUREMENT “ALT” 23–26" in text
    assert [(d.reviewer, d.action) for d in log.read(tmp_path).decisions] == [
        ("ada", "reject"),
        ("bo", "accept"),
    ]


def test_a_hostile_trial_stays_text_when_decided_on(page, served):
    sit(page, served, 2)
    page.keyboard.press("j")
    page.keyboard.press("a")
    said(page, "Accepted.")
    assert page.evaluate("document.querySelector('#text').textContent").startswith("Title: <script>")
    page.keyboard.press("c")
    page.wait_for_url("**/diff/*")
    assert page.locator("i").count() == 0
