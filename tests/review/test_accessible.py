"""axe-core finds nothing in any page, light and dark, wide and narrow; text has its contrast."""

import pytest
from review_kit import serving, trial_page

pytest.importorskip("starlette", reason="the extra eligex[review] is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")

# Of axe-core's rules those of WCAG 2, level A and AA, and its own best practices.
OPTIONS = {"resultTypes": ["violations"]}


def violations(page):
    found = axe.Axe().run(page, options=OPTIONS).response["violations"]
    return [(v["id"], v["impact"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 800])
def test_static_pages(browser, site, scheme, width):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    for path in (site / "index.html", trial_page(site, 1), trial_page(site, 2)):
        page.goto(path.as_uri())
        assert violations(page) == [], path.name
    page.keyboard.press("n")
    assert violations(page) == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_served_pages_with_their_dialogs(browser, results, tmp_path, scheme):
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    with serving(results, tmp_path) as (_, address):
        page.goto(f"{address}/index.html")
        assert violations(page) == []
        page.goto(f"{address}/trials/000001-NCT99990101.html")
        for keys in ("j", "l", "Escape n e", "Escape ?", "Escape j x"):
            for key in keys.split():
                page.keyboard.press(key)
            page.wait_for_timeout(150)
            assert violations(page) == [], keys
        page.goto(f"{address}/diff/000001-NCT99990101.html")
        assert violations(page) == []
    context.close()
