"""A new exercise works as it stands: in a copy of the course it is made, released and checked."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring.new import CannotMake, new_exercise
from grader.course import ROOT
from grader.errors import UnknownName

REGISTER = Path("grader", "exercises", "__init__.py")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The little of a course that a new exercise is written into."""
    (tmp_path / REGISTER).parent.mkdir(parents=True)
    shutil.copy(ROOT / REGISTER, tmp_path / REGISTER)
    (tmp_path / "solutions" / "unet").mkdir(parents=True)
    (tmp_path / "solutions" / "unet" / "5_training.ipynb").touch()
    return tmp_path


def test_every_file_of_an_exercise_is_made(course: Path) -> None:
    written = new_exercise(course, "edge_map", "variants")
    expected = [
        "grader/exercises/edge_map/__init__.py",
        "grader/exercises/edge_map/probe.py",
        "grader/exercises/edge_map/judge.py",
        "tests/submissions/edge_map/right/reference.py",
        "tests/submissions/edge_map/wrong/squared.py",
        "solutions/variants/edge_map.ipynb",
    ]
    assert [path.relative_to(course).as_posix() for path in written] == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("()", '("edge_map",)'),
        ('("first",)', '("first", "edge_map")'),
        (f'("{"x" * 70}",)', f'(\n        "{"x" * 70}",\n        "edge_map",\n    )'),
        ('(\n        "first",\n    )', '("first", "edge_map")'),
    ],
)
def test_its_name_is_put_into_the_table_as_ruff_formats_it(
    course: Path, before: str, after: str
) -> None:
    register = course / REGISTER
    register.write_text(f'ASSIGNMENTS = {{\n    "variants": {before},\n}}\n')
    new_exercise(course, "edge_map", "variants")
    assert register.read_text() == f'ASSIGNMENTS = {{\n    "variants": {after},\n}}\n'


def test_a_notebook_gets_the_next_number_where_they_are_numbered(course: Path) -> None:
    *_, notebook = new_exercise(course, "edge_map", "unet")
    assert notebook.name == "6_edge_map.ipynb"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("EdgeMap", "'EdgeMap' cannot be the name of a function. Use small letters"),
        ("class", "'class' cannot be the name of a function. Use small letters"),
        ("conv_block", "The name 'conv_block' is taken. Known exercises: conv_block"),
    ],
)
def test_a_name_that_cannot_be_is_refused(course: Path, name: str, reason: str) -> None:
    before = sorted(course.rglob("*"))
    with pytest.raises(CannotMake) as refusal:
        new_exercise(course, name, "variants")
    assert str(refusal.value).startswith(reason)
    assert sorted(course.rglob("*")) == before


def test_what_is_there_is_not_written_over(course: Path) -> None:
    mine = course / "solutions" / "variants" / "edge_map.ipynb"
    mine.parent.mkdir()
    mine.write_text("mine")
    with pytest.raises(CannotMake, match=r"There is a solutions/variants/edge_map.ipynb already"):
        new_exercise(course, "edge_map", "variants")
    assert mine.read_text() == "mine"


def test_an_unknown_assignment_is_named(course: Path) -> None:
    with pytest.raises(UnknownName) as refusal:
        new_exercise(course, "edge_map", "variant")
    assert str(refusal.value) == (
        "Unknown assignment 'variant'. Did you mean 'variants'? Known: unet, variants, bonus, "
        'start. For a new one, put `"variant": (),` beside the others in '
        "grader/exercises/__init__.py."
    )


@pytest.mark.slow
def test_a_new_exercise_is_released_and_checked_and_its_notebook_runs(tmp_path: Path) -> None:
    copy = tmp_path / "course"
    others = ("unet", "variants")  # not needed here, and each costs a release
    ignored = shutil.ignore_patterns(".venv", ".git", "cache", "_build", "*.h5", *others)
    shutil.copytree(ROOT, copy, ignore=ignored)

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("-m", "grader", "new", "edge_map", "--assignment", "bonus")
    run("-m", "grader", "release")
    run("-m", "ruff", "check", "grader", "solutions")
    run(
        "-m", "ruff", "format", "--check", "grader/exercises/edge_map", "tests/submissions/edge_map"
    )
    answers = "tests/submissions/edge_map"
    assert "✓" in run("-m", "grader", "check", "edge_map", f"{answers}/right/reference.py")
    notebook = "solutions/bonus/edge_map.ipynb"
    # A check that fails raises, and so does the last cell.
    run("-m", "jupyter", "nbconvert", "--to", "notebook", "--execute", "--stdout", notebook)
    run("-m", "pytest", "-q", "-k", "edge_map", "tests/grader/test_museum.py")
