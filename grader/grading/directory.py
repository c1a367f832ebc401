"""An assignment in nbgrader's directories, and the lock that keeps two gradings of it apart."""

import contextlib
import fcntl
import glob
import os
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from grader.errors import CourseError, UnknownName
from grader.grading.cache import folder_of
from grader.grading.material import Material, material_of
from grader.grading.recording import read_config
from grader.grading.storable import printable


@dataclass(frozen=True)
class AssignmentDirectory:
    """An assignment in nbgrader's directories."""

    assignment: str
    config: Config
    directory: CourseDirectory

    @classmethod
    def at(cls, root: Path, assignment: str) -> "AssignmentDirectory":
        """That of the course at ``root``."""
        config = read_config(root)
        return cls(assignment, config, CourseDirectory(config=config))

    @property
    def folder(self) -> Path:
        """Where a run keeps what it needs to go on."""
        return folder_of(self.directory.root, self.assignment)

    def material(self) -> Material:
        """The course's side of the grading."""
        return material_of(self.directory, self.assignment)

    def chosen(self, students: Sequence[str] | None) -> dict[str, Path]:
        """The folders of these students, of all when it is None, in alphabetical order."""
        self.check_known()
        folders = self.submitted()
        if not folders:
            raise CourseError(
                f"There are no submissions in {self.place_of('*')}. Put them there, by `nbgrader "
                f"collect {self.assignment}` for example."
            )
        for student in students or ():
            if student not in folders:
                raise UnknownName("student", printable(student), map(printable, folders))
        return {name: folders[name] for name in folders if students is None or name in students}

    def check_known(self) -> None:
        """Raise ``CourseError`` when the course has no such assignment."""
        known = sorted(self._found(self.directory.source_directory, ".", None))
        if self.assignment in known:
            return
        if not known:
            raise CourseError(
                f"There is no course in {self.directory.root}. Run this in the course's folder."
            )
        raise UnknownName("assignment", self.assignment, known)

    def submitted(self) -> dict[str, Path]:
        """The folders of submissions by their students, in alphabetical order."""
        found = self._found(self.directory.submitted_directory, None, self.assignment)
        return dict(sorted(found.items()))

    def place_of(self, student: str) -> Path:
        """Where the submission of a student lies, or is to lie."""
        step = self.directory.submitted_directory
        return Path(self.directory.format_path(step, student, self.assignment))

    def _found(self, step: str, student: str | None, assignment: str | None) -> dict[str, Path]:
        """The folders of a step, by the name of what is None."""
        path = self.directory.format_path(step, student or _OPEN, assignment or _OPEN)
        before, _, after = os.path.normpath(path).partition(_OPEN)
        found = glob.glob(f"{glob.escape(before)}*{glob.escape(after)}")
        names = {path[len(before) : len(path) - len(after)]: Path(path) for path in found}
        return {name: folder for name, folder in names.items() if folder.is_dir()}


_OPEN = "\0"  # stands for the part of a path that is looked for; no name contains it


@contextlib.contextmanager
def alone(folder: Path, what: str) -> Iterator[None]:
    """Two gradings of one assignment would record side by side.

    The system gives the lock up when the process ends, however it ends. Inside the file stands who
    holds it: ``what``, the process, the machine and since when.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "a+", encoding="utf-8", errors="replace") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise CourseError(
                f"Another `grader autograde` is at work in {folder}: {lock.read()}. Wait until it "
                "has ended, or end it: what it has graded stays."
            ) from error
        since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        lock.truncate(0)
        lock.write(f"{what}, process {os.getpid()} on {socket.gethostname()}, since {since}")
        lock.flush()
        yield
