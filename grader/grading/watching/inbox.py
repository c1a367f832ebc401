"""Where submissions arrive: nbgrader's exchange, or the folder of submissions itself.

Both are looked through again and again. A file system on a network tells nobody that another
machine wrote to it (inotify knows of its own machine alone), so a look each second is what works
everywhere.
"""

import contextlib
import hashlib
import os
import pwd
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any, Protocol

from dateutil.tz import gettz
from nbgrader.exchange import ExchangeFactory
from nbgrader.utils import parse_utc

from grader.errors import CourseError
from grader.grading.directory import AssignmentDirectory
from grader.grading.recording import unusable_name
from grader.grading.storable import printable
from grader.grading.submission import TIMESTAMP, Submission, read_submission
from grader.grading.watching.journal import Journal
from grader.sandbox.handing_in import entries

SECRET = "submission_secret.txt"  # nbgrader's name for the feedback of a submission, written last
_SECRET = re.compile(rb"[0-9a-f]{128}")
_OPEN_TO_ALL = 0o777  # the last that `nbgrader submit` does, so that an instructor may delete it
_BROKEN_OFF = 60.0  # seconds without a change after which a half copy is told of
_SETTLED = 2.0  # seconds without a change after which a folder is whole

Say = Callable[[str], None]  # tells the instructor a sentence, once


@dataclass(frozen=True)
class Arrival:
    """A submission that lies ready, whole.

    ``name`` is its own for ever. ``arrived`` is when it was whole, in seconds since 1970 by the
    clock of the machine it lies on, never later than now; ``says`` is when it was handed in by its
    own account.
    """

    name: str
    student: str
    folder: Path
    arrived: float
    says: str

    def read(self, assignment: str) -> Submission:
        """Its files, without following a link."""
        submission = read_submission(self.folder, self.student, assignment)
        if not self.says:
            return submission
        return Submission(
            self.student,
            assignment,
            {**submission.files, TIMESTAMP: self.says.encode()},
            submission.left_out,
        )


class Inbox(Protocol):
    """A place where submissions arrive. Times are told in ``zone``, which is nbgrader's."""

    place: str
    zone: tzinfo
    releases: bool  # whether feedback goes back to the students from there

    def look(self, journal: Journal, now: float) -> list[Arrival]:
        """What lies there whole and has no entry, in the order in which it arrived."""


def inbox_of(course: AssignmentDirectory, say: Say) -> Inbox:
    """The exchange's inbound folder if there is one, else the folder of submissions."""
    collect = ExchangeFactory(config=course.config).Collect(
        coursedir=course.directory, config=course.config
    )
    zone = gettz(collect.timezone)
    if zone is None:
        raise CourseError(
            f"c.Exchange.timezone is {collect.timezone!r}, expected a name such as Europe/Berlin."
        )
    inbound = Path(getattr(collect, "root", ""), course.directory.course_id, "inbound")
    if course.directory.course_id and inbound.is_dir():
        return _Exchange(inbound, zone, course.assignment, collect.check_owner, say)
    return _Folder(course, zone, say)


class _Exchange:
    """The inbound folder of nbgrader's exchange, to which every student can write."""

    releases = True

    def __init__(
        self, inbound: Path, zone: tzinfo, assignment: str, check_owner: bool, say: Say
    ) -> None:
        self.place, self.zone = str(inbound), zone
        self._inbound, self._assignment = inbound, assignment
        self._check_owner, self._say = check_owner, say
        self._whole: dict[str, Arrival] = {}  # in the order in which they were seen
        self._unfit: set[str] = set()

    def look(self, journal: Journal, now: float) -> list[Arrival]:
        """See ``Inbox``.

        What one look finds is put in order by the disk's clock. From look to look the order of
        the looks counts, which no clock can turn round.
        """
        there = {
            name
            for name in os.listdir(self._inbound)
            if self._is_ours(name) and name not in journal
        }
        new = [
            arrival
            for name in there - self._whole.keys() - self._unfit
            if (arrival := self._arrival(name, now))
        ]
        self._whole = {name: found for name, found in self._whole.items() if name in there}
        for arrival in sorted(new, key=lambda one: (one.arrived, one.says)):
            self._whole[arrival.name] = arrival
        return list(self._whole.values())

    def _is_ours(self, name: str) -> bool:
        """Whether nbgrader reads this as <student>+<our assignment>+<time>+<random letters>."""
        parts = name.rsplit("+", 3)
        return len(parts) >= 3 and parts[1] == self._assignment

    def _arrival(self, name: str, now: float) -> Arrival | None:
        """The submission of this name if it is whole."""
        student, says, reason = self._read_name(name)
        folder = self._inbound / name
        try:
            state = folder.lstat()
            if not reason and not stat.S_ISDIR(state.st_mode):
                reason = "it is no folder"
            if reason:
                self._unfit.add(name)
                self._say(f"{printable(name)} in {self.place} is passed over: {reason}.")
                return None
            missing = _missing(folder, state)
        except OSError:  # it is gone this moment
            return None
        if missing:
            self._tell_if_broken_off(folder, student, missing, now)
            return None
        self._tell_if_not_the_owners(student, state.st_uid)
        return Arrival(name, student, folder, min(state.st_ctime, now), says)

    def _read_name(self, name: str) -> tuple[str, str, str]:
        """Student and time as nbgrader reads them, and what is wrong with the name."""
        student, _, says, *_ = name.rsplit("+", 3)
        try:
            parse_utc(says)
        except (ValueError, OverflowError):
            return student, says, "there is no time in its name"
        reason = unusable_name(student)
        return student, says, reason and f"nbgrader cannot record this student ({reason})"

    def _tell_if_broken_off(self, folder: Path, student: str, missing: str, now: float) -> None:
        """A copy that does not go on was broken off, by a server that was restarted perhaps."""
        changes = [folder, *entries(folder)]
        with contextlib.suppress(OSError):
            if now - max(path.lstat().st_ctime for path in changes) > _BROKEN_OFF:
                self._say(
                    f"{printable(student)}: half of a submission lies in {folder} and has not "
                    f"changed for a minute: {missing}. It is not graded and uses up no try. Ask "
                    f"{printable(student)} to hand in again."
                )

    def _tell_if_not_the_owners(self, student: str, owner: int) -> None:
        """As `nbgrader collect` does, by the same setting."""
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = f"user {owner}"
        if self._check_owner and name != student:
            self._say(
                f"{printable(student)}: {name} owns what was handed in under this name. Ask both; "
                "if students share an account, set c.ExchangeCollect.check_owner = False."
            )


def _missing(folder: Path, state: os.stat_result) -> str:
    """What `nbgrader submit` has not done yet; empty when the submission is whole."""
    try:
        descriptor = os.open(folder / SECRET, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return f"there is no {SECRET}"
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode) or not _SECRET.fullmatch(file.read(129)):
            return f"its {SECRET} is not whole"
    if state.st_mode & _OPEN_TO_ALL != _OPEN_TO_ALL:
        return "it was not opened to the grader"
    return ""


class _Folder:
    """The folder of submissions, where somebody else puts them.

    A submission has arrived when nothing in its folder has changed for a moment, and it is another
    one when its content is another.
    """

    releases = False

    def __init__(self, course: AssignmentDirectory, zone: tzinfo, say: Say) -> None:
        self.place, self.zone = str(course.place_of("*")), zone
        self._course, self._say = course, say
        self._seen: dict[str, _State] = {}
        self._waiting: dict[str, Arrival] = {}  # by student, in the order in which they were seen

    def look(self, journal: Journal, now: float) -> list[Arrival]:
        """See ``Inbox``."""
        folders = self._course.submitted()
        new = []
        for student, folder in folders.items():
            if reason := unusable_name(student):
                self._say(f"{printable(student)} is passed over: {reason}. Rename the folder.")
                continue
            arrival = self._arrival(student, folder, now)
            done = journal.of(student)
            if arrival is None or (done and done[-1].name == arrival.name):
                self._waiting.pop(student, None)
            elif self._waiting.get(student) != arrival:
                new.append(arrival)
        for arrival in sorted(new, key=lambda one: one.arrived):
            self._waiting.setdefault(arrival.student, arrival)
            self._waiting[arrival.student] = arrival
        return [one for one in self._waiting.values() if one.student in folders]

    def _arrival(self, student: str, folder: Path, now: float) -> Arrival | None:
        """The submission in this folder once it is whole; it is read again only after a change."""
        files = tuple(_states(folder))
        seen = self._seen.get(student)
        if seen is None or seen.files != files:
            self._seen[student] = _State(files, now)
            return None
        if seen.arrival is None and abs(now - seen.since) >= _SETTLED:
            submission = read_submission(folder, student, self._course.assignment)
            changed = max((file[-1] for file in files), default=now)
            seen.arrival = Arrival(
                name=f"{student}+{self._course.assignment}+{_digest(submission)}",
                student=student,
                folder=folder,
                arrived=min(changed, now),
                says=_time_of(submission),
            )
        return seen.arrival


@dataclass
class _State:
    """How a folder looked, and since when."""

    files: tuple[tuple[Any, ...], ...]
    since: float
    arrival: Arrival | None = None


def _states(folder: Path) -> Iterator[tuple[Any, ...]]:
    """What changes when a file does; last the time of the change."""
    for path in entries(folder):
        with contextlib.suppress(OSError):
            state = path.lstat()
            yield str(path), state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime


def _digest(submission: Submission) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(submission.files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def _time_of(submission: Submission) -> str:
    """The time in a submission, where there is one."""
    text = submission.files.get(TIMESTAMP, b"").decode(errors="replace").strip()
    try:
        parse_utc(text)
    except (ValueError, OverflowError):
        return ""
    return text
