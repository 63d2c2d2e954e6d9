"""The figures as a page of Markdown."""

from typing import Any

BEGIN, END = "<!-- figures: make bench writes what stands below -->", "<!-- end of the figures -->"
NAMES = {
    "blank": "spaCy's blank tokenizer",
    "rules": "eligex, rules alone",
    "default": "eligex, default",
    "medspacy": "medspaCy, default with 8 targets",
    "edsnlp": "EDS-NLP, matcher, qualifiers, dates",
}


def page(found: dict[str, Any]) -> str:
    parts = [_head(found), _speeds(found["speeds"]), _shares(found["shares"])]
    parts += [_batch(found), _huge(found["huge"], found["start_up"])]
    return "\n\n".join(parts) + "\n"


def placed(text: str, figures: str) -> str:
    """A page's text with new figures between its two marks. Raises ValueError where it has none."""
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError("the page has no place for figures")
    return f"{before}{BEGIN}\n\n{figures}\n{END}{after}"


def _table(head: list[str], rows: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _head(found: dict[str, Any]) -> str:
    m, d = found["machine"], found["data"]
    return (
        f"{found['date']}, eligex {found['version']}, commit {found['commit']}; {m['processor']}, {m['cores']} cores, "
        f"Python {m['python']}, load average {m['load']} at the start. Data: {d['name']}, sha256 {d['sha256'][:16]}, "
        f"{d['records']} records of "
        f"{d['tokens_per_record']} tokens on average in the sample. The run took {found['minutes']} minutes."
    )


def _speeds(speeds: dict[str, Any]) -> str:
    floor = speeds["blank"]
    rows = []
    for name, speed in speeds.items():
        if speed is None:
            rows.append([NAMES[name], "not installed", "", ""])
        else:
            rows.append(
                [NAMES[name], f"{speed:,}", f"{speed / floor:.3f}", f"{speeds['default'] / speed:.2f}"]
            )
    head = ["one process", "tokens/s", "of the tokenizer", "default is so many times as fast"]
    return _table(head, rows)


def _shares(shares: dict[str, float]) -> str:
    rows = [
        [name, f"{100 * share:.1f} %"] for name, share in sorted(shares.items(), key=lambda item: -item[1])
    ]
    return _table(["component", "share of the default pipeline"], rows)


def _batch(found: dict[str, Any]) -> str:
    idle = found["start_up"]["extract"]
    rows = []
    for run in (*found["workers"], *found["sizes"]):
        net = max(run["seconds"] - idle, 0.01)
        rows.append(
            [
                run["records"],
                run["workers"],
                run["seconds"],
                f"{1000 * net / run['records']:.1f}",
                run["memory_mb"],
            ]
        )
    one, two = found["workers"]
    times = max(one["seconds"] - idle, 0.01) / max(two["seconds"] - idle, 0.01)
    table = _table(["records", "workers", "seconds", "ms a record, start-up left out", "memory, MB"], rows)
    return f"{table}\n\nTwo workers are {times:.2f} times as fast as one."


def _huge(huge: dict[str, Any], start: dict[str, float]) -> str:
    rows = [[f"{int(chars):,}", taken] for chars, taken in huge["seconds"].items()]
    return (
        f"{_table(['characters of one record', 'seconds'], rows)}\n\n"
        f"Twice the text takes {huge['half_to_whole']} times the time, four times {huge['quarter_to_whole']}. "
        f"`eligex.load()` and a first line: {start['load']} s; "
        f"`eligex extract` of one small file: {start['extract']} s."
    )
