"""What holds for every exercise: its notebook and its checks fit each other."""

import sys

import nbformat
import pytest
from nbformat import NotebookNode

from grader import exercises
from grader.course import ROOT
from grader.exercises.boundary_iou import probe


def solution(name: str) -> NotebookNode:
    """The notebook in which an exercise is solved."""
    folder = ROOT / "solutions" / exercises.assignment_of(name)
    path = folder / f"{exercises.notebook(name)}.ipynb"
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook


@pytest.mark.parametrize("name", exercises.COURSE.exercises)
def test_every_part_has_a_check_cell_worth_its_points(name: str) -> None:
    parts = exercises.find(name).parts
    marks = [cell.metadata.get("nbgrader", {}) for cell in solution(name).cells]
    points = {mark["grade_id"]: mark["points"] for mark in marks if mark.get("grade")}
    assert points == {f"check_{name}_{part.name}": part.points for part in parts}


@pytest.mark.parametrize("name", exercises.COURSE.exercises)
def test_every_function_has_a_cell_to_be_written_in(name: str) -> None:
    marks = [cell.metadata.get("nbgrader", {}) for cell in solution(name).cells]
    written = [mark["grade_id"] for mark in marks if mark.get("solution")]
    assert written == list(exercises.find(name).functions)


@pytest.mark.parametrize("name", exercises.COURSE.exercises)
def test_both_halves_have_the_same_parts(name: str) -> None:
    parts = exercises.find(name).parts
    functions = {part.name: part.function for part in parts}
    probes = {part.name: part.probe for part in parts}
    assert (functions, probes) == (exercises.functions(name), exercises.probes(name))


@pytest.mark.parametrize("half", ["FUNCTIONS", "PROBES"])
def test_a_part_without_a_probe_or_a_function_is_named(
    half: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(getattr(probe, half), "mean", "mean")
    with pytest.raises(exercises.PartsDiffer) as raised:
        exercises.find("boundary_iou")
    assert str(raised.value) == (
        "boundary_iou: 'mean' stands in only one of FUNCTIONS and PROBES in probe.py. Each part "
        "needs an entry in both."
    )


def test_a_part_without_a_judge_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for half in (probe.FUNCTIONS, probe.PROBES):
        monkeypatch.setitem(half, "mean", "mean")  # type: ignore[misc]
    with pytest.raises(exercises.PartsDiffer, match="'mean' stands in only one half"):
        exercises.find("boundary_iou")


def test_a_part_that_only_the_judge_has_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for half in (probe.FUNCTIONS, probe.PROBES):
        monkeypatch.delitem(half, "score")  # type: ignore[misc]
    monkeypatch.delitem(sys.modules, "grader.exercises.boundary_iou.judge")
    with pytest.raises(exercises.PartsDiffer, match="the judge has the part 'score'"):
        exercises.find("boundary_iou")
