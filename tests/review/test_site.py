"""The static site: its files, what is escaped, its memory, and how it reads in a browser."""

import json
import re
import tracemalloc
from html.parser import HTMLParser

import pytest
from eligex.cli import main
from eligex.review import results as results_module
from eligex.review import site as site_module
from eligex.review.results import Results, ResultsError, page_name, page_number
from eligex.schema.trial import Source, Trial
from review_kit import LIVER, ODD, trial_page, write_results


class Outside(HTMLParser):
    """Every address that a page loads or leads to, and every script within it."""

    def __init__(self, markup):
        super().__init__()
        self.addresses, self.inline = [], []
        self.script = None
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.addresses += [values[n] for n in ("src", "href", "action") if values.get(n)]
        assert not [n for n in values if n.startswith("on") or n == "style"], values
        self.script = values if tag == "script" else None
        if tag == "script" and "src" not in values:
            self.inline.append(values.get("type"))


def pages(site):
    return [site / "index.html", *sorted((site / "trials").glob("*.html"))]


def test_nothing_comes_from_elsewhere(site):
    for path in pages(site):
        found = Outside(path.read_text(encoding="utf-8"))
        for address in found.addresses:
            inside = address.startswith("#") or address == "data:," or (path.parent / address).is_file()
            assert inside, address
        assert set(found.inline) <= {"application/json"}
    for asset in (site / "assets").iterdir():
        assert not re.search(r"https?://|@import|url\(", asset.read_text(encoding="utf-8")), asset


def test_the_same_results_give_the_same_bytes(site, results, tmp_path):
    assert main(["review", str(results), "--out", str(tmp_path), "--quiet"]) == 0
    files = [p.relative_to(site) for p in sorted(site.rglob("*")) if p.is_file()]
    assert [p for p in files if (site / p).read_bytes() != (tmp_path / p).read_bytes()] == []


def test_a_trial_text_with_a_script_is_text(site):
    odd = trial_page(site, 2).read_text(encoding="utf-8")
    assert "<script>document" not in odd
    assert "&lt;script&gt;document" in odd
    assert "<b>bold" not in odd
    assert "<script>document" not in (site / "assets" / "index-data.js").read_text(encoding="utf-8")


def test_ids_that_repeat_or_are_no_file_names(site):
    assert [p.name for p in pages(site)[1:]] == [
        "000001-NCT99990101.html",
        "000002-_i_odd.html",
        "000003-NCT99990101.html",
    ]


def bare(id, text="", **more):
    return Trial(trial_id=id, title=None, source=Source("", "text", ""), status="parsed", text=text, **more)


@pytest.mark.parametrize("id", ["NCT1", "", None, "../../etc/passwd", "a" * 300, "CON", ".", "ä/\x00\n"])
def test_page_names_are_plain_and_lead_back(id):
    name = page_name(41, bare(id))
    assert re.fullmatch(r"000042-[\w-]{1,60}\.html", name, re.ASCII)
    assert page_number(name) == 41


def test_sentences_stand_on_the_page(site):
    text = trial_page(site).read_text(encoding="utf-8")
    for words in (
        "ALT ≤ 3 × ULN required",
        "forbidden: glucocorticoids ≥ 14 d within 1 mo before enrollment",
        "forbidden: Radiotherapy within 3 mo before enrollment, except palliative radiotherapy",
        "all of",
        "excluded by any of",
    ):
        assert words in text


@pytest.mark.parametrize("line", ["{}", "[]", "nonsense", '{"trial_id": 1}', "\xff"])
def test_what_is_no_result_is_an_error(tmp_path, line, capsys):
    (tmp_path / "trials.jsonl").write_text(line + "\n", encoding="latin-1")
    assert main(["review", str(tmp_path), "--out", str(tmp_path / "site")]) == 2
    assert "trial 1 is no result" in capsys.readouterr().err


def test_no_results_at_all_are_an_error(tmp_path, capsys):
    assert main(["review", str(tmp_path / "none"), "--out", str(tmp_path / "site")]) == 2
    assert "trials.jsonl" in capsys.readouterr().err
    with pytest.raises(ResultsError):
        Results(tmp_path)


def test_an_empty_result_gives_an_index(tmp_path):
    write_results(tmp_path, [])
    assert main(["review", str(tmp_path), "--out", str(tmp_path / "site"), "--quiet"]) == 0
    assert "0 trials" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_pages_of_an_earlier_site_go(tmp_path):
    (tmp_path / "site" / "trials").mkdir(parents=True)
    (tmp_path / "site" / "trials" / "000009-old.html").write_text("old")
    (tmp_path / "site" / "mine.txt").write_text("mine")
    site_module.build(
        write_results(tmp_path / "results", [bare("A", "a"), bare("B", "b")]), tmp_path / "site"
    )
    assert [p.name for p in pages(tmp_path / "site")[1:]] == ["000001-A.html", "000002-B.html"]
    assert (tmp_path / "site" / "mine.txt").exists()


def test_lone_surrogates_do_not_stop_the_build(tmp_path):
    line = json.dumps(bare("A", "x").to_dict()).replace('"x"', '"\\ud800"')
    (tmp_path / "trials.jsonl").write_text(line + "\n", encoding="utf-8")
    assert site_module.build(tmp_path, tmp_path / "site") == 1


def test_memory_does_not_grow_with_the_trials(tmp_path, trials):
    def peak(count):
        folder = write_results(tmp_path / f"r{count}", [trials[0]] * count)
        tracemalloc.start()
        try:
            site_module.build(folder, tmp_path / f"s{count}")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)
    assert peak(80) < peak(8) * 1.5
    assert results_module.TRIALS == "trials.jsonl"


def open_trial(page, site, number=1):
    page.goto(trial_page(site, number).as_uri())


@pytest.mark.parametrize(("number", "text"), [(1, LIVER), (2, ODD)])
def test_the_page_has_the_very_text(page, site, number, text):
    open_trial(page, site, number)
    assert page.evaluate("document.querySelector('#text').textContent") == text
    assert "taken" not in page.title() or "<script>" in page.title()


LIT = "() => [...document.querySelectorAll('.con.lit .id')].map((e) => e.textContent)"
PAINTED = "() => [...(CSS.highlights.get('evidence') || [])].map((range) => range.toString())"


def test_a_constraint_lights_its_evidence(page, site):
    open_trial(page, site)
    page.get_by_text("ALT ≤ 3 × ULN required").hover()
    assert page.evaluate(PAINTED) == ["ALT", "≤ 3 × ULN"]
    assert page.locator("#text .k.lit").evaluate_all("(all) => all.map((e) => e.dataset.code)") == [
        "MEAS",
        "THR",
    ]
    page.locator("h1").hover()
    assert page.evaluate(PAINTED) == []
    page.get_by_text("ALT ≤ 3 × ULN required").click()
    page.locator("h1").hover()
    assert page.evaluate(PAINTED) == ["ALT", "≤ 3 × ULN"]
    page.keyboard.press("Escape")
    assert page.evaluate(PAINTED) == []


def test_a_span_lights_its_constraint(page, site):
    open_trial(page, site)
    page.locator("#text .w", has_text="glucocorticoids").hover()
    assert page.evaluate(LIT) == ["E1.1"]
    page.locator("#text .w", has_text="bilirubin").click()
    page.locator("h1").hover()
    assert page.evaluate(LIT) == ["I1.2"]


def test_evidence_beyond_the_basic_plane_is_found(page, site):
    open_trial(page, site, 2)
    page.get_by_text("ALT ≤ 2 × ULN required").hover()
    assert page.evaluate(PAINTED) == ["ALT", "≤ 2 × ULN"]


def test_exceptions_and_negation_are_seen(page, site):
    open_trial(page, site)
    codes = page.locator("#text .k").evaluate_all("(all) => all.map((e) => e.dataset.code)")
    assert "¬COND" in codes
    assert "PROC·ex" in codes


def shown(page):
    return page.locator(".criterion:visible .place").evaluate_all("(all) => all.map((e) => e.textContent)")


def test_what_needs_eyes_is_filtered(page, site):
    open_trial(page, site)
    assert len(shown(page)) == 8
    page.get_by_label("unclaimed").check()
    assert shown(page) == ["E4"]
    assert page.get_by_text("Unclaimed:").is_visible()
    page.get_by_label("unclaimed").uncheck()
    page.get_by_label("Status", exact=True).select_option("parsed")
    assert len(shown(page)) == 7
    page.reload()
    assert len(shown(page)) == 7


def test_a_label_is_hidden_and_shown(page, site):
    open_trial(page, site)
    thresholds = page.locator("#text .k.l-THRESHOLD:visible")
    assert thresholds.count() == 4
    page.get_by_role("checkbox", name="threshold").uncheck()
    assert thresholds.count() == 0
    assert page.locator("#text .k.l-MEASUREMENT:visible").count() == 2
    page.get_by_role("checkbox", name="threshold").check()
    assert thresholds.count() == 4


def rows(page):
    return page.locator("#trials tbody tr").count()


def test_the_index_is_filtered(page, site):
    page.goto((site / "index.html").as_uri())
    assert rows(page) == 3
    page.get_by_label("Find").fill("liver")
    assert rows(page) == 1
    page.get_by_role("button", name="Clear").click()
    page.get_by_label("Status").select_option("parsed")
    assert page.locator("#trials tbody a").all_inner_texts() == ["NCT99990101"]
    page.get_by_label("Status").select_option("")
    page.get_by_label("Has span").select_option("DRUG")
    assert page.locator("#found").inner_text() == "1 of 3 trials"
    page.get_by_label("Has span").select_option("")
    page.get_by_label("unclaimed").check()
    assert rows(page) == 2
    page.locator("#trials tbody a").first.click()
    assert page.locator("h1").inner_text().endswith("Liver")
    page.get_by_role("link", name="All trials").click()
    page.wait_for_url("**/index.html")
    assert rows(page) == 2


def test_keys_alone_read_a_trial(page, site):
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/000001-*")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.textContent.trim()").endswith("ALT ≤ 3 × ULN required")
    assert page.evaluate(PAINTED) == ["ALT", "≤ 3 × ULN"]
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "measurement: ALT"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(LIT) == ["I1.1"]
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.textContent.trim()").startswith("I1.1")
    page.keyboard.press("f")
    assert "E4" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("]")
    page.wait_for_url("**/000002-*")


def test_tab_reaches_every_control(page, site):
    open_trial(page, site)
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.id || document.activeElement.getAttribute('value') || ''")
        )
    wanted = page.locator(".con, #legend input, #eyes input, #state, #help").evaluate_all(
        "(all) => all.map((e) => e.id || e.value)"
    )
    assert set(wanted) <= reached
    assert page.locator('#text .k[tabindex="0"]').count() == 1


PARENT = """Inclusion Criteria:
1. Meet one of the following:
  a. ALT ≤ 3 × ULN
  b. AST ≤ 2 × ULN
"""


@pytest.fixture(scope="module")
def nested(tmp_path_factory, nlp):
    trial = nlp(PARENT)._.trial
    assert trial.criteria[0].logic == {"any": ["I1.1.1", "I1.2.1"]}
    folder = tmp_path_factory.mktemp("nested")
    site_module.build(write_results(folder, [trial]), folder / "site")
    return folder / "site"


def test_no_id_stands_twice_on_a_page(site, nested):
    for path in [*pages(site), *pages(nested)]:
        ids = re.findall(r'\sid="([^"]+)"', path.read_text(encoding="utf-8"))
        assert len(ids) == len(set(ids)), path.name


def test_a_parent_refers_to_what_its_children_state(page, nested):
    open_trial(page, nested)
    reference = page.locator(".ref", has_text="AST ≤ 2 × ULN required")
    reference.hover()
    assert page.evaluate(PAINTED) == ["AST", "≤ 2 × ULN"]
    reference.click()
    assert page.locator('.con[aria-pressed="true"] .id').inner_text() == "I1.2.1"
    assert reference.get_attribute("class") == "ref lit"
