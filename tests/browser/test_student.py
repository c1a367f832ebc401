"""A student's first hour with notebook 1 in JupyterLab, nearly all of it by keyboard."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path

import nbformat
import pytest
from lab import (
    DARK,
    LAPTOP,
    LIGHT,
    LONG,
    MISTAKEN,
    SENTENCE,
    NotebookPage,
    barriers,
    jupyter_lab,
    picture,
    resize,
)
from playwright.sync_api import Page, expect

from grader.course import ROOT

pytestmark = pytest.mark.slow

NARROW = (600, 900)
CHECK = "check-conv-block-layers"
OURS = ".jp-RenderedHTML"  # what checks and hints show


@dataclass(frozen=True)
class Shown:
    """What a check showed: its text, the table as a screen reader has it, barriers by theme."""

    text: str
    table: str = ""
    barriers: dict[str, list[str]] | None = None


@dataclass(frozen=True)
class Assignments:
    """nbgrader's menu, and what its list of assignments says is downloaded."""

    menu: list[str]
    downloaded: str


# --- the steps, each behind the one before --------------------------------------------------------


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's folder with all notebooks, beside an exchange in which an assignment lies."""
    home = tmp_path_factory.mktemp("student")
    mine = home / "my_notebooks"
    mine.mkdir()
    for path in ROOT.glob("notebooks/*/*.ipynb"):
        shutil.copy(path, mine)
    shutil.copytree(ROOT / "notebooks" / "unet", home / "exchange/segmentation/outbound/unet")
    (home / "exchange/segmentation/inbound").mkdir()
    (home / "config").mkdir()
    config = f"c = get_config()\nc.Exchange.root = {str(home / 'exchange')!r}\n"
    (home / "config" / "nbgrader_config.py").write_text(config)
    return home


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with jupyter_lab(home / "my_notebooks", home) as address:
        yield address


@pytest.fixture(scope="module")
def notebook(home: Path, address: str, page: Page) -> NotebookPage:
    """Notebook 1 as it opens."""
    opened = NotebookPage(page, address, home / "my_notebooks" / "1_conv_block.ipynb")
    picture(page, "student_1_opened")
    return opened


@pytest.fixture(scope="module")
def untouched(notebook: NotebookPage) -> Shown:
    """Shift+Enter from the top to the first check, nothing written."""
    notebook.press("Shift+Enter", times=notebook.place(CHECK) + 1)
    text = notebook.wait_for(CHECK, "not attempted yet")
    picture(notebook.page, "student_2_untouched")
    return Shown(text)


@pytest.fixture(scope="module")
def hints(untouched: Shown, notebook: NotebookPage) -> list[str]:
    """A cell of the student's own that asks for a hint, run three times and deleted again."""
    notebook.press("b")
    notebook.press("Enter")
    notebook.page.keyboard.insert_text('check.hint("conv_block")')
    titles = []
    for number in ("First", "Second", "Third"):
        notebook.press("Control+Enter")
        box = notebook.page.locator(OURS).filter(has_text=f"{number} hint for conv_block")
        box.wait_for(timeout=LONG)
        titles.append(box.inner_text().splitlines()[0])
    picture(notebook.page, "student_3_hint")
    notebook.press("d", times=2)
    return titles


@pytest.fixture(scope="module")
def wrong(hints: list[str], notebook: NotebookPage) -> Shown:
    """An answer with a mistake, checked, and looked at in both themes and a narrow window."""
    page = notebook.page
    notebook.write("conv-block", MISTAKEN)
    notebook.press("Shift+Enter", times=3)
    text = notebook.wait_for(CHECK, "Row 2: ")
    table = notebook.output(CHECK).get_by_role("table").aria_snapshot()
    picture(page, "student_4_wrong_folded")
    notebook.output(CHECK).get_by_text("Show the expected layers").click()
    table += notebook.output(CHECK).get_by_role("table", name="Expected").aria_snapshot()
    found = {}
    for theme in (DARK, LIGHT):
        notebook.choose_theme(theme)
        found[theme] = barriers(page, OURS)
        notebook.output(CHECK).scroll_into_view_if_needed()
        picture(page, f"student_4_wrong_{theme.split()[-1].lower()}")
    notebook.press("Control+b")  # folds the list of files away
    resize(page, NARROW)
    found["narrow"] = barriers(page, OURS)
    notebook.output(CHECK).scroll_into_view_if_needed()
    picture(page, "student_5_wrong_narrow")
    resize(page, LAPTOP)
    return Shown(text, table, found)


@pytest.fixture(scope="module")
def validated(wrong: Shown, notebook: NotebookPage) -> str:
    """What nbgrader's Validate button says of that answer."""
    notebook.page.get_by_role("button", name="Validate").click()
    label = notebook.page.locator(".validate-button .jp-ToolbarButtonComponent-label")
    expect(label).to_have_text("Validating...", timeout=30_000)  # notebook 0 says how long
    dialog = notebook.page.get_by_role("dialog").filter(has_text="Validation Results")
    dialog.wait_for(timeout=LONG)
    picture(notebook.page, "student_6_validated")
    text = dialog.inner_text()
    notebook.press("Enter")
    expect(dialog).to_have_count(0)
    return text


@pytest.fixture(scope="module")
def right(validated: str, notebook: NotebookPage) -> Shown:
    """The mistake fixed and checked, and the folded table opened by keyboard."""
    notebook.output(CHECK).click()
    notebook.write("conv-block", MISTAKEN.replace("tanh", "relu"))
    notebook.press("Shift+Enter", times=3)
    text = notebook.wait_for(CHECK, "8 of 8 points")
    notebook.go_to(CHECK)
    summary = notebook.output(CHECK).locator("summary")
    while not summary.evaluate("element => element === document.activeElement"):
        assert notebook.active == CHECK, "the Tab key has left the cell"
        notebook.press("Tab")
    notebook.press("Enter")
    table = notebook.output(CHECK).get_by_role("table", name="Yours").aria_snapshot()
    picture(notebook.page, "student_7_right")
    return Shown(text, table, {LIGHT: barriers(notebook.page, OURS)})


@pytest.fixture(scope="module")
def finished(right: Shown, notebook: NotebookPage) -> NotebookPage:
    """The whole notebook run from the menu."""
    notebook.run_all()
    notebook.cells.last.scroll_into_view_if_needed()
    picture(notebook.page, "student_8_finished")
    return notebook


@pytest.fixture(scope="module")
def standing(finished: NotebookPage) -> Shown:
    """Where the student stands, as the last cell shows it, in both themes."""
    found = {}
    for theme in (DARK, LIGHT):
        finished.choose_theme(theme)
        found[theme] = barriers(finished.page, OURS)
        finished.output("progress").scroll_into_view_if_needed()
        picture(finished.page, f"student_8_progress_{theme.split()[-1].lower()}")
        finished.output(CHECK).scroll_into_view_if_needed()
        picture(finished.page, f"student_8_bar_{theme.split()[-1].lower()}")
    found["cut off"] = (
        finished.output("progress")
        .locator("th, td")
        .evaluate_all(
            "cells => cells.filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText)"
        )
    )
    bar = finished.output(CHECK).locator(OURS).first.inner_text()
    return Shown(finished.output("progress").inner_text(), bar, found)


@pytest.fixture(scope="module")
def assignments(standing: Shown, finished: NotebookPage, home: Path) -> Assignments:
    """nbgrader's Assignment List, behind a click on Fetch."""
    page = finished.page
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    entries = page.locator(".lm-Menu-itemLabel:visible").all_inner_texts()
    picture(page, "student_9_menu")
    page.get_by_role("menuitem", name="Assignment List").click()
    released = page.locator("#released_assignments_list")
    released.get_by_role("button", name="Fetch").click(timeout=LONG)
    downloaded = page.locator("#fetched_assignments_list")
    downloaded.get_by_role("button", name="Submit").wait_for(timeout=LONG)
    picture(page, "student_9_assignment_list")
    return Assignments(entries, downloaded.inner_text())


# --- what was seen on the way ---------------------------------------------------------------------


def verdict_in(shown: Shown) -> list[str]:
    """The lines of a check's verdict, below the bar of the first check."""
    lines = [line.strip() for line in shown.text.splitlines()]
    assert lines[0].startswith("unet: ")
    return list(dropwhile(lambda line: "conv_block ·" not in line, lines))


def test_an_untouched_notebook_reads_not_attempted_yet(untouched: Shown) -> None:
    lines = verdict_in(untouched)
    assert lines[0] == "○ conv_block · the layers of the block: not attempted yet"
    assert lines[2].startswith("conv_block is not attempted yet. Replace raise NotImplementedError")


def test_hints_climb_as_often_as_their_cell_is_run(hints: list[str]) -> None:
    assert hints == [f"{which} hint for conv_block" for which in ("First", "Second", "Third")]


def test_a_wrong_answer_is_named_in_a_sentence(wrong: Shown) -> None:
    lines = verdict_in(wrong)
    assert lines[0].startswith("✗ conv_block · the layers of the block: 0 of 1 visible cases")
    assert lines[2] == SENTENCE


def test_a_screen_reader_hears_which_row_differs(wrong: Shown) -> None:
    """Neither the colour nor the sign is needed. The expected rows are folded away."""
    assert re.findall(r'row "(.*?)"', wrong.table) == [
        "row layer output shape parameters attributes fed by row returned as",
        "differs: 2 Conv2D (None, 96, 128, 32) 896 same, tanh, HeNormal 1",
        "row layer output shape parameters attributes fed by row returned as",
        "1 InputLayer (None, 96, 128, 3) 0 inputs",
        "expected here: 2 Conv2D (None, 96, 128, 32) 896 same, relu, HeNormal 1",
        "3 Conv2D (None, 96, 128, 32) 9248 same, relu, HeNormal 2 skip_connection",
        "4 MaxPooling2D (None, 48, 64, 32) 0 (2, 2) 3 next_layer",
    ]


@pytest.mark.parametrize("seen", [LIGHT, DARK, "narrow"])
def test_nothing_in_a_failed_check_shuts_anybody_out(wrong: Shown, seen: str) -> None:
    assert wrong.barriers is not None
    assert wrong.barriers[seen] == []


def test_validate_names_the_mistake_too(validated: str) -> None:
    assert SENTENCE in " ".join(validated.split())


def test_the_saved_check_has_its_table_as_plain_text(validated: str, home: Path) -> None:
    """For readers that show no HTML. Validate has saved the notebook."""
    path = home / "my_notebooks" / "1_conv_block.ipynb"
    cells = {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}
    _, verdict, *_ = cells[CHECK].outputs
    text = verdict.data["text/plain"]
    marked = [" ".join(line.split()) for line in text.splitlines() if line.startswith("->")]
    assert marked == [
        "-> 2 Conv2D (None, 96, 128, 32) 896 same, tanh, HeNormal 1",
        "-> 2 Conv2D (None, 96, 128, 32) 896 same, relu, HeNormal 1",
    ]


def test_a_right_answer_passes_and_unfolds_its_table_by_keyboard(right: Shown) -> None:
    assert verdict_in(right)[0] == (
        "✓ conv_block · the layers of the block: 1 of 1 visible cases passed, 8 of 8 points. "
        "More cases run when it is graded."
    )
    assert 'row "2 Conv2D (None, 96, 128, 32) 896 same, relu, HeNormal 1"' in right.table
    assert right.barriers == {LIGHT: []}


def test_the_last_cell_says_where_she_stands(standing: Shown) -> None:
    text = " ".join(standing.text.split())
    assert "Where you stand: unet 20 of 100 points" in text
    assert "1_conv_block ✓ layers 8 ✓ outputs 6 ✓ options 6 20 of 20" in text
    assert "Next, the transposed convolution in 2_upsampling_block.ipynb: run" in text


def test_the_bar_above_the_first_check_is_up_to_date(standing: Shown) -> None:
    assert standing.table.strip() == "unet: 20 of 100 points so far. check.progress() says more."


def test_nothing_in_it_shuts_anybody_out(standing: Shown) -> None:
    assert standing.barriers == {DARK: [], LIGHT: [], "cut off": []}


def test_the_notebook_runs_to_its_end(finished: NotebookPage) -> None:
    errors = finished.page.locator("[data-mime-type='application/vnd.jupyter.stderr']")
    assert errors.all_inner_texts() == []


def test_every_figure_says_what_it_shows(finished: NotebookPage) -> None:
    figures = finished.page.locator(".jp-OutputArea img")
    described = figures.evaluate_all("figures => figures.map(figure => figure.alt.length > 30)")
    assert set(described) == {True}


def test_a_student_meets_no_tools_for_instructors(
    assignments: Assignments, finished: NotebookPage
) -> None:
    """Nor JupyterLab's question about news, which would lie over the verdicts."""
    assert assignments.menu == ["Assignment List"]
    assert finished.page.locator(".jp-Notification-Toast, .Toastify__toast").all_inner_texts() == []


def test_the_assignment_list_fetches_what_was_released(
    assignments: Assignments, home: Path
) -> None:
    fetched = home / "my_notebooks" / "unet"
    assert "unet" in assignments.downloaded
    assert sorted(path.name for path in fetched.glob("*.ipynb")) == sorted(
        path.name for path in (ROOT / "notebooks" / "unet").glob("*.ipynb")
    )
