"""The review server without a browser: whom it answers, what it accepts, what it keeps."""

import http.client
import json
import signal
import socket
import threading
from contextlib import contextmanager

import pytest
from eligex.annotations import log
from eligex.annotations.decisions import text_hash
from eligex.cli import main
from review_kit import serving, write_results

pytest.importorskip("starlette", reason="the extra eligex[review] is not installed")


def ask(address, path, method="GET", body=None, **headers):
    """Status, headers and text of an answer; the headers of a page of the server unless others are given."""
    host = address.removeprefix("http://")
    given = {"Host": host}
    if method == "POST":
        given |= {"Origin": address, "Content-Type": "application/json"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection(host, timeout=20)
    connection.putrequest(method, path, skip_host=True)
    data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
    for name, value in given.items():
        if value is not None:
            connection.putheader(name, value)
    if data is not None:
        connection.putheader("Content-Length", str(len(data)))
    connection.endheaders(data)
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read().decode()


PAGE = "000001-NCT99990101.html"
API = f"/api/trials/{PAGE}/decisions"


def first_span(trial):
    e = trial.entities[0]
    return {"label": e.label, "start": e.start, "end": e.end, "negated": e.negated}


def decide(trial, wanted=None, **changes):
    before = first_span(trial)
    decision = wanted or {"kind": "entity", "action": "accept", "id": "T1", "before": before}
    return {"reviewer": "ada", "text_sha256": text_hash(trial.text), "decision": decision, **changes}


def test_pages_are_served(served):
    address, _ = served
    for path in (
        "/index.html",
        "/assets/index-data.js",
        f"/trials/{PAGE}",
        f"/diff/{PAGE}",
        "/assets/spans.css",
    ):
        status, headers, text = ask(address, path)
        assert (status, bool(text)) == (200, True), path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "unsafe" not in headers["content-security-policy"]
    assert ask(address, "/")[1]["location"] == "/index.html"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", "", None]
)
def test_another_host_is_refused(served, host):
    address, _ = served
    assert ask(address, "/index.html", Host=host)[0] in (400, 403)


def test_the_names_of_this_machine_are_known(served):
    address, _ = served
    port = address.rsplit(":", 1)[1]
    for name in ("localhost", "LOCALHOST", "[::1]"):
        assert ask(address, "/index.html", Host=f"{name}:{port}")[0] == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "", None])
def test_another_origin_decides_nothing(served, trials, origin):
    address, folder = served
    assert ask(address, API, "POST", decide(trials[0]), Origin=origin)[0] == 403
    assert log.read(folder).decisions == []


def test_another_site_reads_nothing(served):
    address, _ = served
    script = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}
    assert ask(address, "/assets/index-data.js", **script)[0] == 403
    assert ask(address, "/index.html", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")[0] == 200


@pytest.mark.parametrize(
    "type_", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None]
)
def test_a_form_decides_nothing(served, trials, type_):
    address, _ = served
    assert ask(address, API, "POST", decide(trials[0]), Content_Type=type_)[0] == 415


@pytest.mark.parametrize(
    "path",
    [
        "/trials/../trials.jsonl",
        "/trials/..%2f..%2fetc%2fpasswd",
        "/trials/%2e%2e/index.html",
        "/assets/..%2fserver.py",
        "/assets/server.py",
        "/trials/000001-other.html",
        "/trials/000000-NCT99990101.html",
        "/trials/000099-NCT99990101.html",
        "/trials/000001-NCT99990101.html%00",
        "/diff/1",
        "/api/trials/x/decisions",
        "//etc/passwd",
    ],
)
def test_no_other_path_leads_anywhere(served, path):
    address, _ = served
    assert ask(address, path)[0] in (404, 405)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"reviewer": "../x"}, 400),
        ({"reviewer": "ada\n"}, 400),
        ({"text_sha256": "0" * 64}, 409),
        ({"text_sha256": "z"}, 400),
        ({"more": 1}, 400),
        ({"decision": None}, 400),
        ({"decision": {"kind": "entity", "action": "agree", "id": "T1", "before": {}}}, 400),
        ({"decision": {"kind": "entity", "action": "accept", "id": "T1", "before": {}}}, 400),
        ({"decision": {"kind": "entity", "action": "add", "after": {"label": "X"}}}, 400),
        (
            {
                "decision": {
                    "kind": "constraint",
                    "action": "correct",
                    "id": "I1.1",
                    "before": {},
                    "after": {"id": "x"},
                }
            },
            400,
        ),
        ({"decision": {"kind": "decision", "action": "undo", "id": "x"}}, 400),
        ({"decision": {"kind": "decision", "action": "undo"}}, 409),
    ],
)
def test_what_is_not_as_it_must_be_is_not_kept(served, trials, changes, status):
    address, folder = served
    answer = ask(address, API, "POST", decide(trials[0], **changes))
    assert (answer[0], bool(json.loads(answer[2])["error"])) == (status, True)
    assert log.read(folder).decisions == []


def test_a_span_beyond_the_text_is_not_kept(served, trials):
    address, folder = served
    end = len(trials[0].text)
    after = {"label": "DRUG", "start": end - 1, "end": end + 1, "negated": False}
    answer = ask(address, API, "POST", decide(trials[0], {"kind": "entity", "action": "add", "after": after}))
    assert answer[0] == 409
    assert log.read(folder).decisions == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 5000, b'{"reviewer": NaN}'])
def test_bodies_that_are_no_requests(served, body):
    address, _ = served
    assert ask(address, API, "POST", body)[0] == 400


def test_a_large_body_is_not_read(served):
    address, _ = served
    assert ask(address, API, "POST", b" " * 70_000)[0] == 413


@contextmanager
def fresh(trials, tmp_path, **more):
    results = write_results(tmp_path / "results", trials)
    with serving(results, tmp_path / "log", **more) as (process, address):
        yield process, address


def test_a_killed_server_keeps_what_it_answered(trials, tmp_path):
    undo = {"kind": "decision", "action": "undo"}
    with fresh(trials, tmp_path) as (process, address):
        for decision in (None, {"kind": "trial", "action": "done"}, undo):
            assert ask(address, API, "POST", decide(trials[0], decision))[0] == 201
        process.kill()
        process.wait()
    kept = log.read(tmp_path / "log").decisions
    assert [d.action for d in kept] == ["accept", "done", "undo"]
    assert kept[2].target.id == kept[1].id
    with fresh(trials, tmp_path) as (_, address):
        assert "accepted" in ask(address, f"/trials/{PAGE}")[2]
        assert ask(address, API, "POST", decide(trials[0], undo))[0] == 201
        assert ask(address, API, "POST", decide(trials[0], undo))[0] == 409


def test_a_stale_page_changes_nothing(trials, tmp_path):
    before = first_span(trials[0])
    longer = {**before, "end": before["end"] + 2}
    with fresh(trials, tmp_path) as (_, address):
        change = {"kind": "entity", "action": "rebound", "id": "T1", "before": before, "after": longer}
        assert ask(address, API, "POST", decide(trials[0], change))[0] == 201
        assert ask(address, API, "POST", decide(trials[0], change))[0] == 409
    assert len(log.read(tmp_path / "log").decisions) == 1


def test_two_servers_and_two_reviewers(trials, tmp_path):
    reject = {"kind": "entity", "action": "reject", "id": "T1", "before": first_span(trials[0])}
    with fresh(trials, tmp_path) as (_, one), fresh(trials, tmp_path, reviewer="bo") as (_, other):
        jobs = [
            threading.Thread(target=ask, args=(a, API, "POST", decide(trials[0], d, reviewer=r)))
            for a, d, r in [(one, reject, "ada"), (other, None, "bo")] * 5
        ]
        for job in jobs:
            job.start()
        for job in jobs:
            job.join()
        text = ask(one, f"/diff/{PAGE}")[2]
        assert "ada and bo" in text
        assert "1 difference<" in text
        assert "2 of" not in text
        assert 'by": ["ada", "bo"]' in ask(other, "/assets/index-data.js")[2]
    assert sorted(d.reviewer for d in log.read(tmp_path / "log").decisions) == ["ada"] * 5 + ["bo"] * 5


def test_a_torn_line_is_told_to_the_reviewer(trials, tmp_path):
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "ada.jsonl").write_text('{"id": "1', encoding="utf-8")
    with fresh(trials, tmp_path) as (_, address):
        assert "ada.jsonl:1: an unfinished line" in ask(address, "/index.html")[2]
        assert ask(address, API, "POST", decide(trials[0]))[0] == 201


def test_a_decision_that_cannot_be_written_is_refused_aloud(trials, tmp_path):
    (tmp_path / "log").write_text("a file where the folder should be", encoding="utf-8")
    with fresh(trials, tmp_path) as (_, address):
        status, _, text = ask(address, API, "POST", decide(trials[0]))
        assert (status, "not kept" in text) == (500, True)


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (["--serve", "--out", "site"], 2, "not allowed"),
        ([], 2, "required"),
        (["--serve", "--port", "70000"], 2, "no port"),
        (["--serve", "--reviewer", "../x"], 1, "no name of a reviewer"),
        (["--serve", "--host", "0.0.0.0"], 1, "name one address"),
        (["--serve", "--port", "{taken}"], 1, "in use"),
    ],
)
def test_usage_errors(results, capsys, options, status, words):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["review", str(results), *[o.format(taken=port) for o in options]]) == status
    assert words in capsys.readouterr().err


def test_an_interrupt_ends_it_in_peace(results, tmp_path):
    with serving(results, tmp_path) as (process, address):
        assert ask(address, "/index.html")[0] == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
