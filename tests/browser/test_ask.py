"""A question in JupyterLab: answered by keyboard, its source out of sight, opened again folded."""

from collections.abc import Iterator

import pytest
from lab import LONG, NotebookPage, barriers, open_in_lab, picture
from nbformat import v4
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow

HIDDEN = {"jupyter": {"source_hidden": True}}
SOURCE = """\
# A question: run this cell
from lessons import ask

ask.choice(
    "How many parameters has the second convolution, which sees 32 channels, beside the first, "
    "which sees 3? Both have 32 filters of 3×3.",
    {
        "as many": "It has as many filters, but each of them sees 32 channels instead of 3.",
        "4 times as many": None,
        "10 times as many": None,
        "30 times as many": None,
    },
    answer=f"{9248 / 896:.0f} times as many",
    fact="The first has 896, the second 9,248.",
)"""
REPLY = "✗ You said “as many”. Answer: 10 times as many. The first has 896, the second 9,248."
REASON = "It has as many filters, but each of them sees 32 channels instead of 3."


@pytest.fixture(scope="module")
def notebook(page: Page, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NotebookPage]:
    """The notebook, run from top to bottom."""
    cells = [
        v4.new_markdown_cell("## Predict, then look", id="title"),
        v4.new_code_cell(SOURCE, id="question", metadata=HIDDEN),
    ]
    with open_in_lab(page, tmp_path_factory.mktemp("questions"), cells) as notebook:
        picture(page, "ask_before")
        notebook.press("Shift+Enter", times=2)
        notebook.wait_for("question", "How many parameters")
        picture(page, "ask")
        yield notebook


def test_the_answer_is_not_to_be_read_above_the_question(notebook: NotebookPage) -> None:
    expect(notebook.page.get_by_text("instead of 3").locator("visible=true")).to_have_count(0)


def test_a_guess_is_made_by_keyboard_and_answered(notebook: NotebookPage) -> None:
    notebook.output("question").get_by_role("button", name="as many").first.focus()
    notebook.press("Space")
    reply = notebook.output("question").get_by_role("alert")
    expect(reply).to_contain_text(REPLY, timeout=LONG)
    expect(reply).to_contain_text(REASON)
    picture(notebook.page, "ask_wrong")
    notebook.press("Tab", times=2)
    notebook.press("Space")
    expect(reply).to_contain_text("✓ Answer: 10 times as many.")
    picture(notebook.page, "ask_right")


def test_nothing_bars_a_reader_from_it(notebook: NotebookPage) -> None:
    assert barriers(notebook.page, ".jp-OutputArea") == []


def test_a_notebook_opened_again_has_the_answer_folded(notebook: NotebookPage) -> None:
    page, reopened = notebook.page, notebook.opened_again()
    expect(page.get_by_text("Error displaying widget").locator("visible=true")).to_have_count(0)
    reopened.output("question").get_by_text("Show the answer").click()
    picture(page, "ask_reopened")
    expect(page.get_by_text(f"Why not as many? {REASON}")).to_be_visible()
