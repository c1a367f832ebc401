"""The steps that the course adds to nbgrader's autograding; named in ``nbgrader_config.py``.

``RepairCells`` runs before nbgrader's own sanitizing, ``StderrCostsNothing`` after the notebook
was executed.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_solution

Repaired = tuple[NotebookNode, ResourcesDict]


class StderrCostsNothing(NbGraderPreprocessor):
    """Turn stderr into stdout: nbgrader gives 0 points to a cell that wrote to stderr.

    TensorFlow logs there, Keras warns there, and neither is a mistake. An error is still an
    error: it has an output type of its own.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: ResourcesDict, _: int) -> Repaired:
        """Rename the stderr streams of one cell."""
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                output.name = "stdout"
        return cell, resources


class RepairCells(NbGraderPreprocessor):
    """Put the course's own cells back: missing, duplicated, edited or moved ones.

    The released notebook says which cells there are and in which order. Check cells and other
    locked cells are always the course's; exercise cells are always the student's, and an exercise
    cell that lost its marks is found by the function it defines. What was done is said in a note
    above the cell, which the feedback page shows.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Repaired:
        """Repair one submitted notebook."""
        released = self._released(resources)
        if released is not None:
            nb.cells = repair(nb.cells, released.cells)
        return nb, resources

    def _released(self, resources: ResourcesDict) -> NotebookNode | None:
        course = CourseDirectory(config=self.config)
        names = resources["nbgrader"]
        folder = Path(course.format_path(course.release_directory, ".", names["assignment"]))
        path = folder / f"{names['notebook']}.ipynb"
        if not path.exists():
            self.log.warning("No released notebook %s: check cells are not repaired.", path)
            return None
        notebook: NotebookNode = nbformat.read(path, as_version=4)
        return notebook


def repair(submitted: list[NotebookNode], released: list[NotebookNode]) -> list[NotebookNode]:
    """The cells of a submission with the released cells back in their places.

    Cells that the student added stay where they are.
    """
    ours = {_grade_id(cell): cell for cell in released if _grade_id(cell)}
    cells = [_identified(cell, ours) for cell in submitted]
    copies = _by_grade_id(cells)
    counting = [_counting(grade_id, same, ours) for grade_id, same in copies.items()]
    order = [_grade_id(cell) for cell in cells if any(cell is one for one in counting)]
    kept = [cell for cell in cells if not _grade_id(cell) or is_solution(ours[_grade_id(cell)])]
    position = 0
    for grade_id, our_cell in ours.items():
        theirs = copies.get(grade_id, [])
        if is_solution(our_cell) and theirs:
            position = max(position, 1 + _index(kept, _counting(grade_id, theirs, ours)))
            continue
        position = max(position, _place(kept, cells, theirs))
        restored = our_cell.copy()
        note = _note(our_cell, theirs, moved=_moved(grade_id, order, list(ours)))
        kept[position:position] = [*_as_cell(note), restored]
        position += 1 + bool(note)
    return _with_own_ids([_without_stale_marks(cell, copies) for cell in kept])


def _grade_id(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", "") or "")


def _identified(cell: NotebookNode, ours: dict[str, NotebookNode]) -> NotebookNode:
    """The cell with the released cell's nbgrader metadata, or with none."""
    cell = cell.copy()
    cell.metadata = cell.metadata.copy()
    grade_id = _grade_id(cell)
    if grade_id not in ours:
        cell.metadata.pop("nbgrader", None)
        grade_id = next((key for key, our_cell in ours.items() if _same_work(cell, our_cell)), "")
    if grade_id:
        cell.metadata["nbgrader"] = ours[grade_id].metadata.nbgrader.copy()
        _take_type(cell, ours[grade_id].cell_type)
    return cell


def _same_work(cell: NotebookNode, our_cell: NotebookNode) -> bool:
    """Whether an unmarked cell is ours after all: same text, or defines the same function."""
    if cell.cell_type != "code":
        return False
    if cell.source.strip() == our_cell.source.strip():
        return True
    return is_solution(our_cell) and bool(_defined(cell) & _defined(our_cell))


def _defined(cell: NotebookNode) -> set[str]:
    return set(re.findall(r"^def (\w+)", cell.source, flags=re.MULTILINE))


def _take_type(cell: NotebookNode, cell_type: str) -> None:
    if cell.cell_type != cell_type:
        cell.cell_type = cell_type
        for key in ("outputs", "execution_count", "attachments"):
            cell.pop(key, None)
        if cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def _by_grade_id(cells: Iterable[NotebookNode]) -> dict[str, list[NotebookNode]]:
    copies: dict[str, list[NotebookNode]] = {}
    for cell in cells:
        if _grade_id(cell):
            copies.setdefault(_grade_id(cell), []).append(cell)
    return copies


def _index(cells: list[NotebookNode], wanted: NotebookNode) -> int:
    return next(number for number, cell in enumerate(cells) if cell is wanted)


def _counting(
    grade_id: str, copies: list[NotebookNode], ours: dict[str, NotebookNode]
) -> NotebookNode:
    """Of several exercise cells the last one counts, of several check cells the first."""
    return copies[-1] if is_solution(ours[grade_id]) else copies[0]


def _place(kept: list[NotebookNode], cells: list[NotebookNode], theirs: list[NotebookNode]) -> int:
    """Where the student has this cell, counted in the cells that are kept; else 0."""
    if not theirs:
        return 0
    before = cells[: _index(cells, theirs[0])]
    kept_before = [number for number, cell in enumerate(kept) if any(cell is b for b in before)]
    return 1 + kept_before[-1] if kept_before else 0


def _moved(grade_id: str, order: list[str], ours: list[str]) -> bool:
    """Whether the cell stands before one that comes earlier in the course's order."""
    if grade_id not in order:
        return False
    earlier = set(ours[: ours.index(grade_id)])
    return any(other in earlier for other in order[order.index(grade_id) + 1 :])


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
    kind = "exercise" if is_solution(our_cell) else "check"
    if not our_cell.metadata.nbgrader.get("grade") and kind == "check":
        kind = "given"
    return (
        f"**Note from the grader.** The {kind} cell `{_grade_id(our_cell)}` "
        f"{' and '.join(named)} in the submitted notebook. The course's own cell was put in its "
        "place; your other cells are as you left them."
    )


def _as_cell(note: str) -> list[NotebookNode]:
    return [nbformat.v4.new_markdown_cell(note)] if note else []


def _without_stale_marks(cell: NotebookNode, copies: dict[str, list[NotebookNode]]) -> NotebookNode:
    """Of an exercise cell that is there more than once, the last one counts."""
    grade_id = _grade_id(cell)
    stale = copies.get(grade_id, [])[:-1]
    if is_solution(cell) and any(cell is copy for copy in stale):
        cell.metadata.pop("nbgrader")
    return cell


def _with_own_ids(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Copied cells can share an id, which makes a notebook invalid."""
    seen: set[Any] = set()
    for cell in cells:
        if cell.get("id") in seen or not cell.get("id"):
            cell["id"] = nbformat.v4.new_markdown_cell().id
        seen.add(cell["id"])
    return cells
