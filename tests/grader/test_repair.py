"""Check cells come back to their places whatever a student did to them."""

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from grader.grading.repair import repair


def marked(source: str, grade_id: str, *, grade: bool, solution: bool) -> NotebookNode:
    """A cell of the course with nbgrader's metadata."""
    metadata = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if grade:
        metadata["points"] = 5
    return new_code_cell(source, metadata={"nbgrader": metadata})


def released() -> list[NotebookNode]:
    return [
        new_markdown_cell("# Title"),
        marked("import keras", "setup", grade=False, solution=False),
        marked("def f():\n    raise NotImplementedError()", "f", grade=False, solution=True),
        marked("check.f(f)", "check_f", grade=True, solution=False),
        marked("def g():\n    raise NotImplementedError()", "g", grade=False, solution=True),
        marked("check.g(g)", "check_g", grade=True, solution=False),
    ]


def answered() -> list[NotebookNode]:
    cells = released()
    cells[2].source = "def f():\n    return 1"
    cells[4].source = "def g():\n    return 2"
    return cells


def sources(cells: list[NotebookNode]) -> list[str]:
    return [cell.source for cell in cells if cell.cell_type == "code"]


def notes(cells: list[NotebookNode]) -> list[str]:
    """The faults that the notes name, without the sentences around them."""
    found = [cell.source for cell in cells if "Note from the grader" in cell.source]
    return [note.split("The ")[1].split(" in the submitted")[0] for note in found]


RIGHT_ORDER = sources(answered())


def test_an_intact_submission_stays_as_it_is() -> None:
    """Nothing to repair: no cell and no note is added."""
    assert [cell.source for cell in repair(answered(), released())] == [
        cell.source for cell in answered()
    ]


def test_a_missing_check_cell_comes_back_after_its_exercise() -> None:
    """Deleting a check must not take its points out of the total."""
    cells = answered()
    del cells[3]
    repaired = repair(cells, released())
    assert (sources(repaired), notes(repaired)) == (
        RIGHT_ORDER,
        ["check cell `check_f` was missing"],
    )


def test_an_edited_check_cell_gets_its_text_back() -> None:
    """A student cannot write her own test."""
    cells = answered()
    cells[3].source = "print('passed')"
    repaired = repair(cells, released())
    assert (sources(repaired), notes(repaired)) == (
        RIGHT_ORDER,
        ["check cell `check_f` was changed"],
    )


def test_a_check_cell_that_is_there_twice_is_kept_once() -> None:
    """Copies would make nbgrader take whichever ran last."""
    cells = answered()
    cells.append(cells[3].copy())
    repaired = repair(cells, released())
    assert (len(sources(repaired)), notes(repaired)) == (
        5,
        ["check cell `check_f` was there 2 times"],
    )


def test_a_check_cell_moved_above_its_exercise_goes_back() -> None:
    """Above the exercise the function does not exist yet."""
    cells = answered()
    cells.insert(0, cells.pop(3))
    repaired = repair(cells, released())
    assert (sources(repaired), notes(repaired)) == (
        RIGHT_ORDER,
        ["check cell `check_f` was moved"],
    )


def test_a_missing_exercise_cell_comes_back_unanswered() -> None:
    """Its check must find something to say "not attempted yet" about."""
    cells = answered()
    del cells[2]
    repaired = repair(cells, released())
    assert (sources(repaired)[1], notes(repaired)) == (
        "def f():\n    raise NotImplementedError()",
        ["exercise cell `f` was missing"],
    )


def test_an_exercise_cell_without_marks_is_found_by_its_function() -> None:
    """Some editors drop nbgrader's metadata; the work still counts."""
    cells = answered()
    for cell in cells:
        cell.metadata = nbformat.NotebookNode()
    repaired = repair(cells, released())
    assert (sources(repaired), notes(repaired)) == (RIGHT_ORDER, [])


def test_a_later_experiment_does_not_count() -> None:
    """Going further, a student tries another ``f``; the one that was checked is graded."""
    cells = [*answered(), new_code_cell("def f():\n    return 'another'")]
    assert sources(repair(cells, released())) == [*RIGHT_ORDER, "def f():\n    return 'another'"]


def test_a_copied_exercise_cell_further_down_does_not_move_the_check() -> None:
    """Its copy keeps nbgrader's metadata when it is pasted."""
    cells = answered()
    again = cells[2].copy()
    again.source = "def f():\n    return 'another'"
    repaired = repair([*cells, again], released())
    assert (sources(repaired), notes(repaired)) == ([*RIGHT_ORDER, again.source], [])


@pytest.mark.parametrize(
    "source", ["f = lambda: 1", "    def f():\n        return 1", "f, h = 1, 2"]
)
def test_an_exercise_cell_without_marks_is_found_however_it_defines_the_name(source: str) -> None:
    """Otherwise the untouched cell would stand beside it and could win."""
    cells = answered()
    cells[2] = new_code_cell(source)
    repaired = repair(cells, released())
    assert (sources(repaired)[1], notes(repaired)) == (source, [])


@pytest.mark.parametrize("marks", [None, "x", {"grade_id": None}, {"grade_id": ["f"]}, {}])
def test_damaged_marks_on_a_cell_do_no_harm(marks: object) -> None:
    """One damaged cell must not cost the student the other notebooks."""
    cells = answered()
    damaged = new_markdown_cell("a note")
    damaged.metadata["nbgrader"] = marks
    cells.insert(1, damaged)
    assert sources(repair(cells, released())) == RIGHT_ORDER


def test_a_raw_cell_with_marks_becomes_code_again() -> None:
    cells = answered()
    cells[2] = nbformat.v4.new_raw_cell(cells[2].source, metadata=cells[2].metadata)
    assert sources(repair(cells, released())) == RIGHT_ORDER


def test_a_check_moved_to_the_end_does_not_blame_the_next_one() -> None:
    cells = answered()
    cells.append(cells.pop(3))
    repaired = repair(cells, released())
    assert (sources(repaired), notes(repaired)) == (
        RIGHT_ORDER,
        ["check cell `check_f` was moved"],
    )


def test_of_two_exercise_cells_above_the_check_the_last_one_counts() -> None:
    """Both run; nbgrader needs one of them marked."""
    cells = answered()
    second = cells[2].copy()
    second.source = "def f():\n    return 3"
    cells.insert(3, second)
    repaired = repair(cells, released())
    marked_ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in repaired]
    assert marked_ids == [None, "setup", None, "f", "check_f", "g", "check_g"]


def test_an_exercise_cell_turned_into_text_becomes_code_again() -> None:
    """One wrong key press in JupyterLab does that."""
    cells = answered()
    cells[2] = new_markdown_cell(cells[2].source, metadata=cells[2].metadata)
    assert sources(repair(cells, released())) == RIGHT_ORDER


def test_added_cells_stay_where_the_student_put_them() -> None:
    """Experiments between the course's cells are welcome."""
    cells = answered()
    cells.insert(3, new_code_cell("f()"))
    assert sources(repair(cells, released())) == [
        "import keras",
        "def f():\n    return 1",
        "f()",
        "check.f(f)",
        "def g():\n    return 2",
        "check.g(g)",
    ]


def test_copied_cells_get_ids_of_their_own() -> None:
    """Two cells with one id make a notebook invalid."""
    cells = answered()
    cells.insert(3, cells[0].copy())
    ids = [cell.id for cell in repair(cells, released())]
    assert len(ids) == len(set(ids))


def test_points_cannot_be_raised() -> None:
    """nbgrader's metadata comes from the released notebook."""
    cells = answered()
    cells[3].metadata.nbgrader["points"] = 500
    points = [
        cell.metadata.nbgrader.get("points")
        for cell in repair(cells, released())
        if "nbgrader" in cell.metadata
    ]
    assert points == [None, None, 5, None, 5]
