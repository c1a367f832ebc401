"""A submission as bytes: read once, with care, and never run or imported here."""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.grading.results import Incident
from grader.grading.storable import printable
from grader.kernel.limits import MIB
from grader.sandbox.handing_in import LARGEST_FILE, entries

MOST_FILES = 500
MOST_NAMED = 10  # of those that are left out
LARGEST_SUBMISSION = 192 * MIB
TIMESTAMP = "timestamp.txt"  # in which nbgrader keeps when something was handed in

# A link, a pipe or a device is not opened, not even for a moment.
_CAREFUL = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


@dataclass(frozen=True)
class Submission:
    """What a student handed in. ``files`` maps paths below the folder ("/" between) to bytes.

    What could not be taken along (links, sockets, files over the limit) stands in ``left_out``
    with the reason.
    """

    student: str
    assignment: str
    files: Mapping[str, bytes]
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """What an instructor should know of the files: the first are named, the rest counted."""
        named = list(self.left_out.items())[:MOST_NAMED]
        sentences = [f"{printable(name)} was left out: {reason}." for name, reason in named]
        more = len(self.left_out) - len(named)
        if more:
            sentences.append(f"{more} more files were left out. Look at the folder.")
        return tuple(Incident("files", sentence) for sentence in sentences)


def read_submission(folder: Path, student: str, assignment: str) -> Submission:
    """Read what is handed in of ``folder``. Whatever it holds, this raises nothing of its own."""
    if folder.is_symlink():  # to another student's, perhaps
        reason = "it is a symbolic link. Ask for the folder itself"
        return Submission(student, assignment, {}, {folder.name: reason})
    files: dict[str, bytes] = {}
    left_out: dict[str, str] = {}
    for path in entries(folder):
        name = path.relative_to(folder).as_posix()
        content = _content(path, LARGEST_SUBMISSION - sum(map(len, files.values())))
        if isinstance(content, str):
            left_out[name] = content
        elif len(files) == MOST_FILES:
            left_out[name] = f"there are more than {MOST_FILES} files. Ask for the notebooks alone"
            break
        elif not _is_text(name):
            left_out[name] = "its name is not UTF-8. Ask the student to rename it"
        elif folder_called := _folder_like_a_file(path.relative_to(folder)):
            left_out[name] = (
                f"it lies in a folder called {folder_called}, as some programs unpack a file. Ask "
                "for the file itself"
            )
        else:
            files[name] = content
    return Submission(student, assignment, files, left_out)


def _folder_like_a_file(path: Path) -> str | None:
    """The first folder on the way to ``path`` that stands where nbgrader expects a file."""
    folders = path.parts[:-1]
    return next((name for name in folders if name == TIMESTAMP or name.endswith(".ipynb")), None)


def _content(path: Path, room: int) -> bytes | str:
    """The bytes of a regular file, or why they are left out."""
    try:
        if stat.S_ISLNK(os.lstat(path).st_mode):
            return "it is a symbolic link. Ask for the file itself"
        descriptor = os.open(path, _CAREFUL)
    except OSError as error:
        return f"it cannot be opened ({error.strerror}). Check its permissions"
    with open(descriptor, "rb") as file:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            return "it is no ordinary file"
        if state.st_size > LARGEST_FILE:
            return _too_large(state.st_size, LARGEST_FILE)
        if state.st_size > room:
            return f"the files together are over {LARGEST_SUBMISSION // MIB} MB"
        content = file.read(LARGEST_FILE + 1)
    return content if len(content) <= LARGEST_FILE else _too_large(len(content), LARGEST_FILE)


def _too_large(size: int, allowed: int) -> str:
    return f"it has {size / MIB:.0f} MB, at most {allowed // MIB} MB are allowed"


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
