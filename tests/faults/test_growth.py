"""No component is quadratic in a document: the time for four times the text is about four times the time."""

import gc
import time

import pytest

HEAD = "Inclusion Criteria:\n"
ROUNDS = {
    "items": "- No stroke within 6 months before enrollment\n",
    "bounds": "- ALT and AST <= 2.5 x ULN, platelets > 100 x 10^9/L\n",
    "sentences": "Patients must have no history of seizures and an ECOG status of 0 to 1. ",
    "commas": "hepatitis, asthma, ",
    "arms": "\nArm A: aspirin 100 mg once daily for 14 days, then every 2 weeks\n",
    "brackets": "minimal residual disease (MRD) ",
    "headings": "\nExclusion Criteria:\n\n- Pregnancy\n",
    "numbers": "1,500 2.5 18-65 ",
    "lines": "\n",
}
SMALL, LARGE = 8_000, 32_000  # characters
GROWTH = 10  # linear is 4, quadratic 16
FLOOR = 0.1  # seconds that are told apart from noise


def spent(nlp, text):
    """Processor seconds by component."""
    doc, found = nlp.make_doc(text), {}
    gc.collect()
    gc.disable()  # a collection of the whole heap belongs to no component
    try:
        for name, component in nlp.pipeline:
            began = time.process_time()
            doc = component(doc)
            found[name] = time.process_time() - began
    finally:
        gc.enable()
    return found


def best(nlp, text, rounds):
    """The least seconds of each component; noise only adds."""
    runs = [spent(nlp, text) for _ in range(rounds)]
    return {component: min(run[component] for run in runs) for component in runs[0]}


@pytest.mark.parametrize("name", ROUNDS)
def test_time_grows_with_the_text(nlp, name):
    part = ROUNDS[name]
    small, large = (HEAD + part * (size // len(part)) for size in (SMALL, LARGE))
    for rounds in (1, 3):  # a second, closer look where the first was disturbed
        before, after = best(nlp, small, rounds + 1), best(nlp, large, rounds)
        slow = {c: (before[c], s) for c, s in after.items() if s > max(FLOOR, GROWTH * before[c])}
        if not slow:
            return
    assert slow == {}
