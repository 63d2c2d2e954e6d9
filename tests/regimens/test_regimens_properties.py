"""A printed regimen reads as itself; nothing raises; what is read is plain data."""

import json
import math
import time
from dataclasses import asdict
from pathlib import Path

from eligex.assembly.regimens import describe, regimens
from eligex.schema.regimen import Amount, Cycle, Dose, Event, Frequency, Regimen, RegimenDrug, Start
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from regimen_checks import stated

SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NUMBERS = st.integers(1, 2000).map(float) | st.sampled_from([0.5, 1.25, 2.4, 37.5])
ANCHORS = st.sampled_from(["surgery", "transplantation", "randomization", "administration"])
WORDS = st.sampled_from([*(Path(__file__).parent / "words.txt").read_text().split(), "\n", "\n\n"])


DAYS = [[], [[1, 1]], [[1, 2]], [[1, 1], [8, 8], [15, 15]], [[-8, -4]], [[1, 5], [8, 12]]]
RATES = [
    None, Frequency(1, 1, "d"), Frequency(2, 1, "d"), Frequency(1, 8, "h"), Frequency(3, 1, "wk"),
    Frequency(1, None, None),
]  # fmt: skip
WAYS = [
    (None, None), ("oral", None), ("intravenous", "continuous infusion"), ("intravenous", "infusion"),
    ("subcutaneous", "injection"), ("topical", None), ("intravitreal", "injection"),
]  # fmt: skip
LENGTH = st.integers(1, 90).map(float)


def lengths(*units: str) -> st.SearchStrategy:
    return st.builds(Amount, LENGTH, st.sampled_from(units))


def events(relation: str, *units: str) -> st.SearchStrategy:
    return st.builds(Event, LENGTH, st.sampled_from(units), st.just(relation), ANCHORS)


STARTS = st.builds(Start, LENGTH, st.just(90.0), st.just("d"), st.just("after"), ANCHORS)
FROM_DAYS = st.integers(1, 90).map(lambda n: Start(n, n, "d", None, None))
UNTIL_DAYS = st.builds(Event, LENGTH, st.sampled_from(["d", "mo"]), st.none(), st.none())


@st.composite
def plans(draw) -> Regimen:
    low = draw(NUMBERS)
    dose = Dose(
        low=low,
        high=draw(st.sampled_from([low, low * 2])),
        unit=draw(st.sampled_from(["mg", "g", "ug", "ug/d", "mg/d", "[IU]", "U", "mmol", "Gy"])),
        per=draw(st.sampled_from([None, "kg", "m2"])),
    )
    days = draw(st.sampled_from(DAYS))
    cycle = draw(st.sampled_from([None, Cycle(28.0, "d"), Cycle(3.0, "wk", 6), Cycle(None, None, 4)]))
    rate = draw(st.sampled_from(RATES))
    route, method = draw(st.sampled_from(WAYS))
    return Regimen(
        id="R1",
        section=None,
        arm=None,
        drug=RegimenDrug("aspirin", 0, 7, "aspirin"),
        dose=dose,
        route=route,
        method=method,
        days=days,
        cycle=cycle,
        frequency=rate,
        infusion=draw(st.none() | lengths("min", "h")) if method else None,
        total_duration=draw(st.none() | lengths("d", "wk", "mo", "a")),
        start=draw(st.none() | STARTS | FROM_DAYS),
        until=draw(st.none() | events("after", "wk", "a") | UNTIL_DAYS),
        relative=draw(st.none() | events("before", "min", "h")),
    )


@SLOW
@given(plan=plans())
def test_a_printed_regimen_reads_as_itself(nlp, plan: Regimen) -> None:
    found, _ = regimens(nlp(describe(plan)))
    assert [stated(r) for r in found] == [stated(plan)], describe(plan)


@SLOW
@given(words=st.lists(WORDS, max_size=40))
def test_what_is_read_prints_and_is_plain_data(nlp, words: list[str]) -> None:
    text = " ".join(words)
    found, warnings = regimens(nlp(text))
    for r in found:
        describe(r)
        json.dumps(asdict(r), allow_nan=False)
        assert all(0 <= a < b <= len(text) for a, b in r.evidence)
        assert r.dose is None or (math.isfinite(r.dose.low) and r.dose.low <= r.dose.high)
    assert all(0 <= w.start < w.end <= len(text) for w in warnings)


@SLOW
@given(text=st.text(max_size=200) | st.text(alphabet="0123456789.,-+/^x %mgdqIVay \n()", max_size=200))
def test_no_text_raises(nlp, text: str) -> None:
    regimens(nlp(text))


def test_a_long_record_is_read_in_seconds(nlp) -> None:
    sentence = "Docetaxel 75 mg/m2 IV on days 1 and 8, aspirin 5 mg daily. It repeats every 21 days. "
    doc = nlp(sentence * 1200)
    began = time.process_time()
    regimens(doc)
    assert time.process_time() - began < 15
