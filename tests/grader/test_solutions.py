"""The solutions, run from the top as a student would: every cell, not only those that decide."""

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from grader import exercises
from grader.course import ROOT, assignments_of, source_notebooks
from grader.grading.results import GradedNotebook, GradedSubmission
from grader.kernel import walls

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(walls.why_not() is not None, reason=f"No walls: {walls.why_not()}"),
]

# No weights lie beside the training notebook: what they are worth, and what its check says then.
NETWORK = 6
NO_NETWORK = (
    "There is no unet.weights.h5 yet. Run the cell that writes it, then this one, and hand the "
    "file in beside the notebook."
)


@pytest.fixture(scope="module", params=assignments_of(ROOT))
def graded(
    request: pytest.FixtureRequest, executed_solutions: Callable[[str], Path]
) -> GradedSubmission:
    folder = executed_solutions(request.param)
    return GradedSubmission.from_json(json.loads((folder / "graded.json").read_text()))


def test_the_solutions_earn_all_points_but_those_of_a_network(graded: GradedSubmission) -> None:
    expected = {
        exercise.notebook: exercise.max_score - (NETWORK if exercise.name == "training" else 0)
        for exercise in exercises.of_assignment(graded.assignment)
    }
    assert {notebook.name: notebook.score for notebook in graded.notebooks} == expected
    assert graded.incidents == ()


def test_the_solutions_run_to_their_end_without_an_error(graded: GradedSubmission) -> None:
    """Their last cells assert the numbers that they should reach."""
    names = [path.stem for path in source_notebooks(ROOT, graded.assignment)]
    expected = {name: [NO_NETWORK] if name == "5_training" else [] for name in names}
    assert {notebook.name: errors_of(notebook) for notebook in graded.notebooks} == expected


def errors_of(notebook: GradedNotebook) -> list[str]:
    cells = nbformat.reads(notebook.document, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return [output.evalue for output in outputs if output.output_type == "error"]
