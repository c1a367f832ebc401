"""Where the course's folders are, and nbgrader run on them."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from data.location import data_directory
from grader import courses
from grader.errors import CourseError

ROOT = Path(__file__).resolve().parent.parent


class NbgraderFailed(CourseError):
    """An nbgrader step failed; the message ends with its log."""


def first_assignment() -> str:
    """The core of the course, which rehearsals and the demo are about."""
    return next(iter(courses.current().assignments))


def checkout() -> Path:
    """The course's own folder, for commands that read or write more than the packages have.

    Raises:
        CourseError: the package is installed without it.
    """
    if (folder := courses.root()) is not None:
        courses.current()  # says what is wrong with its settings
        return folder
    if not (ROOT / "solutions").is_dir():
        raise CourseError(
            "This command needs a checkout of the course: its notebooks and tests are not in the "
            f"package that is installed in {ROOT}. Get one with `git clone`, run `pip install "
            "--editable .` in its folder, and then this command again."
        )
    return ROOT


def source_notebooks(root: Path, assignment: str) -> list[Path]:
    """The solution notebooks of the course at ``root``, in their order."""
    folder = root / "solutions" / assignment
    notebooks = sorted(folder.glob("*.ipynb"))
    if not notebooks:
        raise CourseError(f"There are no notebooks in {folder}.")
    return notebooks


def assignments_of(root: Path) -> list[str]:
    """The assignments whose solutions are in the course at ``root``."""
    return [name for name in courses.current().assignments if (root / "solutions" / name).is_dir()]


def training_folder() -> Path:
    """Where `grader train` works and keeps what it trained."""
    data = courses.current().data or data_directory
    return data() / "weights"


def trained(name: str) -> Path | None:
    """What a training of the course left behind, by its name; None if none did."""
    path = training_folder() / name
    return path if path.is_file() else None


def run_nbgrader(root: Path, *arguments: str) -> str:
    """Run ``nbgrader ARGUMENTS`` in ``root`` and return its log."""
    put_scripts_on_path()
    run = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if run.returncode:
        command = "nbgrader " + " ".join(arguments)
        raise NbgraderFailed(f"`{command}` failed in {root}. Its log ends:\n{run.stdout[-3000:]}")
    return run.stdout


def put_scripts_on_path() -> None:
    """nbgrader starts `alembic` by name: it must be found without an activated environment."""
    scripts, path = sysconfig.get_path("scripts"), os.environ.get("PATH", "")
    if scripts not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([scripts, path])


def keep_temporary_files_together() -> None:
    """Let what this process and its kernels leave in the temporary folder go with this process.

    Where files cannot be locked as this needs, on Windows, nothing is graded and nothing is done.
    """
    if os.name == "posix":
        from grader.sandbox import scratch

        scratch.keep_together()
