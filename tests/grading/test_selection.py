"""Which cells are run at grading: all that a student wrote, and of ours what that needs."""

import nbformat
import pytest
from nbformat import NotebookNode

from grader.course import ROOT, source_notebooks
from grader.grading.material import checks_of
from grader.grading.selection import deciding_cells, names_given
from grader.notebook.loading import LONGEST_READ

RELEASED = ROOT / "notebooks" / "unet"


def code(source: str, grade_id: str = "") -> NotebookNode:
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    cell: NotebookNode = nbformat.v4.new_code_cell(source, metadata=metadata)
    return cell


SETUP, CHECK = code("import numpy as np", "setup"), code("check.loss.mean_iou(f)", "check")
SHOW = code("photo = np.ones(3)\nshow(photo)")
SHOW_AGAIN = code("show(2 * photo)")


@pytest.mark.parametrize(
    ("exercise", "chosen"),
    [
        ("def f(): return 1", {0, 3, 4}),
        ("def f(): return photo.sum()", {0, 1, 3, 4}),
        ("def f(photo): return photo.sum()", {0, 3, 4}),
        ("def f(: not Python, photo", {0, 1, 3, 4}),
        ("%matplotlib inline\nprint(photo)", {0, 1, 3, 4}),
        (f"photo\n{'a = 1; ' * LONGEST_READ}", {0, 1, 3, 4}),
    ],
    ids=[
        *("needs nothing", "reads a global", "has a local of that name", "no Python", "a magic"),
        "longer than what is read",
    ],
)
def test_a_demonstration_runs_when_its_names_are_read(exercise: str, chosen: set[int]) -> None:
    submitted = [SETUP, SHOW, SHOW_AGAIN, code(exercise, "f"), CHECK]
    assert deciding_cells(submitted, [SETUP, SHOW, SHOW_AGAIN, CHECK]) == chosen


def test_what_a_demonstration_needs_runs_before_it() -> None:
    double = code("double = 2 * photo")
    submitted = [SETUP, SHOW, double, code("def f(): return double", "f")]
    assert deciding_cells(submitted, [SETUP, SHOW, double]) == {0, 1, 2, 3}


def test_a_cell_that_the_student_changed_or_added_runs() -> None:
    changed, added = code("photo = np.zeros(3)"), code("print('hello')")
    assert deciding_cells([SETUP, changed, added, CHECK], [SETUP, SHOW, CHECK]) == {0, 1, 2, 3}


@pytest.mark.parametrize("path", source_notebooks(ROOT, "unet"), ids=lambda path: path.stem)
def test_of_a_solved_notebook_only_exercises_checks_and_setup_run(path: object) -> None:
    """The names that our notebooks give keep out of each other's way, so that grading is quick."""
    name = getattr(path, "stem", "")
    solved = nbformat.read(ROOT / "solutions" / "unet" / f"{name}.ipynb", as_version=4)
    released = nbformat.read(RELEASED / f"{name}.ipynb", as_version=4)
    chosen = deciding_cells(solved.cells, released.cells)
    carrying = {n for n in chosen if "carry(" in solved.cells[n].source}
    finding = {n for n in chosen if solved.cells[n].id == "find-weights"}  # which file is checked
    marked = {n for n in chosen if "nbgrader" in solved.cells[n].metadata}
    assert chosen == carrying | finding | marked
    assert len(marked) >= len(checks_of(released)) + 2


def test_names_given_are_those_a_cell_binds() -> None:
    given = names_given(code("import os.path as p\nx, (y, z) = f()\ndef g(a): b = 1"))
    assert given == {"p", "x", "y", "z", "g"}
