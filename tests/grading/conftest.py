"""A class of made-up submissions, with sentences that the museum's wrong answers state."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from grader import exercises
from grader.authoring.museum import wrong_answers
from grader.checks.exercise import Exercise, Finding, Part
from grader.grading.results import (
    CheckResult,
    CheckStatus,
    GradedNotebook,
    GradedSubmission,
    Incident,
)

HERE = Path(__file__).parent
ODD_NAMES = ("<script>alert(1)</script>", "caf\udce9", "caf\udce8", "=1+1", "")
INCIDENTS = (
    Incident("time", "Cell 7 was stopped after 30 s. Raise --timeout if the work is right.", "5"),
    Incident("memory", "The notebook asked for more than 4 GB and was stopped.", "3"),
    Incident("died", "The kernel ended in cell 4: os._exit. Look at that cell.", "4"),
    Incident("missing", "4_loss.ipynb was not handed in. Ask for it.", "4_loss"),
    Incident("unreadable", "5_training.ipynb is not JSON. Ask for the notebook.", "5_training"),
    Incident("repaired", "The check cell check_loss_mean_iou was changed.", "4_loss"),
    Incident("files", "keras.py was left out: it would shadow a module."),
)

MakeClass = Callable[[int], Iterator[GradedSubmission]]


museum = cache(wrong_answers)


@pytest.fixture(scope="session")
def made_up_class() -> MakeClass:
    """A function that makes N submissions, one after the other; the first have odd names."""
    return _class_of


def _class_of(size: int) -> Iterator[GradedSubmission]:
    rng = np.random.default_rng(7)
    for number in range(size):
        name = ODD_NAMES[number] if number < len(ODD_NAMES) else f"student_{number:04d}"
        yield _submission(name, number, rng)


def _submission(student: str, number: int, rng: np.random.Generator) -> GradedSubmission:
    skill = rng.beta(4, 2)
    notebooks = tuple(
        _notebook(exercise, skill, rng) for exercise in exercises.of_assignment("unet")
    )
    incidents = (INCIDENTS[number % len(INCIDENTS)],) if number % 6 == 1 else ()
    return GradedSubmission(student, "unet", 4711, f"key{number}", notebooks, incidents)


def _notebook(exercise: Exercise, skill: float, rng: np.random.Generator) -> GradedNotebook:
    mistakes = museum(exercise.name)
    answer = mistakes[min(rng.geometric(0.15), len(mistakes)) - 1]
    lost = () if rng.random() < skill else answer.loses
    checks = tuple(_check(exercise, part, answer.says, lost, rng) for part in exercise.parts)
    seconds = float(rng.gamma(4, 0.6))
    return GradedNotebook(
        exercise.notebook, checks, "{}", seconds, 1.6 * seconds, int(rng.integers(1, 300)) << 20
    )


def _check(
    exercise: Exercise, part: Part, sentence: str, lost: tuple[str, ...], rng: np.random.Generator
) -> CheckResult:
    statuses: tuple[CheckStatus, ...] = ("not attempted", "not confirmed", "not run")
    odd = rng.choice(40)
    status: CheckStatus = "failed" if part.name in lost else "passed"
    status = statuses[odd] if odd < len(statuses) else status
    findings = (Finding(sentence, attribute="layer"),) if status == "failed" else ()
    reason = "The check's result does not fit its cases." if status == "not confirmed" else ""
    return CheckResult(
        cell=f"check_{exercise.name}_{part.name}",
        exercise=exercise.name,
        part=part.name,
        status=status,
        score=float(part.points if status == "passed" else 0),
        max_score=float(part.points),
        findings=findings,
        reason=reason,
    )


@pytest.fixture
def started(
    course: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts the test module's ``COMMAND`` on the course: a process in a group of its own."""
    processes: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", request.module.COMMAND, str(course)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        if process.poll() is None:
            process.kill()
            process.wait()
        assert process.stdout is not None
        process.stdout.close()
