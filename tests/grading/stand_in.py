"""A small course, and a stand-in for the grading of one submission that needs no TensorFlow.

A student of this course writes JSON into the exercise cell, which says how grading it goes:
``{"right": ["a"]}`` passes check a, ``{"partly": {"a": 1.5}}`` gives it so many points,
``"seconds"`` takes its time, ``"fails_at"`` names a notebook that the engine fails at, ``"raise"``
is an error that takes all of them along, ``"die"`` kills the worker until the file it names exists.
``"log"`` names a file that gets a line for each time the submission is graded.
"""

import contextlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory

from grader.grading.cluster import Examiner, Outcome
from grader.grading.failures import engine_error
from grader.grading.marking import NOT_GRADED
from grader.grading.material import Material
from grader.grading.options import Options
from grader.grading.recording import read_config
from grader.grading.results import CheckResult, GradedNotebook, GradedSubmission
from grader.grading.submission import Submission

ASSIGNMENT = "toy"
NOTEBOOKS = ("1_first", "2_second")
CHECKS = {"a": 2.0, "b": 3.0}
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "toys"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.LateSubmissionPlugin.penalty_method = "zero"
"""


def make_course(root: Path, config: str = CONFIG) -> Path:
    """A course of two notebooks with two checks each, released and known to its gradebook."""
    root.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(config)
    folder = root / "solutions" / ASSIGNMENT
    folder.mkdir(parents=True)
    for name in NOTEBOOKS:
        nbformat.write(source_notebook(name), folder / f"{name}.ipynb")
    release(root)
    return root


def release(root: Path) -> None:
    """What ``nbgrader generate_assignment --force`` does."""
    settings = read_config(root)
    course = CourseDirectory(config=settings, assignment_id=ASSIGNMENT)
    GenerateAssignment(coursedir=course, config=settings, force=True).start()


def source_notebook(name: str) -> NotebookNode:
    cells = [
        nbformat.v4.new_code_cell(
            "### BEGIN SOLUTION\n{}\n### END SOLUTION",
            metadata={"nbgrader": marks(name, solution=True)},
            id=f"{name}-work",
        ),
        *(
            nbformat.v4.new_code_cell(
                f"toy.{check}(work)",
                metadata={"nbgrader": marks(f"{name}_{check}", grade=True, points=points)},
                id=f"{name}-{check}",
            )
            for check, points in CHECKS.items()
        ),
    ]
    return nbformat.v4.new_notebook(cells=cells)


def marks(grade_id: str, **more: Any) -> dict[str, Any]:
    common = {"schema_version": 3, "grade": False, "solution": False, "task": False}
    return {**common, "grade_id": grade_id, "locked": "grade" in more, **more}


def hand_in(root: Path, student: str, **work: Any) -> Path:
    """Put a submission into the course; both notebooks have the same work in them."""
    folder = root / "submitted" / student / ASSIGNMENT
    write_work(root, folder, **work)
    return folder


def write_work(root: Path, folder: Path, **work: Any) -> None:
    """Write the notebooks of a student, as handed out by the course, with this work in them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in NOTEBOOKS:
        notebook = nbformat.read(root / "notebooks" / ASSIGNMENT / f"{name}.ipynb", as_version=4)
        notebook.cells[0].source = json.dumps(work)
        nbformat.write(notebook, folder / f"{name}.ipynb")


def hand_in_class(root: Path, n_students: int, **work: Any) -> list[str]:
    """Hand in for ``student_00`` and so on, all points; returns their names."""
    names = [f"student_{number:02}" for number in range(n_students)]
    for name in names:
        hand_in(root, name, right=["a", "b"], **work)
    return names


def grade(
    submission: Submission, material: Material, seed: int, options: Options, key: str
) -> GradedSubmission:
    """What the work asks for, in place of running and judging it."""
    first = nbformat.reads(submission.files[f"{NOTEBOOKS[0]}.ipynb"].decode(), as_version=4)
    work = json.loads(first.cells[0].source)
    if "log" in work:
        with open(work["log"], "a", encoding="utf-8") as log:
            log.write(f"{submission.student}\n")
    time.sleep(work.get("seconds", 0))
    if "die" in work and not Path(work["die"]).exists():
        with contextlib.suppress(OSError):
            Path(work["die"]).touch()
        os._exit(1)
    if "raise" in work:
        raise RuntimeError(work["raise"])
    failing = work.get("fails_at")
    notebooks = tuple(
        not_graded_notebook(name, released)
        if name == failing
        else graded_notebook(name, released, work.get("right", []), work.get("partly", {}))
        for name, released in material.notebooks.items()
    )
    incidents = (engine_error(failing, RuntimeError("a bug")),) if failing else ()
    return GradedSubmission(submission.student, ASSIGNMENT, seed, key, notebooks, incidents)


def not_graded_notebook(name: str, released: str) -> GradedNotebook:
    document = nbformat.reads(released, as_version=4)
    for cell in document.cells[1:]:
        cell.outputs = [nbformat.v4.new_output("error", ename=NOT_GRADED, evalue="a bug")]
    checks = tuple(
        CheckResult(f"{name}_{check}", "toy", check, "not graded", 0.0, points)
        for check, points in CHECKS.items()
    )
    return GradedNotebook(name, checks, nbformat.writes(document))


def graded_notebook(
    name: str, released: str, right: Iterable[str], partly: Mapping[str, float]
) -> GradedNotebook:
    document = nbformat.reads(released, as_version=4)
    checks = []
    for cell in document.cells[1:]:
        marks = cell.metadata.nbgrader
        check = marks.grade_id.rpartition("_")[2]
        if check in partly:
            points = {"text/plain": repr(partly[check])}
            cell.outputs = [nbformat.v4.new_output("execute_result", points)]
        elif check not in right:
            cell.outputs = [nbformat.v4.new_output("error", ename="CheckFailed", evalue="wrong")]
        score = partly.get(check, float(marks.points) if check in right else 0.0)
        checks.append(check_result(name, check, score, float(marks.points)))
    return GradedNotebook(name, tuple(checks), nbformat.writes(document))


def check_result(notebook: str, check: str, score: float, points: float) -> CheckResult:
    status = "passed" if score == points else "failed"
    return CheckResult(f"{notebook}_{check}", "toy", check, status, score, points)


def marks_of(root: Path, student: str, url: str | None = None) -> dict[str, float]:
    """Automatic marks of a student by check cell, from the gradebook."""
    with Gradebook(url or f"sqlite:///{root}/gradebook.db", "toys") as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, student)
        return {
            grade.name: grade.auto_score
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


FULL = {f"{name}_{check}": points for name in NOTEBOOKS for check, points in CHECKS.items()}


def students_of(root: Path) -> list[str]:
    """Who has a submission in the gradebook."""
    with Gradebook(f"sqlite:///{root}/gradebook.db", "toys") as gradebook:
        return sorted(found.student.id for found in gradebook.assignment_submissions(ASSIGNMENT))


def copy_of(course: Path, root: Path) -> Path:
    """A course of one's own; the gradebook knows no paths."""
    shutil.copytree(course, root)
    return root


class HereAndNow:
    """In place of Dask's workers: grades in this process, one after the other."""

    n_threads = 1
    students = ("nobody",)
    has_room = True

    def __init__(self, examiner: Examiner) -> None:
        self._examiner = examiner
        self._outcomes: list[Outcome] = []

    def __enter__(self) -> "HereAndNow":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    @property
    def n_waiting(self) -> int:
        """Submissions that were not taken back yet."""
        return len(self._outcomes)

    def submit(self, submission: Submission, key: str) -> None:
        """Grade it now."""
        try:
            outcome = Outcome(submission, self._examiner.grade(submission, key))
        except RuntimeError as error:
            outcome = Outcome(submission, reason=str(error))
        self._outcomes.append(outcome)

    def submit_suspect(self) -> bool:
        """There are none: this process is the worker, and it is not lost."""
        return False

    def next_outcome(self, seconds: float) -> Outcome | None:
        """The oldest one."""
        return self._outcomes.pop(0) if self._outcomes else None


def wait_until(condition: Callable[[], bool], seconds: float = 120) -> None:
    """Look again and again until it holds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(condition)
        time.sleep(0.05)
