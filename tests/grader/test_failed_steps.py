"""A step that fails in its middle leaves every file as it was, byte for byte."""

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from rich.console import Console

from grader import exercises
from grader.authoring import reference
from grader.authoring.new import CannotMake, new_exercise
from grader.authoring.release import release
from grader.commands import demo, rehearsal, train
from grader.course import ROOT, NbgraderFailed
from grader.errors import CourseError
from grader.grading.export import export_marks
from grader.grading.report import write_report
from grader.grading.results import GradedSubmission

SOLUTION = "def f():\n    ### BEGIN SOLUTION\n    return {}\n    ### END SOLUTION"
QUIET = Console(quiet=True)


def content_of(folder: Path) -> dict[str, bytes | None]:
    """Every file below a folder with its content, every folder with None."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def write_solution(root: Path, assignment: str, source: str) -> None:
    marks = {"grade": False, "grade_id": "f", "locked": False, "schema_version": 3}
    metadata = {"nbgrader": {**marks, "solution": True, "task": False}}
    cell = new_code_cell(source, id="f", metadata=metadata)
    (root / "solutions" / assignment).mkdir(parents=True, exist_ok=True)
    path = root / "solutions" / assignment / "1_f.ipynb"
    nbformat.write(new_notebook(cells=[cell, new_code_cell("f()", id="call")]), path)


@pytest.mark.slow
def test_a_misplaced_marker_in_one_assignment_releases_none(tmp_path: Path) -> None:
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    for assignment in ("unet", "variants"):
        (released := tmp_path / "notebooks" / assignment).mkdir(parents=True)
        (released / "1_f.ipynb").write_text("as it was released before")
    write_solution(tmp_path, "unet", SOLUTION.format(2))
    write_solution(tmp_path, "variants", SOLUTION.format(2).replace("### END SOLUTION", "pass"))
    before = content_of(tmp_path / "notebooks")
    with pytest.raises(NbgraderFailed, match="no end solution statement found"):
        release(tmp_path)
    assert content_of(tmp_path / "notebooks") == before


def test_a_new_exercise_whose_museum_has_no_place_is_not_begun(tmp_path: Path) -> None:
    register = tmp_path / "grader" / "exercises" / "__init__.py"
    register.parent.mkdir(parents=True)
    shutil.copy(ROOT / "grader" / "exercises" / "__init__.py", register)
    (tmp_path / "tests").touch()
    before = content_of(tmp_path)
    with pytest.raises(CannotMake, match=r"Nothing was written: .*tests.*: Not a directory"):
        new_exercise(tmp_path, "edge_map", "variants")
    assert content_of(tmp_path) == before


def test_a_full_disk_leaves_the_reference_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, largest_file: Any
) -> None:
    tables = [pd.DataFrame({"params": range(rows)}) for rows in (3, 3000)]
    computed = list(zip(exercises.find("conv_block").references, tables, strict=True))
    monkeypatch.setattr(reference, "_compute", lambda _: computed)
    (folder := tmp_path / "tests" / "reference").mkdir(parents=True)
    for one, _ in computed:
        (folder / f"{one.name}.csv").write_text("old")
    before = content_of(tmp_path)
    with largest_file(5000), pytest.raises(OSError, match="File too large"):
        reference.write(tmp_path)
    assert content_of(tmp_path) == before


@pytest.fixture(scope="module")
def db_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A gradebook with five hundred students, whose marks take more than a few kilobytes."""
    url = f"sqlite:///{tmp_path_factory.mktemp('class') / 'gradebook.db'}"
    with Gradebook(url) as gradebook:
        gradebook.add_assignment("unet")
        gradebook.add_notebook("1_conv_block", "unet")
        for number in range(500):
            gradebook.add_student(f"student-{number}")
    return url


# nbgrader's own exporter leaves its file open when a write fails.
@pytest.mark.filterwarnings("ignore:Exception ignored:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", ["canvas", "moodle", "nbgrader"])
def test_a_full_disk_leaves_the_marks_exported_before(
    db_url: str, tmp_path: Path, kind: Any, largest_file: Any
) -> None:
    (folder := tmp_path / "marks").mkdir()
    (folder / "marks.csv").write_text("old")
    course = CourseDirectory(db_url=db_url)
    with (
        largest_file(5000),
        pytest.raises(CourseError, match=r"marks\.csv cannot be written .*File too large"),
    ):
        export_marks(str(folder / "marks.csv"), kind, "unet", None, course)
    assert content_of(folder) == {"marks.csv": b"old"}


def test_a_full_disk_leaves_the_report_before(tmp_path: Path, largest_file: Any) -> None:
    """Its tables fit, its page does not."""
    write_report([GradedSubmission("ann", "unet", 1, "key", ())], tmp_path, "unet")
    before = content_of(tmp_path)
    size = (tmp_path / "index.html").stat().st_size
    with (
        largest_file(size - 1),
        pytest.raises(CourseError, match=r"report cannot be written to .*File too large"),
    ):
        write_report([GradedSubmission("ben", "unet", 1, "key", ())], tmp_path, "unet")
    assert content_of(tmp_path) == before


def test_a_full_disk_leaves_the_notebooks_of_the_training_before(
    tmp_path: Path, largest_file: Any
) -> None:
    for path in (ROOT / "solutions" / "unet").glob("*.ipynb"):
        (tmp_path / path.name).write_text("{}")
    before = content_of(tmp_path)
    with largest_file(25_000), pytest.raises(CourseError, match="File too large"):
        train.train("short", QUIET, tmp_path)
    assert content_of(tmp_path) == before


def fails(*_: Any) -> None:
    raise NbgraderFailed("no")


def test_a_demo_that_cannot_be_laid_out_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder := tmp_path / "demo").mkdir()
    (folder / "gradebook.db").write_text("old")
    monkeypatch.setattr(rehearsal, "run_nbgrader", fails)
    with pytest.raises(NbgraderFailed):
        demo.run(QUIET, folder)
    assert content_of(tmp_path) == {"demo": None, "demo/gradebook.db": b"old"}


def test_a_rehearsal_that_cannot_be_laid_out_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder := tmp_path / "rehearsal").mkdir()
    (folder / ".rehearsal").write_text("old")
    monkeypatch.setattr(rehearsal, "run_nbgrader", fails)
    with pytest.raises(NbgraderFailed):
        rehearsal.lay_out_course(folder, exercises.of_assignment("unet"))
    assert content_of(tmp_path) == {"rehearsal": None, "rehearsal/.rehearsal": b"old"}
