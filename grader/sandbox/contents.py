"""Which of the course's files a sandbox gets: what a notebook meets, and no answer.

Trust shows in the tree: a folder of ``grader/`` is in the sandbox as a whole or not at all. Only
in an exercise the two halves lie together; ``judge.py`` and folders called ``judge`` hold answers
and never go in. A new folder stays out until it is named here. The exercises of another course lie
in a package of their own, for which the same holds.
"""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath

from grader import courses

PACKAGE = Path(__file__).parents[1]
FOLDERS = ("checks", "errands", "exercises", "graph", "kernel", "notebook")
MODULES = ("__init__.py", "courses.py", "errors.py", "quiet.py", "settings.py")
SETTINGS = (  # of the system
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/mime.types",
)
_ANSWERS = ("judge", "judge.py")


def is_trusted_only(path: PurePath) -> bool:
    """Whether a file, named relative to ``grader/``, must not be in a sandbox."""
    return _is_answer(path) or path.parts[0] not in (*FOLDERS, *MODULES)


def _is_answer(path: PurePath) -> bool:
    return any(part in _ANSWERS for part in path.parts)


def copy_for_sandbox(target: Path) -> dict[Path, Path]:
    """Copy ``grader`` and the exercises to ``target``, without what a sandbox must not see.

    An earlier copy there, of a warm parent that has ended, is removed.

    Returns:
        Where each copy is to be seen, by the copy.
    """
    shutil.rmtree(target, ignore_errors=True)
    shown = {target / "grader": PACKAGE}
    _copy(PACKAGE, target / "grader", is_trusted_only)
    exercises, *_ = courses.current().folders
    if not exercises.is_relative_to(PACKAGE):
        shown[target / "exercises"] = exercises
        _copy(exercises, target / "exercises", _is_answer)
    return shown


def shown(code: Mapping[Path, Path]) -> dict[Path, Path]:
    """All of the course that a sandbox sees, each with its place: ``code``, packages and data."""
    course = courses.current()
    whole = [courses.folder_of(package) for package in course.shown]
    if course.data is not None and (folder := course.data().absolute()).is_dir():
        whole.append(folder)
    return {**code, **{path: path for path in whole}}


def _copy(package: Path, target: Path, stays_out: Callable[[PurePath], bool]) -> None:
    for path in sorted(package.rglob("*")):
        place = path.relative_to(package)
        if path.is_file() and "__pycache__" not in place.parts and not stays_out(place):
            copy = target / place
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
