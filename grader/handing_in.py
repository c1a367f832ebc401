"""Which files of a folder are handed in: nbgrader's exchange and the grader go by the same list."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from grader.kernel.limits import MIB

# Names of files and folders, as in nbgrader's `CourseDirectory.ignore`. A student's own files, and
# unet.weights.h5, are none of these.
LEFT_BEHIND = (
    ".ipynb_checkpoints",
    "__pycache__",
    "*.pyc",
    "feedback",  # as `nbgrader fetch_feedback` brings it
    "*.gif",
    "best.weights.h5*",  # grader.checkpoints, in whatever folder a student names
    "epoch_*.weights.h5*",
    "training",  # where earlier versions of the notebooks kept their trainings
    "raw_ops",
)
LARGEST_FILE = 128 * MIB  # weights with the state of their optimizer have 104 MB

_left_behind = shutil.ignore_patterns(*LEFT_BEHIND)


def entries(folder: Path) -> Iterator[Path]:
    """Everything below ``folder`` that is handed in and no folder, without following a link."""
    for place, folders, names in os.walk(folder, followlinks=False):
        left_behind = _left_behind(place, [*folders, *names])
        folders[:] = sorted(set(folders) - left_behind)
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        for name in [*links, *sorted(set(names) - left_behind)]:
            yield Path(place, name)
