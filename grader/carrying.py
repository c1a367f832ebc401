"""Bring a function from the student's own earlier notebook into this one."""

import html
import io
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from IPython.display import display

from grader import exercises, settings
from grader.errors import CourseError, UnknownName
from grader.exercise import Exercise, Finding
from grader.judging import check_part
from grader.loading import MissingFunction, UnusableFile, load_functions
from grader.quiet import quiet
from grader.render import Shown


class CannotCarry(CourseError):
    """The earlier notebook has no such function, or it is not right yet."""


def carry(name: str) -> Callable[..., Any]:
    """The function called ``name`` from the student's earlier notebook in the same folder.

    It is checked on the way. When it is missing or not right yet, ``CannotCarry`` says what to
    do. While nbgrader autogrades, the course's own function takes its place instead, so that one
    mistake is not punished twice.
    """
    exercise = _exercise_of(name)
    try:
        return _own(exercise, name, Path.cwd())
    except CannotCarry as error:
        folder = settings.solutions_folder()
        if folder is None:
            raise
        return _of_the_course(exercise, name, folder, error)


def _exercise_of(name: str) -> Exercise:
    with quiet():
        owners = {
            function: exercise
            for exercise in exercises.all_exercises()
            for function in exercise.functions
        }
    if name not in owners:
        raise UnknownName("function", name, owners)
    return owners[name]


def _own(exercise: Exercise, name: str, folder: Path) -> Callable[..., Any]:
    path = folder / f"{exercise.notebook}.ipynb"
    if not path.exists():
        raise CannotCarry(
            f"{path.name} is not in this folder, and {name} comes from it. Put your notebook "
            f"{path.name} beside this one."
        )
    function = _load(path, name)
    with quiet(), redirect_stdout(io.StringIO()):
        finding = _first_finding(exercise, name, function)
    if finding is not None:
        raise CannotCarry(
            f"{name} from your {path.name} is not right yet. {finding.message} "
            f"Mend it in {path.name}, save that notebook and run this cell again."
        )
    _say(f"✓ {name} comes from your {path.name}.")
    return function


def _load(path: Path, name: str) -> Callable[..., Any]:
    try:
        with quiet():
            function: Callable[..., Any] = load_functions(path, [name])[name]
    except (UnusableFile, MissingFunction) as error:
        raise CannotCarry(str(error)) from None
    except Exception as error:
        raise CannotCarry(
            f"Running the cells of {path.name} that {name} needs raised "
            f"{type(error).__name__}: {error}. Open {path.name} and run it from the top."
        ) from None
    return function


def _first_finding(exercise: Exercise, name: str, function: Callable[..., Any]) -> Finding | None:
    for part in exercise.parts:
        if part.function == name:
            verdict = check_part(exercise, part, function, seed=None)
            if not verdict.passed:
                return verdict.findings[0]
    return None


def _of_the_course(
    exercise: Exercise, name: str, folder: Path, reason: CannotCarry
) -> Callable[..., Any]:
    with quiet():
        path = folder / f"{exercise.notebook}.ipynb"
        function: Callable[..., Any] = load_functions(path, [name])[name]
    _say(
        f"{reason} For grading, the course's own {name} is used here, so that this costs no "
        "points a second time."
    )
    return function


def _say(text: str) -> None:
    display(Shown(text, f"<p>{html.escape(text)}</p>"))
