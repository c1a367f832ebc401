"""Bring a function from the student's own earlier notebook into this one."""

import html
import io
import linecache
import types
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from IPython.display import display

from grader import exercises, settings
from grader.checks import brief
from grader.errors import CourseError
from grader.notebook.loading import definitions_in, load_functions
from grader.notebook.render import Shown
from grader.quiet import quiet

_MOST_NAMED = 8  # notebooks in a sentence


class CannotCarry(CourseError):
    """The earlier notebook has no such function, or it is not right yet."""


def carry(name: str) -> Callable[..., Any]:
    """The function called ``name`` from the student's earlier notebook in the same folder.

    It is checked on the way. When it is missing or not right yet, ``CannotCarry`` says what to
    do. For grading, the course's own function takes its place instead, so that one mistake is not
    punished twice.
    """
    given = brief.current()
    if given is not None:
        return _as_briefed(given, name)
    exercise = exercises.owner(name)
    try:
        return _own(exercise, name, Path.cwd())
    except CannotCarry as error:
        folder = settings.solutions_folder()
        if folder is None:
            raise
        _say_instead(name, str(error))
        return _from_notebook(folder / f"{exercises.notebook(exercise)}.ipynb", name)


def _as_briefed(given: brief.Brief, name: str) -> Callable[..., Any]:
    """In the sandbox it was decided before whose function this run gets."""
    if name not in given.carried:
        known = ", ".join(given.carried) or "none"
        raise CannotCarry(
            f"This notebook was graded without the function '{name}'. Known: {known}. Carry "
            "functions of earlier notebooks only."
        )
    carried = given.carried[name]
    reason = carried.reason
    if carried.own:
        path = Path.cwd() / f"{exercises.notebook(exercises.owner(name))}.ipynb"
        try:
            function = _load(path, name)
        except CannotCarry as error:
            reason = str(error)
        else:
            _say_own(name, path)
            return function
    _say_instead(name, reason)
    return _from_source(name, carried.source)


def _own(exercise: str, name: str, folder: Path) -> Callable[..., Any]:
    path = folder / f"{exercises.notebook(exercise)}.ipynb"
    function = _load(path, name)
    with quiet(), redirect_stdout(io.StringIO()):
        finding = _first_finding(exercise, name, function)
    if finding is not None:
        raise CannotCarry(
            f"{name} from your {path.name} is not right yet. {finding} {_which_counts(path, name)}"
            f"Fix it in {path.name}, save that notebook and run this cell again."
        )
    _say_own(name, path)
    return function


def _which_counts(path: Path, name: str) -> str:
    """Of several cells that define a function, the one that was checked."""
    cells = definitions_in(path, name)
    if len(cells) < 2:
        return ""
    return f"{len(cells)} cells of that notebook define it, and the last one counts: {cells[-1]}. "


def _load(path: Path, name: str) -> Callable[..., Any]:
    if not path.exists():
        raise CannotCarry(
            f"{path.name} is not in this folder, and {name} comes from it. Put your notebook "
            f"{path.name} beside this one{_or_rename_one_of(_notebooks_in(path.parent))}."
        )
    try:
        return _from_notebook(path, name)
    except CourseError as error:
        raise CannotCarry(str(error)) from None


def _notebooks_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.ipynb"))


def _or_rename_one_of(notebooks: list[str]) -> str:
    if not notebooks:
        return ""
    listed = ", ".join(notebooks[:_MOST_NAMED]) + (", …" if notebooks[_MOST_NAMED:] else "")
    return f", or give it that name again if it is one of these: {listed}"


def _from_notebook(path: Path, name: str) -> Callable[..., Any]:
    with quiet():
        function: Callable[..., Any] = load_functions(path, [name])[name]
    return function


def _from_source(name: str, source: str) -> Callable[..., Any]:
    module = types.ModuleType("course")
    filename = f"<course {name}>"
    # TensorFlow reads the source of functions that it traces.
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    with quiet():
        exec(compile(source, filename, "exec"), module.__dict__)
    function: Callable[..., Any] = module.__dict__[name]
    return function


def _first_finding(exercise: str, name: str, function: Callable[..., Any]) -> str | None:
    from grader.judging.evidence import NotConfirmed
    from grader.judging.verdicts import check_part

    found = exercises.find(exercise)
    for part in found.parts:
        if part.function == name:
            try:
                verdict = check_part(found, part, function, seed=None)
            except NotConfirmed as reason:
                return str(reason)
            if not verdict.passed:
                return verdict.findings[0].message
    return None


def _say_own(name: str, path: Path) -> None:
    _say(f"✓ {name} comes from your {path.name}.")


def _say_instead(name: str, reason: str) -> None:
    _say(
        f"{reason} For grading, the course's own {name} is used here, so that this costs no "
        "points a second time."
    )


def _say(text: str) -> None:
    display(Shown(text, f"<p>{html.escape(text)}</p>"))
