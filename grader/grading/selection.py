"""Which cells of a submission decide its marks.

The released notebooks hold demonstrations: figures, films, training runs that show what the
student built. They earn no points and cost most of the time. A demonstration that the student
left as it was, and whose names nothing else reads, is not run at grading. Everything a student
wrote or changed is.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from nbformat import NotebookNode

from grader.notebook.loading import NotPython, names_bound_by, names_read_by

_WORD = re.compile(r"[^\W\d]\w*")


def deciding_cells(cells: list[NotebookNode], released: Iterable[NotebookNode]) -> set[int]:
    """Positions of the code cells to run. When in doubt a cell is run."""
    unchanged = {cell.source.strip() for cell in released if _is_unmarked_code(cell)}
    code = [number for number, cell in enumerate(cells) if cell.cell_type == "code"]
    demonstrations = {
        number
        for number in code
        if _is_unmarked_code(cells[number]) and cells[number].source.strip() in unchanged
    }
    deciding = set(code) - demonstrations
    read = set[str]().union(*(_read(cells[number].source) for number in deciding))
    while needed := {n for n in demonstrations - deciding if names_given(cells[n]) & read}:
        deciding |= needed
        read |= set().union(*(_read(cells[number].source) for number in needed))
    return deciding


def _is_unmarked_code(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and "nbgrader" not in cell.metadata


# Most cells are the same in all submissions.
@lru_cache(maxsize=256)
def _read(source: str) -> frozenset[str]:
    """Global names a cell reads; every word of it when it is no plain Python, as with a magic."""
    try:
        return frozenset(names_read_by(source))
    except NotPython:
        return frozenset(_WORD.findall(source))


def names_given(cell: NotebookNode) -> frozenset[str]:
    """Names that a code cell gives a value to, imports included; none when it is no Python."""
    try:
        return names_bound_by(cell.source)
    except NotPython:
        return frozenset()
