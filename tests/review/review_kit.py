"""Own texts, and a review server in a process of its own."""

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

LIVER = """Inclusion Criteria:
1. ALT ≤ 3 × ULN and total bilirubin ≤ 1.5 × ULN.
2. Age 18 to 65 years.
3. ECOG performance status 0-1.
4. No history of seizures.

Exclusion Criteria:
1. Treated with glucocorticoids for ≥ 14 days within one month before enrollment.
2. Radiotherapy within 3 months before enrollment, except palliative radiotherapy.
3. Pregnant or lactating women.
4. Score of 17 on the fictional scale.
"""
ODD = """Title: <script>document.title = "taken"</script> & "quotes" '
Inclusion Criteria:
- Diagnosis of asthma \U0001d53c in adults, not <b>bold</b>.\r\n- אסתמה ALT ≤ 2 × ULN.
- Score of 19 on the other scale.
"""
HEART = """Inclusion Criteria:
1. LVEF ≥ 50% by echocardiography.
Exclusion Criteria:
1. QTc interval > 450 ms.
"""


def write_results(folder, trials):
    folder.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(t.to_dict(), ensure_ascii=False) + "\n" for t in trials)
    (folder / "trials.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


@contextmanager
def serving(results, decisions, reviewer="ada"):
    """The process and its address; killed at the end, as by a crash."""
    command = [sys.executable, "-m", "eligex", "review", str(results), "--serve", "--port", "0"]
    options = ["--decisions", str(decisions), "--reviewer", reviewer]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process, process.stdout.readline().split()[0].rstrip("/")
        finally:
            process.kill()


def trial_page(site, number=1):
    return next(Path(site, "trials").glob(f"{number:06d}-*.html"))
