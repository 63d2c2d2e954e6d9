"""Takes docs/review.png, the README's picture of a review page, in the system's Chromium.

Run: `.venv/bin/python tools/shoot_review.py`
"""

import json
import shutil
import tempfile
from pathlib import Path

import eligex
from eligex.review import site
from playwright.sync_api import sync_playwright

OUT = Path(__file__).parents[1] / "docs/review.png"
TEXT = """Inclusion Criteria:
1. ALT and AST ≤ 2.5 × ULN; platelets ≥ 75 x 10^9/L.
2. Age 18 to 65 years, ECOG performance status 0-1.
3. No history of stroke or seizures.
4. At least 6 weeks since the last dose of rituximab.

Exclusion Criteria:
1. Treated with prednisone for ≥ 14 days within one month before enrollment (except for inhaled steroids).
2. QTc interval > 450 ms, or prolonged QT syndrome.
3. Pregnant or lactating women.
"""


def main() -> None:
    trial = eligex.load()(TEXT)._.trial
    trial.trial_id, trial.title = "NCT99990042", "A fictional trial of rituximab after relapse"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "trials.jsonl").write_text(json.dumps(trial.to_dict()) + "\n", encoding="utf-8")
        site.build(Path(folder), Path(folder) / "site")
        page = next((Path(folder) / "site" / "trials").iterdir())
        shoot(page.as_uri())


def shoot(address: str) -> None:
    with sync_playwright() as playwright:
        options = {"executable_path": shutil.which("chromium"), "args": ["--no-sandbox", "--disable-gpu"]}
        page = playwright.chromium.launch(**options).new_page(viewport={"width": 1280, "height": 720})
        page.goto(address)
        page.locator(".con", has_text="prednisone").click()
        page.locator("h1").hover()
        page.evaluate("document.activeElement.blur()")
        page.screenshot(path=OUT)


if __name__ == "__main__":
    main()
