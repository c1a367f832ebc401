"""The course's steps in stock nbgrader, where the engine fails at a notebook."""

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.course import ROOT
from grader.grading import grade as module
from grader.grading import preprocessors
from grader.grading.marking import NOT_GRADED
from grader.grading.preprocessors import RepairCells, RunAndJudge
from grader.grading.recording import read_config

NOTEBOOK = "1_conv_block"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one notebook, which ana handed in as it was released."""
    released = ROOT / "notebooks" / "unet" / f"{NOTEBOOK}.ipynb"
    for folder in ("solutions/unet", "notebooks/unet", "submitted/ana/unet"):
        (tmp_path / folder).mkdir(parents=True)
        shutil.copy(released, tmp_path / folder)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    return tmp_path


def resources(course: Path) -> dict[str, Any]:
    names = {"notebook": NOTEBOOK, "assignment": "unet", "student": "ana"}
    return {"nbgrader": {**names, "db_url": f"sqlite:///{course}/gradebook.db"}}


def handed_in(course: Path) -> nbformat.NotebookNode:
    return nbformat.read(course / "submitted/ana/unet" / f"{NOTEBOOK}.ipynb", as_version=4)


def fail(*_: object) -> None:
    raise RuntimeError("a bug")


def test_the_traceback_lies_where_grader_autograde_puts_it(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "repair", fail)
    step = RunAndJudge(config=read_config(course))
    judged, _ = step.preprocess(handed_in(course), resources(course))
    outputs = [output for cell in judged.cells for output in cell.get("outputs", [])]
    errors = {output.ename for output in outputs if output.output_type == "error"}
    assert errors == {NOT_GRADED}
    file = course / "grading" / "unet" / "errors" / "ana" / f"{NOTEBOOK}.txt"
    assert "in fail" in file.read_text()


def test_the_traceback_of_an_earlier_grading_goes(course: Path) -> None:
    """Else it would be read as one of the grading that went through."""
    file = course / "grading" / "unet" / "errors" / "ana" / f"{NOTEBOOK}.txt"
    file.parent.mkdir(parents=True)
    file.write_text("a bug that was mended")
    (course / "submitted/ana/unet" / f"{NOTEBOOK}.ipynb").write_bytes(b"")  # runs no kernel
    step = RunAndJudge(config=read_config(course))
    step.preprocess(nbformat.v4.new_notebook(), resources(course))
    assert list(file.parent.iterdir()) == []


def test_what_cannot_be_repaired_is_left_to_the_step_that_tells_of_it(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preprocessors, "repair", fail)
    notebook = handed_in(course)
    released = [cell.source for cell in notebook.cells]
    notebook.cells.append(nbformat.v4.new_code_cell("of the student's own"))
    repaired, _ = RepairCells(config=read_config(course)).preprocess(notebook, resources(course))
    assert [cell.source for cell in repaired.cells] == released
