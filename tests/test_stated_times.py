"""The time that a notebook states is computed by one rule for all, told in docs/measurements.md.

Nobody was timed: the rule makes the notebooks comparable. It counts what a learner does.
"""

import re
from itertools import chain

import nbformat
import pytest
from nbformat import NotebookNode

from grader.course import ROOT, assignments_of, source_notebooks

WORDS_A_MINUTE = 200
# Minutes. A cell is run and what it shows is looked at; a small exercise is a line or two.
CELL, SMALL_EXERCISE, EXERCISE, LINE_OF_SOLUTION = 0.5, 2, 2, 1
NOTEBOOKS = {
    path.stem: path
    for path in chain.from_iterable(source_notebooks(ROOT, name) for name in assignments_of(ROOT))
}
SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", flags=re.DOTALL)


def minutes(notebook: NotebookNode) -> float:
    """What a notebook takes, without the cells that train."""
    return sum(minutes_of(cell) for cell in notebook.cells)


def minutes_of(cell: NotebookNode) -> float:
    kind = cell.metadata.get("nbgrader", {})
    if cell.cell_type == "markdown":
        return len(cell.source.split()) / WORDS_A_MINUTE
    if kind.get("solution"):
        lines = "".join(SOLUTION.findall(cell.source)).splitlines()
        return EXERCISE + LINE_OF_SOLUTION * sum(bool(line.strip()) for line in lines)
    if kind.get("grade"):
        return 0  # of the exercise above it
    return SMALL_EXERCISE if "trial.check(" in cell.source else CELL


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_states_what_it_takes_to_the_nearest_five_minutes(name: str) -> None:
    notebook = nbformat.read(NOTEBOOKS[name], as_version=4)
    stated = re.search(r"\*\*Time\.\*\* About (\d+) minutes", notebook.cells[0].source)
    assert stated is not None
    assert int(stated[1]) == 5 * round(minutes(notebook) / 5)
