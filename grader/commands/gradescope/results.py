"""What Gradescope shows of a submission: ``results.json``, a test for each check.

Fields are those of the specification's "Output format". Gradescope adds up the tests' scores.
"""

from collections.abc import Iterator
from typing import Any

import nbformat

from grader.checks.exercise import Part
from grader.grading.marking import sentence_of
from grader.grading.material import Check, Material
from grader.grading.results import GradedNotebook, GradedSubmission
from grader.notebook.render import prose

Json = dict[str, Any]


def results_of(graded: GradedSubmission, material: Material, visibility: str) -> Json:
    """The results of what is graded so far; checks of other notebooks earn nothing yet."""
    done = {notebook.name: notebook for notebook in graded.notebooks}
    missing = {one.notebook for one in graded.incidents if one.kind == "missing"}
    tests: list[Json] = []
    for name, checks in material.checks.items():
        if name in missing:
            tests += _tests_without(name, checks, _NOT_HANDED_IN.format(name=name), visibility)
        elif name in done:
            tests += _tests_of(done[name], checks, visibility)
        else:
            tests += _tests_without(name, checks, _NOT_REACHED, visibility)
    seconds = sum(notebook.seconds for notebook in graded.notebooks)
    return {**_HEAD, "execution_time": round(seconds, 1), "tests": tests}


def without_tests(sentence: str) -> Json:
    """The results of a submission of which nothing could be graded, with the reason."""
    return {**_HEAD, "score": 0, "output": sentence, "output_format": "text"}


# What a run prints is for instructors: it may tell of files and secret cases.
_HEAD = {"visibility": "visible", "stdout_visibility": "hidden"}

_NOT_HANDED_IN = (
    "{name}.ipynb was not handed in, or under another name and without its exercises. Hand in all "
    "notebooks at once: a new submission takes the place of the earlier one."
)
_NOT_REACHED = (
    "No mark yet: grading ended before this notebook was judged, because the time or the memory of "
    "Gradescope's container ran out. Restart the kernel, run all cells, and look for what takes "
    "long or much. Where all is quick, ask your instructor."
)


def _tests_of(
    notebook: GradedNotebook, checks: tuple[Check, ...], visibility: str
) -> Iterator[Json]:
    pages = _pages(notebook)
    parts = {check.cell: check.part for check in checks}
    for result in notebook.checks:
        page = pages.get(result.cell) or prose(sentence_of(result))
        passed = result.status == "passed"
        name = _name(notebook.name, result.exercise, parts[result.cell])
        yield _test(name, (result.score, result.max_score), passed, page, visibility)


def _tests_without(
    notebook: str, checks: tuple[Check, ...], sentence: str, visibility: str
) -> Iterator[Json]:
    for check in checks:
        name = _name(notebook, check.exercise.name, check.part)
        yield _test(name, (0, check.points), False, prose(sentence), visibility)


def _name(notebook: str, exercise: str, part: Part) -> str:
    return f"{notebook}: {exercise} · {part.title}"


def _test(name: str, points: tuple[float, float], passed: bool, page: str, visibility: str) -> Json:
    score, max_score = points
    return {
        "name": name,
        "score": round(score, 2),
        "max_score": max_score,
        "status": "passed" if passed else "failed",
        "output": page,
        "output_format": "html",
        "visibility": visibility,
    }


def _pages(notebook: GradedNotebook) -> dict[str, str]:
    """The verdicts as HTML, by nbgrader's ids of their cells. All of that is the judge's."""
    cells = nbformat.reads(notebook.document, as_version=4).cells
    return {
        cell.metadata.nbgrader.grade_id: output.data["text/html"]
        for cell in cells
        if "nbgrader" in cell.metadata
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    }
