"""What holds for every exercise: its notebook and its checks fit each other."""

import nbformat
import pytest
from nbformat import NotebookNode

from grader import exercises
from grader.course import ROOT


def solution(name: str) -> NotebookNode:
    """The notebook in which an exercise is solved."""
    folder = ROOT / "solutions" / exercises.assignment_of(name)
    path = folder / f"{exercises.notebook(name)}.ipynb"
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook


@pytest.mark.parametrize("name", exercises.NAMES)
def test_every_part_has_a_check_cell_worth_its_points(name: str) -> None:
    parts = exercises.find(name).parts
    marks = [cell.metadata.get("nbgrader", {}) for cell in solution(name).cells]
    points = {mark["grade_id"]: mark["points"] for mark in marks if mark.get("grade")}
    assert points == {f"check_{name}_{part.name}": part.points for part in parts}


@pytest.mark.parametrize("name", exercises.NAMES)
def test_every_function_has_a_cell_to_be_written_in(name: str) -> None:
    marks = [cell.metadata.get("nbgrader", {}) for cell in solution(name).cells]
    written = [mark["grade_id"] for mark in marks if mark.get("solution")]
    assert written == list(exercises.find(name).functions)
