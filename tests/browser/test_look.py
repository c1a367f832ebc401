"""The look inside a network in JupyterLab: moved by keyboard, opened again without a kernel."""

import re
from collections.abc import Iterator

import pytest
from lab import DARK, LONG, NotebookPage, barriers, open_in_lab, picture
from nbformat import v4
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.slow

SOURCES = {
    "street": """\
from data import streets
from lessons import look
from lessons.figures import style

style.use()
photo, mask = streets.examples().read(2)
image, mask = photo[::2, ::2] / 255, mask[::2, ::2]""",
    "maps": "look.maps(image)",
    "field": "look.field(image)",
    "skips": "look.skips(image, mask)",
}
LOOKS = ("maps", "field", "skips")


@pytest.fixture(scope="module")
def notebook(page: Page, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NotebookPage]:
    """The notebook, run from top to bottom."""
    cells = [v4.new_code_cell(source, id=name) for name, source in SOURCES.items()]
    with open_in_lab(page, tmp_path_factory.mktemp("looks"), cells) as notebook:
        notebook.choose_theme(DARK)
        notebook.press("Shift+Enter", times=len(SOURCES))
        notebook.wait_until_run(LOOKS[-1])
        for look in LOOKS:
            seen(notebook, look).wait_for(timeout=LONG)
            notebook.output(look).scroll_into_view_if_needed()
            picture(page, f"look_{look}")
        yield notebook


def seen(notebook: NotebookPage, look: str) -> Locator:
    """The picture that a look shows."""
    return notebook.output(look).locator("img:visible")


def expect_to_see(notebook: NotebookPage, look: str, text: str) -> None:
    """Wait until the picture's text has ``text`` in it."""
    expect(seen(notebook, look)).to_have_attribute("alt", re.compile(text), timeout=LONG)


def test_arrow_keys_slide_through_the_levels(notebook: NotebookPage) -> None:
    notebook.output("maps").get_by_role("slider").focus()
    notebook.press("ArrowRight", times=2)
    expect_to_see(notebook, "maps", "^Level 3, skip, carried across: 32 maps")


def test_the_space_bar_chooses_a_path(notebook: NotebookPage) -> None:
    notebook.output("maps").get_by_role("button", name="skip").focus()
    notebook.press("Tab")
    notebook.press("Space")
    expect_to_see(notebook, "maps", "^Level ., from below, doubled: ")


def test_arrow_keys_move_the_point(notebook: NotebookPage) -> None:
    notebook.output("field").get_by_role("slider").last.focus()
    notebook.press("ArrowLeft")
    expect_to_see(notebook, "field", "at row 48, column 63, ")


def test_the_space_bar_switches_a_skip_off(notebook: NotebookPage) -> None:
    notebook.output("skips").get_by_role("checkbox", name="skip 2").focus()
    notebook.press("Space")
    expect_to_see(notebook, "skips", "Without skip 1 and 2, accuracy")


def test_only_the_handles_of_sliders_lack_a_name(notebook: NotebookPage) -> None:
    """``ipywidgets`` gives them none; their names stand beside them."""
    found = barriers(notebook.page, ".jp-OutputArea")
    rules = {barrier.split(" (")[0] for barrier in found}
    assert (rules, len(found)) == ({"aria-input-field-name"}, 3)


def test_a_notebook_opened_again_shows_still_pictures(notebook: NotebookPage) -> None:
    """The widgets went with their kernel; neither they nor JupyterLab's error are to be seen."""
    page, reopened = notebook.page, notebook.opened_again()
    for look in LOOKS:
        expect(seen(reopened, look)).to_have_count(1, timeout=LONG)
        expect(page.get_by_text("Error displaying widget").locator("visible=true")).to_have_count(0)
    picture(page, "look_reopened")
    expect_to_see(reopened, "skips", "Without any skip, accuracy")
