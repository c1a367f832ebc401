"""What is handed in of a student's folder: nbgrader, git and the grader agree on it."""

import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import ignore_patterns

from grader.course import ROOT
from grader.grading.recording import read_config
from grader.handing_in import LEFT_BEHIND, entries

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


@pytest.mark.slow
def test_an_assignment_is_generated_without_an_activated_environment(tmp_path: Path) -> None:
    """By the program itself and before there is a gradebook, which alembic has to make."""
    course = tmp_path / "course"
    for name in ("solutions", "notebooks"):
        shutil.copytree(ROOT / name / "bonus", course / name / "bonus")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    released = course / "notebooks" / "bonus"
    before = contents(released)
    nbgrader(course, "generate_assignment", "bonus", "--force")
    assert contents(released) == before


def contents(folder: Path) -> dict[str, bytes]:
    """The files below a folder by name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def nbgrader(folder: Path, *arguments: str) -> str:
    """Run the installed program in a folder, as somebody who has activated nothing; its log."""
    program = Path(sysconfig.get_path("scripts"), "nbgrader")
    run = subprocess.run(
        [program, *arguments],
        cwd=folder,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:]
    return run.stdout
