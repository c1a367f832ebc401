"""The site in a real browser, as wide as a phone and as a laptop, light and dark."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from grader.course import ROOT
from grader.sandbox import walls

PICTURES = ROOT / "build" / "screenshots" / "site"
WINDOWS: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1366, "height": 768},
}
# Pages of each kind, to be looked at.
SHOWN = (
    "index.html",
    "lessons/unet/1_conv_block.html",
    "lessons/unet/5_training.html",
    "checks/conv_block.html",
    "glossary.html",
    "instructors.html",
    "jupyterhub.html",
    "api.html",
    "measurements.html",
    "search.html?q=receptive+field",
)
# Of the same templates, but what cells show differs by lesson: one more of each assignment.
MORE_LESSONS = (
    "lessons/unet/4_loss.html",
    "lessons/variants/raw_ops.html",
    "lessons/bonus/boundary_iou.html",
    "lessons/start/0_first_ten_minutes.html",
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(walls.why_none() is not None, reason=f"No walls: {walls.why_none()}"),
]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *arguments: Any) -> None:
        """Leave the tests' output alone."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def names(site: Path) -> list[str]:
    """The places of the site's pages in it."""
    paths = [path.relative_to(site) for path in sorted(site.rglob("*.html"))]
    return [path.as_posix() for path in paths if "_static" not in path.parts]


def opened(browser: Browser, window: str, theme: Any) -> Page:
    """A page of a size and in a theme, where nothing fades in."""
    context = browser.new_context(
        viewport=WINDOWS[window], color_scheme=theme, reduced_motion="reduce"
    )
    return context.new_page()


def test_every_page_fits_into_its_window_and_opens_without_an_error(
    browser: Browser, address: str, names: list[str]
) -> None:
    page = opened(browser, "desktop", "light")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: errors.append(f"{page.url}: {request.url}"))
    page.on(
        "response",
        lambda got: errors.append(f"{page.url}: {got.url}") if got.status >= 400 else None,
    )
    too_wide = []
    for name in names:
        page.goto(f"{address}/{name}")
        for window, size in WINDOWS.items():
            page.set_viewport_size(size)
            if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
                too_wide.append((name, window))
    assert (too_wide, errors) == ([], [])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_kind_of_page_shuts_anybody_out(browser: Browser, address: str, theme: str) -> None:
    """Violations that axe calls serious or critical: all pages of a kind have one template.

    Nothing but colours depends on the theme.
    """
    page, axe = opened(browser, "desktop", theme), Axe()
    only = {"runOnly": ["color-contrast"]} if theme == "dark" else {}
    found = []
    for name in (*SHOWN, *(() if theme == "dark" else MORE_LESSONS)):
        page.goto(f"{address}/{name}")
        answer = axe.run(page, options={"resultTypes": ["violations"], **only}).response
        found += [
            (name, violation["id"], node["html"])
            for violation in answer["violations"]
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]
        ]
    assert found == []


def test_who_searches_for_a_term_gets_to_where_it_is_explained(
    browser: Browser, address: str
) -> None:
    page = opened(browser, "desktop", "light")
    page.goto(f"{address}/index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("receptive field")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="3 · The whole network").first.click()
    expect(page).to_have_url(f"{address}/lessons/unet/3_unet_model.html")
    expect(page.locator("article")).to_contain_text("receptive field")


def test_a_solution_opens_at_a_click(browser: Browser, address: str) -> None:
    page = opened(browser, "phone", "light")
    page.goto(f"{address}/lessons/unet/1_conv_block.html")
    solution = page.get_by_text("def conv_block(")
    expect(solution).to_be_hidden()
    page.get_by_text("Show a solution").click()
    expect(solution).to_be_visible()


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_of_the_pages_are_kept(
    browser: Browser, address: str, window: str, theme: str
) -> None:
    page = opened(browser, window, theme)
    PICTURES.mkdir(parents=True, exist_ok=True)
    kept = []
    for name in SHOWN:
        page.goto(f"{address}/{name}")
        page.wait_for_load_state("networkidle")
        stem = name.partition(".html")[0].replace("/", "-")
        kept.append(PICTURES / f"{stem}-{window}-{theme}.png")
        page.screenshot(path=kept[-1])
    assert [path.name for path in kept if path.stat().st_size < 10_000] == []
