"""Results of own texts, their site, and a headless Chromium."""

import os
import shutil

import pytest
from review_kit import HEART, LIVER, ODD, serving, write_results

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def trials(nlp):
    found = []
    for id, title, text in (
        ("NCT99990101", "Liver", LIVER),
        ('../"<i>odd', '<script>document.title = "taken"</script>', ODD),
        ("NCT99990101", "Heart", HEART),
    ):
        trial = nlp(text)._.trial
        trial.trial_id, trial.title = id, title
        found.append(trial)
    return found


@pytest.fixture(scope="session")
def results(tmp_path_factory, trials):
    return write_results(tmp_path_factory.mktemp("results"), trials)


@pytest.fixture(scope="module")
def served(results, tmp_path_factory):
    """A review server's address, and the folder of its decisions."""
    folder = tmp_path_factory.mktemp("decisions")
    with serving(results, folder) as (_, address):
        yield address, folder


@pytest.fixture(scope="session")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        if os.environ.get("ELIGEX_NEEDS_CHROMIUM"):
            pytest.fail("no Chromium is installed")
        pytest.skip("no Chromium is installed")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A page of 1280 by 900 whose script errors and refused loads fail the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    faults = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.faults = faults
    yield opened
    context.close()
    assert faults == []


@pytest.fixture(scope="session")
def site(tmp_path_factory, results):
    from eligex.cli import main

    out = tmp_path_factory.mktemp("site")
    assert main(["review", str(results), "--out", str(out), "--quiet"]) == 0
    return out
