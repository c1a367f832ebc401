"""Which course is taught: what the autograder has to know of it, and how each process finds it.

A course is a folder whose ``pyproject.toml`` names its package of exercises::

    [tool.grader]
    exercises = "line_exercises"

and that package has a ``COURSE``. A command finds the folder upwards from where it runs; without
one it works on the course that comes with the autograder. ``GRADER_COURSE`` in the environment
tells the processes that a command starts, the warm parent among them, where the package lies.
"""

import os
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

from grader.errors import CourseError

VARIABLE = "GRADER_COURSE"
SETTINGS = "pyproject.toml"
_DEFAULT = "grader.exercises"


def _no_data() -> str:
    return "none, and none are needed"


def _no_training(wanted: str) -> Any:
    raise CourseError(
        f"There is no training '{wanted}': this course trains nothing. A course that does says so "
        "by the field `training` of its COURSE."
    )


@dataclass(frozen=True)
class Course:
    """What the autograder has to know of a course.

    Attributes:
        package: the package of exercises, the ``__name__`` of the module that says so; its judges
            never get into a sandbox.
        assignments: the exercises of each assignment, both in the order of the course.
        imports: modules that its notebooks import; the warm parent does it once for all of them.
        shown: packages that a sandbox shows as a whole, such as one of figures.
        data: gives the folder of data that a sandbox shows, if it is there.
        state_of_data: a sentence on whether they are there, for ``grader doctor``.
        training: what ``settings.training`` gives for a name; ``UnknownName`` for another one.
        recordings: a notebook that goes on from a training with the recordings in the folder that
            ``COURSE_RECORDINGS`` names; for ``grader train --recordings``.
        arguments: those of the functions that students write; sentences about errors name them.
        demonstrated: a wrong answer of the museum, by its exercise, that ``grader demo`` shows.
        left_behind: names of files and folders, as in nbgrader's ``CourseDirectory.ignore``, that
            its notebooks write and nobody hands in.

    Raises:
        CourseError: a package to be shown holds the exercises, and so their judges.
    """

    package: str
    assignments: Mapping[str, tuple[str, ...]]
    imports: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    data: Callable[[], Path] | None = None
    state_of_data: Callable[[], str] = _no_data
    training: Callable[[str], Any] = _no_training
    recordings: Path | None = None
    arguments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    demonstrated: Mapping[str, str] = field(default_factory=dict)
    left_behind: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.shown:
            if f"{self.package}.".startswith(f"{name}."):
                raise CourseError(
                    f"The course shows {name} as a whole in its sandbox, and with it the judges in "
                    f"{self.package}. Take {name} out of `shown`: the probes are there anyway."
                )

    @property
    def exercises(self) -> tuple[str, ...]:
        """The names of all exercises, in the order of the course."""
        return tuple(chain.from_iterable(self.assignments.values()))

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where its code lies: the exercises, then what is shown."""
        return tuple(map(folder_of, (self.package, *self.shown)))


def folder_of(package: str) -> Path:
    """Where a package lies."""
    return Path(str(import_module(package).__file__)).parent


@cache
def current() -> Course:
    """The course that this process works on; the processes that it starts will do so too.

    Raises:
        CourseError: its settings name no package of exercises with a ``COURSE``.
    """
    place = _place()
    if place is not None:
        sys.path.append(str(place.parent))
        os.environ.update(environment())
    package = _DEFAULT if place is None else place.name
    try:
        course: Course = import_module(package).COURSE
    except (ModuleNotFoundError, AttributeError) as error:
        raise CourseError(
            f"The course's package of exercises should be {place or package}, with a COURSE in its "
            f"__init__.py; Python says: {error}. [tool.grader] in {SETTINGS} names it."
        ) from error
    return course


def root() -> Path | None:
    """The course's folder; None stands for the course that comes with the autograder."""
    place = _place()
    return None if place is None else place.parent


def environment() -> dict[str, str]:
    """The variable that tells another process of the course of this one; none for the default."""
    place = _place()
    return {} if place is None else {VARIABLE: str(place)}


@cache
def _place() -> Path | None:
    """Where the course's exercises lie, from the environment or the settings above this folder."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file() and (table := _table(folder / SETTINGS)):
            return folder / table["exercises"]
    return None


def _table(path: Path) -> dict[str, str]:
    """``[tool.grader]``; empty where the file has none."""
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} cannot be read as TOML: {error}.") from error
    table: dict[str, str] = settings.get("tool", {}).get("grader", {})
    if table and not (set(table) == {"exercises"} and isinstance(table["exercises"], str)):
        raise CourseError(
            f"[tool.grader] in {path} has {', '.join(table)}, expected the one line "
            'exercises = "…", the name of the package of exercises.'
        )
    return table
