"""What a schema cannot say of a trial: offsets quote the text, ids are unique, references resolve."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

_OBJECTS = ("entities", "criteria", "constraints", "regimens")


def problems(trial: dict[str, Any]) -> Iterator[str]:
    """Of one line of `trials.jsonl` that keeps the schema."""
    yield from _quotes(trial)
    yield from _extents(trial)
    yield from _ids(trial)
    yield from _references(trial)


def _quotes(trial: dict[str, Any]) -> Iterator[str]:
    quoted = [(item["id"], item) for item in trial["entities"] + trial["criteria"]]
    quoted += [(f"{item['id']} subject", item["subject"]) for item in trial["constraints"]]
    quoted += [(f"{item['id']} drug", item["drug"]) for item in trial["regimens"]]
    for name, item in quoted:
        start, end, said = item["start"], item["end"], item["text"]
        if None in (start, end, said):
            if (start, end, said) != (None, None, None):
                yield f"{name} has a text without its place, or a place without its text"
        elif trial["text"][start:end] != said:
            yield f"{name} says {said[:40]!r}, text[{start}:{end}] is {trial['text'][start:end][:40]!r}"


def _extents(trial: dict[str, Any]) -> Iterator[str]:
    places = [("a section", s["start"], s["end"]) for s in trial["sections"]]
    places += [("a warning", w["start"], w["end"]) for w in trial["warnings"]]
    for item in trial["constraints"]:
        found = item["range"]
        places += [(f"{item['id']} range", found["start"], found["end"])] if found else []
    for item in trial["constraints"] + trial["regimens"]:
        places += [(f"{item['id']} evidence", start, end) for start, end in item["evidence"]]
    for item in trial["criteria"]:
        places += [(f"{item['id']} unclaimed", start, end) for start, end in item["unclaimed"]]
    for name, start, end in places:
        if (start is None) != (end is None) or (
            start is not None and not 0 <= start <= end <= len(trial["text"])
        ):
            yield f"{name} [{start}, {end}] does not lie in the text of {len(trial['text'])} characters"


def _ids(trial: dict[str, Any]) -> Iterator[str]:
    for kind in _OBJECTS:
        for name, times in Counter(item["id"] for item in trial[kind]).items():
            if times > 1:
                yield f"{kind}: the id {name} stands {times} times"


def _references(trial: dict[str, Any]) -> Iterator[str]:
    criteria = {item["id"] for item in trial["criteria"]}
    constraints = {item["id"] for item in trial["constraints"]}
    used = [(c["id"], "parent", c["parent"], criteria) for c in trial["criteria"]]
    used += [(e["id"], "criterion", e["criterion"], criteria) for e in trial["entities"]]
    for item in trial["constraints"]:
        used.append((item["id"], "criterion", item["criterion"], criteria))
        used.append((item["id"], "exception_of", item["exception_of"], constraints))
    for item in trial["criteria"]:
        used += [(item["id"], "logic", leaf, constraints | criteria) for leaf in _leaves(item["logic"])]
    for name, field, target, known in used:
        if target is not None and target not in known:
            yield f"{name}: its {field} names {target}, which is not there"


def _leaves(logic: Any) -> Iterator[str]:
    if isinstance(logic, str):
        yield logic
    elif isinstance(logic, list):
        for branch in logic:
            yield from _leaves(branch)
    elif isinstance(logic, dict):
        for key, branch in logic.items():
            if key != "at_least":
                yield from _leaves(branch)
