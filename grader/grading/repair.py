"""Put the course's own cells back into a submitted notebook: missing, doubled, edited, moved."""

import math
import re
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from grader.notebook.loading import NotPython, names_bound_by

Cells = dict[str, NotebookNode]  # by grade id
Places = dict[str, list[int]]  # positions in the submission, by grade id

_NOTE = "**Note from the grader.** "
_TAG = "note-from-the-grader"


def repair(submitted: list[NotebookNode], released: list[NotebookNode]) -> list[NotebookNode]:
    """The cells of a submission with the released cells back in their places.

    Cells that the student added stay where they are. A check cell that stands between its exercise
    and the next one stays there too, so that it sees what it saw in the student's own notebook.
    """
    ours = {_grade_id(cell): cell for cell in released if _grade_id(cell)}
    places = _places(submitted, ours)
    cells = [_unmarked(cell) for cell in submitted]
    after: dict[int, list[NotebookNode]] = {}
    anchor = -1
    for grade_id, our_cell in ours.items():
        theirs = places.get(grade_id, [])
        if is_solution(our_cell) and theirs:
            counting = _counting(theirs, places, ours)
            _mark(cells[counting], our_cell)
            anchor = max(anchor, counting)
            continue
        place = _in_place(theirs, anchor, _next_exercise(grade_id, anchor, places, ours))
        moved = bool(theirs) and place is None
        note = _note(our_cell, [cells[number] for number in theirs], moved)
        anchor = anchor if place is None else place
        after.setdefault(anchor, []).extend([*_as_cell(note), our_cell.copy()])
    return _with_own_ids(_joined(cells, after, _replaced(places, ours)))


def _grade_id(cell: NotebookNode) -> str:
    """The cell's grade id; empty when it has none that can be one."""
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    return grade_id if isinstance(grade_id, str) else ""


def _places(submitted: list[NotebookNode], ours: Cells) -> Places:
    """Where in the submission each cell of ours is, by grade id: one place, several or none."""
    places: Places = {}
    for number, cell in enumerate(submitted):
        if _grade_id(cell) in ours:
            places.setdefault(_grade_id(cell), []).append(number)
    marked = {number for numbers in places.values() for number in numbers}
    for grade_id, our_cell in ours.items():
        if grade_id not in places:
            found = [
                number
                for number, cell in enumerate(submitted)
                if number not in marked and _same_work(cell, our_cell)
            ]
            if found:
                places[grade_id] = found
    return places


def _same_work(cell: NotebookNode, our_cell: NotebookNode) -> bool:
    """Whether an unmarked cell is ours after all: same text, or defines the same function."""
    if cell.cell_type != "code":
        return False
    if cell.source.strip() == our_cell.source.strip():
        return True
    return is_solution(our_cell) and bool(_functions(our_cell.source) & _defined(cell.source))


def _functions(source: str) -> frozenset[str]:
    return frozenset(re.findall(r"^[ \t]*def (\w+)", source, flags=re.MULTILINE))


def _defined(source: str) -> frozenset[str]:
    """Names a cell gives a value to; the functions it seems to define when it does not parse."""
    try:
        return names_bound_by(source)
    except NotPython:
        return _functions(source)


def _counting(theirs: list[int], places: Places, ours: Cells) -> int:
    """Of several exercise cells, the last one above the check that follows the first of them.

    What is defined again further down, for an experiment, is not what was checked.
    """
    checks = [
        number
        for grade_id, numbers in places.items()
        if is_grade(ours[grade_id])
        for number in numbers
        if number > theirs[0]
    ]
    return max(number for number in theirs if number < min(checks, default=theirs[-1] + 1))


def _next_exercise(grade_id: str, anchor: int, places: Places, ours: Cells) -> float:
    """Where the exercise after a cell of ours begins in the submission."""
    later = list(ours)[list(ours).index(grade_id) + 1 :]
    starts = [places[other][0] for other in later if is_solution(ours[other]) and other in places]
    return min((start for start in starts if start > anchor), default=math.inf)


def _in_place(theirs: list[int], anchor: int, end: float) -> int | None:
    """The student's copy that stands where the cell belongs, if there is one."""
    return next((number for number in theirs if anchor < number < end), None)


def _replaced(places: Places, ours: Cells) -> set[int]:
    """Places of the student's copies of our locked cells: ours stand in for them."""
    return {
        number
        for grade_id, numbers in places.items()
        if not is_solution(ours[grade_id])
        for number in numbers
    }


def _joined(
    cells: list[NotebookNode], after: dict[int, list[NotebookNode]], replaced: set[int]
) -> list[NotebookNode]:
    joined = list(after.get(-1, []))
    for number, cell in enumerate(cells):
        joined += [*([] if number in replaced else [cell]), *after.get(number, [])]
    return joined


def _unmarked(cell: NotebookNode) -> NotebookNode:
    """A copy of the cell without nbgrader's metadata."""
    cell = cell.copy()
    metadata = cell.get("metadata")
    cell.metadata = metadata.copy() if isinstance(metadata, dict) else NotebookNode()
    cell.metadata.pop("nbgrader", None)
    return cell


def _mark(cell: NotebookNode, our_cell: NotebookNode) -> None:
    """Give an exercise cell our metadata, and the type it had before some key press."""
    cell.metadata["nbgrader"] = our_cell.metadata.nbgrader.copy()
    if cell.cell_type != our_cell.cell_type:
        cell.cell_type = our_cell.cell_type
        cell.pop("attachments", None)
        cell.outputs, cell.execution_count = [], None


def _note(our_cell: NotebookNode, theirs: list[NotebookNode], moved: bool) -> str:
    """What was wrong with the student's copy of a cell of ours; empty when nothing was."""
    faults = {
        "was missing": not theirs,
        f"was there {len(theirs)} times": len(theirs) > 1,
        "was changed": any(cell.source != our_cell.source for cell in theirs),
        "was moved": moved,
    }
    named = [fault for fault, found in faults.items() if found]
    if not named:
        return ""
    return (
        f"{_NOTE}The {_kind(our_cell)} cell `{_grade_id(our_cell)}` "
        f"{' and '.join(named)} in the submitted notebook. The course's own cell was put in its "
        "place; your other cells are as you left them."
    )


def notes_in(notebook: NotebookNode) -> list[str]:
    """What ``repair`` noted in a notebook, without the heading."""
    return [
        cell.source.removeprefix(_NOTE)
        for cell in notebook.cells
        if _TAG in cell.metadata.get("tags", [])
    ]


def _kind(our_cell: NotebookNode) -> str:
    if is_solution(our_cell):
        return "exercise"
    return "check" if is_grade(our_cell) else "given"


def _as_cell(note: str) -> list[NotebookNode]:
    """A cell with the note. Its tag tells it from what a student may write."""
    return [nbformat.v4.new_markdown_cell(note, metadata={"tags": [_TAG]})] if note else []


def _with_own_ids(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Copied cells can share an id, which makes a notebook invalid."""
    seen: set[Any] = set()
    for cell in cells:
        if cell.get("id") in seen or not cell.get("id"):
            cell["id"] = nbformat.v4.new_markdown_cell().id
        seen.add(cell["id"])
    return cells
