"""A figure of a lesson in a real browser: enlarged on a phone, on its card in the dark theme."""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from matplotlib import pyplot as plt
from nbformat import NotebookNode, v4
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from lessons import figures

pytestmark = pytest.mark.slow

PHONE: ViewportSize = {"width": 390, "height": 844}
ALT = 'A square of one colour, called "vermilion".'
VERMILION, WHITE = (213, 94, 0), (255, 255, 255)
BADGE = '<a href="https://example.org"><img alt="A badge" src="_static/favicon.svg"></a>'


def lesson() -> NotebookNode:
    """A badge, and a figure as the course shows it, 1100 pixels wide and high with its margin."""
    figure, ax = plt.subplots(figsize=(10, 10))
    ax.imshow(np.full((2, 2, 3), VERMILION, np.uint8))
    bundle = figures.as_picture(figure, ALT)._repr_mimebundle_()
    cell = v4.new_code_cell("draw()", outputs=[v4.new_output("display_data", bundle)])
    language = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    title = v4.new_markdown_cell(f"# A lesson\n\n{BADGE}")
    return v4.new_notebook(cells=[title, cell], metadata=language)


@pytest.fixture(scope="module")
def address(page_of: Callable[[NotebookNode], Path]) -> str:
    return page_of(lesson()).as_uri()


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Callable[[Any], Page]]:
    """A function from a theme to the lesson on a phone."""
    contexts = []

    def opened(theme: Any) -> Page:
        context = browser.new_context(viewport=PHONE, color_scheme=theme, has_touch=True)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def figure_of(page: Page) -> Locator:
    return page.get_by_role("button", name=ALT)


def enlarged(page: Page) -> Locator:
    return page.get_by_role("dialog", name=ALT)


def test_a_tap_shows_the_figure_at_its_own_size(phone: Callable[[Any], Page]) -> None:
    page = phone("light")
    figure_of(page).tap()
    picture = enlarged(page).get_by_role("img", name=ALT)
    shown, natural = picture.evaluate(
        "e => [[e.width, e.height], [e.naturalWidth, e.naturalHeight]]"
    )
    assert shown == natural
    assert natural[0] > PHONE["width"] and natural[1] > PHONE["height"]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_shows_it_too(phone: Callable[[Any], Page], key: str) -> None:
    page = phone("light")
    figure_of(page).press(key)
    expect(enlarged(page)).to_be_visible()


def test_the_keys_with_arrows_lead_to_its_other_corner(phone: Callable[[Any], Page]) -> None:
    page = phone("light")
    figure_of(page).tap()
    for key in ("ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    page.wait_for_function("""() => {
        const dialog = document.querySelector("dialog[open]");
        return dialog.scrollLeft > 0 && dialog.scrollTop > 0;
    }""")
    expect(enlarged(page).get_by_role("button", name="Close")).to_be_in_viewport(ratio=1)


def test_it_begins_at_its_first_corner_each_time(phone: Callable[[Any], Page]) -> None:
    page = phone("light")
    figure_of(page).tap()
    enlarged(page).evaluate("e => e.scrollTo(200, 200)")
    page.keyboard.press("Escape")
    figure_of(page).tap()
    assert enlarged(page).evaluate("e => [e.scrollLeft, e.scrollTop]") == [0, 0]


@pytest.mark.parametrize("way", ["Escape", "button", "beside it"])
def test_it_closes_and_the_reader_is_where_she_was(phone: Callable[[Any], Page], way: str) -> None:
    page = phone("light")
    figure_of(page).tap()
    if way == "Escape":
        page.keyboard.press("Escape")
    elif way == "button":
        enlarged(page).get_by_role("button", name="Close").tap()
    else:
        page.touchscreen.tap(3, PHONE["height"] / 2)
    expect(enlarged(page)).to_be_hidden()
    expect(figure_of(page)).to_be_focused()


def test_a_tap_on_the_enlarged_figure_leaves_it_there(phone: Callable[[Any], Page]) -> None:
    page = phone("light")
    figure_of(page).tap()
    enlarged(page).get_by_role("img").tap()
    expect(enlarged(page)).to_be_visible()


def test_a_picture_that_is_a_link_stays_one(phone: Callable[[Any], Page]) -> None:
    link = phone("light").get_by_role("link", name="A badge")
    expect(link.locator("img")).to_be_visible()
    expect(link.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nobody_is_shut_out(phone: Callable[[Any], Page], theme: str) -> None:
    page = phone(theme)
    figure_of(page).tap()
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(violation["id"], violation["nodes"]) for violation in found] == []


def test_in_the_dark_theme_a_figure_is_a_card_of_one_ground_and_keeps_its_colours(
    phone: Callable[[Any], Page],
) -> None:
    """White and vermilion are dimmed alike: a legend and the text go on calling them that."""
    page = phone("dark")
    dimmed = [tuple(round(0.9 * value) for value in colour) for colour in (VERMILION, WHITE)]
    within = pixels_of(figure_of(page).locator("img").screenshot())
    assert most_frequent(within) == dimmed
    assert tuple(within[2, len(within) // 2]) == dimmed[1]  # between the card's edge and the figure
    figure_of(page).tap()
    assert most_frequent(pixels_of(page.screenshot())) == dimmed


def pixels_of(png: bytes) -> NDArray[Any]:
    """A screenshot's pixels, (H, W, 3)."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def most_frequent(pixels: NDArray[Any]) -> list[tuple[int, ...]]:
    """The two colours that most pixels have."""
    counted = Counter(map(tuple, pixels.reshape(-1, 3).tolist()))
    return [colour for colour, _ in counted.most_common(2)]
