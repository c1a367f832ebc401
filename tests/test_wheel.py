"""The package installed without its checkout: it checks, and what it cannot do it says."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course import ROOT

RUN = "import sys; from grader.cli import main; main(sys.argv[1:])"
pytestmark = pytest.mark.slow

NEED_A_CHECKOUT = (
    "release --check",
    "release",
    "reference --check",
    "reference",
    "new edge_map",
    "demo",
    "rehearse",
    "train",
)


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", *arguments, "--no-deps", "--no-index"]
    subprocess.run(command, check=True, capture_output=True, text=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package as its wheel has it. A copy is built: setuptools leaves files."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    ignored = shutil.ignore_patterns("__pycache__", "cache")
    for name in ("grader", "data", "lessons"):
        shutil.copytree(ROOT / name, source / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    pip("wheel", "--no-build-isolation", "--wheel-dir", str(folder), str(source))
    pip("install", "--target", str(folder / "site"), *map(str, folder.glob("*.whl")))
    return folder / "site"


def run(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-B", "-c", RUN, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(site), "COLUMNS": "1000"},
        capture_output=True,
        text=True,
        check=False,
    )


def files_of(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", NEED_A_CHECKOUT)
def test_a_command_that_needs_a_checkout_says_so_and_writes_nothing(
    installed: Path, tmp_path: Path, command: str
) -> None:
    before = files_of(installed)
    ended = run(installed, tmp_path, *command.split())
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        2,
        "",
        "This command needs a checkout of the course: its notebooks and tests are not in the "
        f"package that is installed in {installed}. Get one with `git clone`, run `pip install "
        "--editable .` in its folder, and then this command again.\n",
    )
    assert (files_of(installed), list(tmp_path.iterdir())) == (before, [])


def test_grading_wants_a_course_to_grade_in(installed: Path, tmp_path: Path) -> None:
    ended = run(installed, tmp_path, "autograde", "unet")
    says = f"There is no course in {tmp_path}. Run this in the course's folder.\n"
    assert (ended.returncode, ended.stderr) == (2, says)


def test_an_answer_is_checked_anywhere(installed: Path, tmp_path: Path) -> None:
    right = ROOT / "tests" / "submissions" / "boundary_iou" / "right"
    ended = run(installed, tmp_path, "check", "boundary_iou", str(min(right.glob("*.py"))))
    assert (ended.returncode, ended.stderr) == (0, "")
