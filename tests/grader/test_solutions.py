"""The solutions, run from the top as a student would: every cell, not only those that decide."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from grader import exercises
from grader.course import ROOT, assignments_of, source_notebooks
from grader.grading.results import GradedSubmission
from grader.sandbox import walls

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(walls.why_none() is not None, reason=f"No walls: {walls.why_none()}"),
]


@pytest.fixture(scope="module", params=assignments_of(ROOT))
def executed(request: pytest.FixtureRequest, executed_solutions: Callable[[str], Path]) -> Path:
    return executed_solutions(request.param)


@pytest.fixture
def graded(executed: Path) -> GradedSubmission:
    return graded_of(executed)


def graded_of(executed: Path) -> GradedSubmission:
    return GradedSubmission.from_json(json.loads((executed / "graded.json").read_text()))


def test_the_solutions_earn_all_points(graded: GradedSubmission) -> None:
    """Those of the training stand in test_handing_in, with the network, and in test_grade."""
    expected = {
        exercise.notebook: exercise.max_score
        for exercise in exercises.of_assignment(graded.assignment)
        if exercise.name != "training"
    }
    assert {notebook.name: notebook.score for notebook in graded.notebooks} == expected
    assert graded.incidents == ()


def test_the_solutions_run_to_their_end_without_an_error(executed: Path) -> None:
    """Their last cells assert the numbers that they should reach."""
    names = {path.stem for path in source_notebooks(ROOT, graded_of(executed).assignment)}
    found = {path.stem: errors_of(path) for path in executed.glob("*.ipynb")}
    assert found == {name: [] for name in names}


def test_no_cell_shows_log_lines(executed: Path) -> None:
    """TensorFlow writes some when it is imported, and nobody knows what they mean."""
    names = {path.stem for path in executed.glob("*.ipynb")}
    found = {path.stem: log_lines_in(path) for path in executed.glob("*.ipynb")}
    assert found == {name: [] for name in names}


def test_each_question_has_its_answer_among_the_choices(executed: Path) -> None:
    texts = [text for path in executed.glob("*.ipynb") for text in questions_in(path)]
    assert [text for text in texts if not is_answered(text)] == []


def questions_in(path: Path) -> list[str]:
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    texts = [output.get("data", {}).get("text/plain", "") for output in outputs]
    return [text for text in texts if text.startswith("Predict, then look: ")]


def is_answered(text: str) -> bool:
    question, _, answer = text.partition("\n\nAnswer: ")
    choices = re.findall(r"^- (.*)$", question, flags=re.MULTILINE)
    return any(" ".join(answer.split()).startswith(f"{choice}.") for choice in choices)


def errors_of(path: Path) -> list[str]:
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return [output.evalue for output in outputs if output.output_type == "error"]


def log_lines_in(path: Path) -> list[str]:
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    texts = [output.text for output in outputs if output.get("name") == "stderr"]
    lines = "".join(texts).splitlines()
    return [line for line in lines if re.match(r"[IWEF]\d{4} |WARNING: All log messages", line)]
