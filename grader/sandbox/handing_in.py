"""Which files of a folder are handed in: nbgrader's exchange and the grader go by the same list."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePath

from grader import courses
from grader.kernel.limits import MIB

# Names of files and folders, as in nbgrader's `CourseDirectory.ignore`. What a student hands in is
# none of these.
LEFT_BEHIND = (
    ".ipynb_checkpoints",
    "__pycache__",
    "*.pyc",
    "feedback",  # as `nbgrader fetch_feedback` brings it
    *courses.current().left_behind,
)
LARGEST_FILE = 128 * MIB  # weights with the state of their optimizer have 104 MB

_left_behind = shutil.ignore_patterns(*LEFT_BEHIND)


def is_left_behind(path: PurePath) -> bool:
    """Whether a file is none that is handed in, by its own name or by a folder's on the way."""
    return bool(_left_behind("", list(path.parts)))


def entries(folder: Path) -> Iterator[Path]:
    """Everything below ``folder`` that is handed in and no folder, without following a link.

    A folder that cannot be listed, such as one that lies too deep, gives nothing. Folders are kept
    in a list and not called one from another: a thousand of them may be nested.
    """
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        with contextlib.suppress(OSError), os.scandir(place) as listed:
            found = {entry.name: entry.is_dir(follow_symlinks=False) for entry in listed}
            names = sorted(set(found) - _left_behind(str(place), list(found)))
            yield from (place / name for name in names if not found[name])
            waiting += [place / name for name in reversed(names) if found[name]]
