"""Notebook 0 as somebody goes through it who does what it says and nothing else."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import LONG, NotebookPage, barriers, jupyter_lab, picture
from playwright.sync_api import Page, expect

from grader.course import ROOT

pytestmark = pytest.mark.slow

NAME = "0_first_ten_minutes.ipynb"
QUESTION, EXERCISE, CHECK = "ask-numbers", "negative", "check-negative-values"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("my_notebooks") / "start"
    folder.mkdir()
    return Path(shutil.copy(ROOT / "notebooks" / "start" / NAME, folder))


@pytest.fixture(scope="module")
def notebook(
    path: Path, page: Page, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NotebookPage]:
    """The notebook, run up to its question."""
    with jupyter_lab(path.parents[1], tmp_path_factory.mktemp("home")) as address:
        notebook = NotebookPage(page, address, path, folder="start")
        picture(page, "first_1_opened")
        notebook.press("Shift+Enter", times=notebook.place(QUESTION) + 1)
        notebook.wait_for(QUESTION, "How many numbers")
        picture(page, "first_2_question")
        yield notebook


def test_the_question_is_answered_by_a_button(notebook: NotebookPage) -> None:
    notebook.output(QUESTION).get_by_role("button", name="49,152").click()
    reply = notebook.output(QUESTION).get_by_role("alert")
    expect(reply).to_contain_text("Answer: 147,456.", timeout=LONG)
    assert barriers(notebook.page, ".jp-OutputArea") == []
    notebook.press("Escape")


def checked(notebook: NotebookPage, line: str, expected: str, name: str) -> None:
    """Write the line, run the function's cell and the check, and read what it says."""
    function = f"def negative(photo):\n    {line}"
    notebook.cells.nth(notebook.place(EXERCISE)).locator(".jp-InputPrompt").click()
    notebook.write(EXERCISE, function)
    notebook.press("Shift+Enter", times=3)
    notebook.wait_for(CHECK, expected)
    picture(notebook.page, name)


@pytest.mark.parametrize(
    ("line", "expected", "name"),
    [
        ("raise NotImplementedError()", "not attempted yet", "first_3_untouched"),
        ("return -photo", "Each number only changed its sign.", "first_4_wrong"),
        ("return 1 - photo", "2 of 2 points", "first_5_right"),
    ],
    ids=["untouched", "wrong", "right"],
)
def test_the_check_says_what_the_text_promises(
    notebook: NotebookPage, line: str, expected: str, name: str
) -> None:
    checked(notebook, line, expected, name)


def test_the_rest_runs_and_shows_the_points(notebook: NotebookPage) -> None:
    notebook.page.keyboard.press("Control+s")
    notebook.run_all()
    notebook.wait_for("progress", "2 of 2 points")
    picture(notebook.page, "first_6_end")
    assert notebook.output("proof").inner_text() == ""
