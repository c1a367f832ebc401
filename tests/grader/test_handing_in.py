"""What is handed in of a student's folder: nbgrader, git and the grader agree on it."""

import os
import pwd
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import ignore_patterns
from rich.console import Console

from grader.course import ROOT, source_notebooks
from grader.grading.autograde import autograde
from grader.grading.recording import read_config
from grader.sandbox import walls
from grader.sandbox.handing_in import LEFT_BEHIND, entries

ASSIGNMENT = "unet"
LEFT = [pattern.replace("*", "x") for pattern in LEFT_BEHIND]
HANDED_IN = ["5_training.ipynb", "unet.weights.h5", "helper.py", "epoch_plot.py", "timestamp.txt"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What is handed in and what is not, beside each other and in folders."""
    folder = tmp_path / "unet"
    for place in (folder, folder / "more", folder / "training"):
        place.mkdir()
        for name in {*HANDED_IN, *LEFT} - {"training"}:
            (place / name).touch()
    return folder


def test_a_students_own_files_and_the_weights_are_handed_in(folder: Path) -> None:
    expected = sorted([*HANDED_IN, *(f"more/{name}" for name in HANDED_IN)])
    assert sorted(path.relative_to(folder).as_posix() for path in entries(folder)) == expected


@pytest.mark.parametrize("place", [ROOT, ROOT / "jupyter"], ids=["instructors", "students"])
def test_nbgrader_takes_the_same_files_along(folder: Path, place: Path) -> None:
    course = CourseDirectory(config=read_config(place))
    ignore = ignore_patterns(course.ignore, course.include, course.max_file_size)
    copied = shutil.copytree(folder, folder.with_name("copied"), ignore=ignore)
    taken = {path.relative_to(copied) for path in copied.rglob("*") if path.is_file()}
    assert taken == {path.relative_to(folder) for path in entries(folder)}


@pytest.mark.parametrize("place", ["solutions/unet", "notebooks/variants"])
def test_git_takes_nothing_of_what_is_left_behind(tmp_path: Path, place: str) -> None:
    shutil.copy(ROOT / ".gitignore", tmp_path)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    for name in LEFT:
        (tmp_path / place / name).mkdir(parents=True)
        (tmp_path / place / name / "file").touch()
    command = ["git", "ls-files", "--others", "--exclude-standard", place]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout == ""


# --- nbgrader's own programs ----------------------------------------------------------------------


def nbgrader(folder: Path, *arguments: str, user: Sequence[str] = (), **environment: str) -> str:
    """Run the installed program in a folder, as somebody who has activated nothing; its log."""
    program = Path(sysconfig.get_path("scripts"), "nbgrader")
    run = subprocess.run(
        [*user, program, *arguments],
        cwd=folder,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:]
    return run.stdout


def contents(folder: Path) -> dict[str, bytes]:
    """The files below a folder by name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.slow
def test_an_assignment_is_generated_without_an_activated_environment(tmp_path: Path) -> None:
    """Before there is a gradebook, which alembic has to make."""
    course = tmp_path / "course"
    for name in ("solutions", "notebooks"):
        shutil.copytree(ROOT / name / "bonus", course / name / "bonus")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    released = course / "notebooks" / "bonus"
    before = contents(released)
    nbgrader(course, "generate_assignment", "bonus", "--force")
    assert contents(released) == before


# --- a class with an exchange ---------------------------------------------------------------------


@dataclass(frozen=True)
class Class:
    """An instructor's course and a student's home, with nothing in common but the exchange.

    Where the tests run as root, the student is another user, whom root's rights do not help.
    """

    course: Path
    home: Path
    student: str

    def as_instructor(self, *arguments: str) -> str:
        """Run nbgrader in the course's folder; its log."""
        return nbgrader(self.course, *arguments)

    def as_student(self, *arguments: str) -> str:
        """Run nbgrader in the student's home, by the settings that students get; its log."""
        settings = str(self.course / "jupyter")
        user = _in_place_of_root(self.student) if os.getuid() == 0 else ()
        return nbgrader(self.home, *arguments, user=user, JUPYTER_CONFIG_PATH=settings)

    def hand_in(self, folder: Path) -> Path:
        """Submit and collect what lies in ``folder``; what the instructor has of it then."""
        mine = self.home / ASSIGNMENT
        shutil.copytree(folder, mine)
        for path in (mine, *mine.rglob("*")):
            shutil.chown(path, self.student)
        self.as_student("submit", ASSIGNMENT)
        self.as_instructor("collect", ASSIGNMENT)
        return self.course / "submitted" / self.student / ASSIGNMENT


def _in_place_of_root(student: str) -> tuple[str, ...]:
    """Begins a command as this user, who may read a Python that lies below a closed folder."""
    if not shutil.which("setpriv"):
        pytest.skip("setpriv is missing: apt-get install util-linux")
    group = pwd.getpwnam(student).pw_gid
    reading = (f"--{kind}-caps=+dac_read_search" for kind in ("inh", "ambient"))
    return ("setpriv", f"--reuid={student}", f"--regid={group}", "--clear-groups", *reading)


@pytest.fixture
def students(short_root: Path) -> Iterator[Class]:
    """A course whose five notebooks lie in the exchange; nothing is handed in."""
    student = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    with tempfile.TemporaryDirectory(dir=short_root) as place:  # where another user can go
        root = Path(place)
        root.chmod(0o755)
        course, exchange, home = (root / name for name in ("course", "exchange", "home"))
        shutil.copytree(ROOT / "jupyter", course / "jupyter")
        with (course / "jupyter" / "nbgrader_config.py").open("a") as settings:
            settings.write(f"c.Exchange.root = {str(exchange)!r}\n")
        shutil.copy(ROOT / "nbgrader_config.py", course)
        (course / "solutions" / ASSIGNMENT).mkdir(parents=True)
        for path in source_notebooks(ROOT, ASSIGNMENT):
            shutil.copy(path, course / "solutions" / ASSIGNMENT)
        for folder, mode in ((exchange, 0o777), (home, 0o755)):
            folder.mkdir()
            folder.chmod(mode)
        shutil.chown(home, student)
        made = Class(course, home, student)
        made.as_instructor("generate_assignment", ASSIGNMENT)
        made.as_instructor("release_assignment", ASSIGNMENT)
        yield made


NOTEBOOKS = {path.name for path in source_notebooks(ROOT, ASSIGNMENT)}
OF_NBGRADER = {"timestamp.txt", "submission_secret.txt"}


@pytest.mark.slow
def test_a_student_fetches_and_lists_by_the_settings_of_the_course_alone(students: Class) -> None:
    students.as_student("fetch_assignment", ASSIGNMENT)
    assert {path.name for path in (students.home / ASSIGNMENT).iterdir()} == NOTEBOOKS
    assert "segmentation unet (already downloaded)" in students.as_student("list")


@pytest.mark.slow
def test_a_folder_with_trainings_of_an_earlier_version_is_handed_in(
    students: Class, tmp_path: Path
) -> None:
    """Much larger than nbgrader's limits, and so are weights with the state of the optimizer."""
    folder = tmp_path / ASSIGNMENT
    shutil.copytree(students.course / "notebooks" / ASSIGNMENT, folder)
    (folder / "helper.py").touch()
    for name, megabytes in {
        "unet.weights.h5": 104,
        "drive.gif": 20,
        "training/decoded/0/00000000.snapshot": 165,
        "training/full/epoch_5.weights.h5": 104,
        "my_training/epoch_5.weights.h5": 104,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("wb") as file:
            file.truncate(megabytes * 1_000_000)
    collected = students.hand_in(folder)
    names = {path.relative_to(collected).as_posix() for path in entries(collected)}
    assert names == NOTEBOOKS | OF_NBGRADER | {"unet.weights.h5", "helper.py"}


@pytest.mark.slow
@pytest.mark.skipif(walls.why_none() is not None, reason=f"No walls: {walls.why_none()}")
def test_what_lies_there_after_notebook_5_is_handed_in_and_graded(
    students: Class, after_training: Path
) -> None:
    """All points, and most of those of the network: the short training is all it had."""
    collected = students.hand_in(after_training)
    assert set(contents(collected)) == NOTEBOOKS | OF_NBGRADER | {"unet.weights.h5"}
    summary = autograde(students.course, ASSIGNMENT, workers=1, console=Console(quiet=True))
    assert (summary.graded, summary.problems, summary.incidents, summary.remarks) == (1, (), (), ())
    with Gradebook(f"sqlite:///{students.course}/gradebook.db") as gradebook:
        books = gradebook.find_submission(ASSIGNMENT, students.student).notebooks
        earned = {
            grade.name: (grade.score, grade.max_score) for book in books for grade in book.grades
        }
    score, points = earned.pop("check_training_weights")
    assert [name for name, (got, most) in earned.items() if got < most] == []
    assert (sum(most for _, most in earned.values()), points) == (94, 6)
    assert score > points / 2
