"""An instructor with one notebook in formgrader: release, grade, look, feedback, marks."""

import shutil
import subprocess
import sys
from collections.abc import Iterator

import nbformat
import pandas as pd
import pytest
from formgrader import Formgrader
from lab import LONG, MISTAKEN, SENTENCE, barriers, jupyter_lab, picture
from playwright.sync_api import Page, expect

from grader.course import ROOT, run_nbgrader
from grader.sandbox import walls

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(walls.why_none() is not None, reason=f"No walls: {walls.why_none()}"),
]

NOTEBOOK = "1_conv_block"


# --- the steps, each behind the one before --------------------------------------------------------


@pytest.fixture(scope="module")
def formgrader(tmp_path_factory: pytest.TempPathFactory, page: Page) -> Iterator[Formgrader]:
    """A course of one notebook, and formgrader in it."""
    home = tmp_path_factory.mktemp("instructor")
    course = home / "course"
    source = course / "solutions" / "unet"
    source.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copy(ROOT / "solutions" / "unet" / f"{NOTEBOOK}.ipynb", source)
    (home / "exchange").mkdir()
    (home / "config").mkdir()
    config = f"c = get_config()\nc.Exchange.root = {str(home / 'exchange')!r}\n"
    (home / "config" / "nbgrader_config.py").write_text(config)
    with jupyter_lab(course, home) as address:
        yield Formgrader(page, address, course)


@pytest.fixture(scope="module")
def generated(formgrader: Formgrader) -> str:
    """The students' version, made at the press of a button."""
    formgrader.open("manage_assignments")
    picture(formgrader.page, "instructor_1_assignments")
    return formgrader.press("unet", "assign", "instructor_2_generated")


@pytest.fixture(scope="module")
def autograded(generated: str, formgrader: Formgrader) -> str:
    """Ana has handed in an answer with a mistake; it is graded at the press of a button."""
    released = formgrader.course / "notebooks" / "unet" / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(released, as_version=4)
    (exercise,) = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("solution")]
    exercise.source = MISTAKEN
    handed_in = formgrader.course / "submitted" / "ana" / "unet"
    handed_in.mkdir(parents=True)
    nbformat.write(notebook, handed_in / released.name)
    formgrader.open("manage_submissions/unet")
    return formgrader.press("ana", "autograde", "instructor_3_autograded")


@pytest.fixture(scope="module")
def score(autograded: str, formgrader: Formgrader) -> str:
    """What the list of submissions says after it."""
    formgrader.open("manage_submissions/unet")
    picture(formgrader.page, "instructor_4_submissions")
    return formgrader.row("ana").locator(".score").inner_text()


@pytest.fixture(scope="module")
def looked_at(score: str, formgrader: Formgrader) -> list[str]:
    """Ana's notebook in the view for manual grading: half the points, and a word of praise."""
    page = formgrader.page
    formgrader.open(f"gradebook/unet/{NOTEBOOK}")
    formgrader.row("Submission #1").get_by_role("link").first.click()
    points = page.locator("input#check_conv_block_layers")
    expect(points).to_have_attribute("placeholder", "0", timeout=LONG)
    points.scroll_into_view_if_needed()
    picture(page, "instructor_5_manual_grading")
    found = barriers(page, ".output_html")
    with page.expect_response("**/formgrader/api/grade/*"):
        points.fill("4")
        points.blur()
    comment = page.locator("textarea#conv_block-comment")
    with page.expect_response("**/formgrader/api/comment/*"):
        comment.fill("All but the activation is right.")
        comment.blur()
    points.scroll_into_view_if_needed()
    picture(page, "instructor_6_manual_mark")
    return found


@pytest.fixture(scope="module")
def feedback(looked_at: list[str], formgrader: Formgrader) -> Page:
    """The page that Ana gets."""
    formgrader.open("manage_submissions/unet")
    formgrader.press("ana", "generate-feedback", "instructor_7_feedback")
    path = formgrader.course / "feedback" / "ana" / "unet" / f"{NOTEBOOK}.html"
    formgrader.page.goto(path.as_uri())
    picture(formgrader.page, "instructor_8_feedback_top")
    formgrader.page.locator(".output_html table").first.scroll_into_view_if_needed()
    picture(formgrader.page, "instructor_9_feedback")
    return formgrader.page


# --- what was seen on the way ---------------------------------------------------------------------


def test_generate_makes_the_students_version(generated: str, formgrader: Formgrader) -> None:
    assert generated == "Successfully created the student version of 'unet':"
    made = nbformat.read(formgrader.course / "notebooks/unet" / f"{NOTEBOOK}.ipynb", as_version=4)
    here = nbformat.read(ROOT / "notebooks" / "unet" / f"{NOTEBOOK}.ipynb", as_version=4)
    assert [cell.source for cell in made.cells] == [cell.source for cell in here.cells]


def test_autograde_says_that_it_worked(autograded: str) -> None:
    assert autograded == "Successfully autograded 'unet' for student 'ana'."


def test_the_list_of_submissions_shows_the_marks(score: str) -> None:
    assert score == "12 / 20"


def test_nothing_in_a_judged_check_shuts_anybody_out(looked_at: list[str]) -> None:
    assert looked_at == []


def test_the_feedback_holds_verdict_mark_and_comment(feedback: Page) -> None:
    text = " ".join(feedback.locator("body").inner_text().split())
    expected = (SENTENCE, "(Score: 16.0 / 20.0)", "All but the activation is right.")
    assert [part for part in expected if part not in text] == []


def test_the_marks_leave_by_both_commands(feedback: Page, formgrader: Formgrader) -> None:
    course = formgrader.course
    run_nbgrader(course, "export", "--to", "stock.csv")
    command = [sys.executable, "-m", "grader", "export", "unet", "--to", "marks.csv"]
    subprocess.run(command, cwd=course, check=True, stdout=subprocess.DEVNULL)
    tables = [pd.read_csv(course / name) for name in ("stock.csv", "marks.csv")]
    marks = [dict(zip(table.student_id, table.score, strict=True)) for table in tables]
    assert marks == [{"ana": 16.0}, {"ana": 16.0}]
