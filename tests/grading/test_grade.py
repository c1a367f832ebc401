"""One submission, from a folder to marks: the Python API with the real kernel and walls."""

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import h5py
import nbformat
import numpy as np
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grader.course import ROOT, source_notebooks
from grader.exercises.training.weights import judge as weights
from grader.exercises.training.weights.judge.network import kernel_shapes
from grader.grading import grade as module
from grader.grading.execution import Execution
from grader.grading.grade import find_notebooks, grade, grade_folder
from grader.grading.material import Material, load_material
from grader.grading.options import Options
from grader.grading.repair import repair
from grader.grading.results import GradedSubmission
from grader.grading.submission import Submission
from grader.notebook.render import EVIDENCE_MIME
from grader.sandbox.walls import NoWalls

NOTEBOOK = "1_conv_block"
NAMES = ["1_conv_block", "2_upsampling_block", "3_unet_model", "4_loss", "5_training"]


@pytest.fixture(scope="module")
def material() -> Material:
    return load_material(ROOT / "notebooks" / "unet", ROOT / "solutions" / "unet", "unet")


def only(material: Material, *names: str) -> Material:
    """The course with these notebooks alone, so that a test takes seconds."""
    chosen = {name: material.notebooks[name] for name in names}
    return Material(material.assignment, chosen, material.functions)


def solved(name: str = NOTEBOOK) -> NotebookNode:
    return nbformat.read(ROOT / "solutions" / "unet" / f"{name}.ipynb", as_version=4)


def handed_in(**notebooks: NotebookNode) -> Submission:
    files = {f"{name}.ipynb": nbformat.writes(book).encode() for name, book in notebooks.items()}
    return Submission("ada", "unet", files)


def exercise(notebook: NotebookNode) -> NotebookNode:
    return next(
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")
    )


def test_a_renamed_notebook_is_known_by_its_exercise(material: Material) -> None:
    found = find_notebooks(handed_in(**{"my_work (1)": solved()}), only(material, NOTEBOOK))
    assert [incident.message for incident in found.incidents] == [
        "1_conv_block.ipynb was not handed in; my_work (1).ipynb defines its exercises and was "
        "graded in its place."
    ]
    assert isinstance(found.documents[NOTEBOOK], NotebookNode)


def test_one_renamed_notebook_does_not_stand_for_two(material: Material) -> None:
    both = solved()
    second = solved("2_upsampling_block").cells
    for number, cell in enumerate(second):
        cell.id = f"second-{number}"
    both.cells += second
    found = find_notebooks(handed_in(both=both), only(material, NOTEBOOK, "2_upsampling_block"))
    assert [incident.kind for incident in found.incidents] == ["renamed", "missing"]


def test_another_language_is_named(material: Material) -> None:
    notebook = solved()
    notebook.metadata["kernelspec"] = {"name": "ir", "language": "R", "display_name": "R"}
    found = find_notebooks(handed_in(**{NOTEBOOK: notebook}), only(material, NOTEBOOK))
    assert found.incidents[0].message == (
        "1_conv_block.ipynb says that it is written in r. It was run as Python; ask the student to "
        "choose the Python kernel."
    )


def test_half_a_character_in_a_notebook_is_named(material: Material) -> None:
    notebook = solved()
    notebook.cells.append(nbformat.v4.new_code_cell("# \ud800"))
    submission = Submission("ada", "unet", {f"{NOTEBOOK}.ipynb": json.dumps(notebook).encode()})
    found = find_notebooks(submission, only(material, NOTEBOOK))
    assert [incident.message for incident in found.incidents] == [
        "1_conv_block.ipynb holds halves of characters, which cannot be stored; \ufffd stands for "
        "each. Ask the student to type them anew."
    ]


@pytest.mark.slow
def test_what_the_engine_fails_at_has_no_mark_and_the_other_notebooks_have_theirs(
    material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The function of the first is then the course's own in the second, which costs nothing."""
    names = ("1_conv_block", "3_unet_model")

    def fail_at_the_first(cells: list[NotebookNode], released: list[NotebookNode]) -> Any:
        if released == first:
            raise RuntimeError("a bug")
        return repair(cells, released)

    first = material.released[names[0]].cells
    monkeypatch.setattr(module, "repair", fail_at_the_first)
    submission = handed_in(**{name: solved(name) for name in names})
    graded = grade(submission, only(material, *names), seed=1)
    assert [notebook.score for notebook in graded.notebooks] == [0, 20]
    assert {check.status for check in graded.notebooks[0].checks} == {"not graded"}
    (incident,) = graded.engine_errors
    assert incident.message == (
        "1_conv_block.ipynb has no mark: the grader failed at it (RuntimeError: a bug)."
    )
    assert "in fail_at_the_first" in incident.traceback
    assert "a bug" not in graded.notebooks[0].document


def test_an_error_of_the_engine_while_it_reads_is_told_apart(
    material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(content: bytes) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(module, "read_document", fail)
    graded = grade(handed_in(**{NOTEBOOK: solved()}), only(material, NOTEBOOK), seed=1)
    assert [incident.kind for incident in graded.incidents] == ["engine"]
    assert {check.status for check in graded.notebooks[0].checks} == {"not graded"}


def test_a_machine_without_walls_is_no_fault_of_one_notebook(
    material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise NoWalls("no walls here")

    monkeypatch.setattr(module, "execute", fail)
    with pytest.raises(NoWalls):
        grade(handed_in(**{NOTEBOOK: solved()}), only(material, NOTEBOOK), seed=1)


@pytest.mark.parametrize(
    ("name", "carried"),
    [
        ("1_conv_block", set()),
        ("3_unet_model", {"conv_block", "upsampling_block"}),
        ("4_loss", set()),
        ("5_training", {"conv_block", "upsampling_block", "unet_model", "compile_unet"}),
    ],
)
def test_a_notebook_is_given_what_it_carries_and_nothing_else(
    material: Material, name: str, carried: set[str]
) -> None:
    """The course's own functions are answers to other exercises."""
    assert material.carried_into(name) == carried


@pytest.mark.slow
def test_a_notebook_alone_gets_the_courses_functions(material: Material) -> None:
    name = "3_unet_model"
    graded = grade(handed_in(**{name: solved(name)}), only(material, name), seed=1)
    assert (graded.score, "not part of this assignment" in graded.notebooks[0].document) == (
        20,
        True,
    )


@pytest.mark.slow
def test_a_missing_notebook_costs_its_own_points_only(material: Material) -> None:
    course = only(material, NOTEBOOK, "2_upsampling_block")
    graded = grade(handed_in(**{NOTEBOOK: solved()}), course, seed=1)
    assert [notebook.score for notebook in graded.notebooks] == [20, 0]
    assert {check.reason for check in graded.notebooks[1].checks} == {
        "2_upsampling_block.ipynb was not handed in. Ask the student whether it was forgotten."
    }


@pytest.mark.slow
def test_the_same_seed_gives_the_same_verdicts(material: Material) -> None:
    wrong = solved()
    exercise(wrong).source = exercise(wrong).source.replace('"relu"', '"tanh"')
    course = only(material, NOTEBOOK)
    verdicts = [
        [
            (check.status, [finding.message for finding in check.findings])
            for check in grade(handed_in(**{NOTEBOOK: wrong}), course, seed=5).notebooks[0].checks
        ]
        for _ in range(2)
    ]
    assert verdicts[0] == verdicts[1]
    assert [status for status, _ in verdicts[0]] == ["failed", "passed", "passed"]


@pytest.mark.slow
def test_a_name_from_a_demonstration_is_there_when_it_is_asked_for_in_a_roundabout_way(
    material: Material,
) -> None:
    """No one can see from the text that the cell reads `image`; the notebook then runs whole."""
    notebook = solved()
    cell = exercise(notebook)
    cell.source += "\n\nassert eval('ima' + 'ge').ndim == 3"
    graded = grade(handed_in(**{NOTEBOOK: notebook}), only(material, NOTEBOOK), seed=1)
    document = nbformat.reads(graded.notebooks[0].document, as_version=4)
    errors = [
        output.evalue
        for cell in document.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert (graded.score, errors) == (20, [])


UNKNOWN = "name 'photo' is not defined"


@pytest.mark.parametrize(
    "output, again",
    [
        (new_output("error", ename="NameError", evalue=UNKNOWN, traceback=[]), True),
        (new_output("display_data", data={EVIDENCE_MIME: {"message": UNKNOWN}}), True),
        (new_output("stream", text=UNKNOWN), False),
        (new_output("display_data", data={"text/plain": UNKNOWN}), False),
        (new_output("error", ename="KeyError", evalue="photo", traceback=[]), False),
    ],
    ids=["error", "record", "print", "display", "another error"],
)
def test_errors_and_records_say_what_was_missed_not_what_is_printed(
    output: NotebookNode, again: bool
) -> None:
    cells = [new_code_cell("photo = 1"), new_code_cell("globals()['photo']", outputs=[output])]
    execution = Execution(new_notebook(cells=cells), ran={1})
    assert module._missed(execution, {1}) == again


def test_a_second_run_has_the_time_that_the_first_one_left(
    material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[float] = []

    def run(notebook: NotebookNode, *others: Any) -> Execution:
        given.append(others[-1].limits.notebook_seconds)
        return Execution(notebook, left=200)

    monkeypatch.setattr(module, "execute", run)
    monkeypatch.setattr(module, "_missed", lambda *_: True)
    grade(handed_in(**{NOTEBOOK: solved()}), only(material, NOTEBOOK), seed=1)
    assert given == [300, 200]


@pytest.mark.slow
def test_every_cell_runs_when_that_is_asked_for(material: Material) -> None:
    options = Options(every_cell=True)
    graded = grade(handed_in(**{NOTEBOOK: solved()}), only(material, NOTEBOOK), 1, options)
    document = nbformat.reads(graded.notebooks[0].document, as_version=4)
    pictures = [
        output
        for cell in document.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert (graded.score, len(pictures) > 3) == (20, True)


@pytest.mark.slow
def test_the_solutions_in_a_folder_get_all_points_but_those_of_a_network(tmp_path: Path) -> None:
    """Whatever an author who ran them has left in the folder in which they stand."""
    folder = tmp_path / "unet"
    folder.mkdir()
    for path in source_notebooks(ROOT, "unet"):
        shutil.copy(path, folder)
    graded = grade_folder(folder, seed=1)
    expected = {**dict.fromkeys(NAMES, 20), "5_training": 14}  # no network lies beside them
    assert {book.name: book.score for book in graded.notebooks} == expected
    assert (graded.student, graded.incidents) == ("unet", ())
    assert GradedSubmission.from_json(graded.as_json()) == graded


def test_a_folder_without_notebooks_has_all_of_them_missing(tmp_path: Path) -> None:
    graded = grade_folder(tmp_path)
    assert (graded.score, graded.max_score) == (0, 100)
    assert [incident.kind for incident in graded.incidents] == ["missing"] * 5


@pytest.fixture
def network() -> bytes:
    """A network of the right shapes that has learned nothing."""
    rng = np.random.default_rng(0)
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        for kind, shapes in kernel_shapes().items():
            for number, shape in enumerate(shapes):
                place = f"layers/{kind}_{number}" if number else f"layers/{kind}"
                bias = shape[2] if kind == "conv2d_transpose" else shape[3]
                file[f"{place}/vars/0"] = rng.normal(0, 0.05, shape).astype(np.float32)
                file[f"{place}/vars/1"] = np.zeros(bias, np.float32)
    return buffer.getvalue()


@pytest.mark.slow
def test_a_network_is_marked_by_what_it_reaches_as_it_was_handed_in(
    material: Material, network: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a scale on which hardly anything is worth half of the points."""
    monkeypatch.setattr(weights, "FLOOR", -0.5)
    monkeypatch.setattr(weights, "FULL", 0.5)
    name = "5_training"
    notebook = nbformat.reads(material.notebooks[name], as_version=4)
    writes = "open('unet.weights.h5', 'wb').write(b'another network')"
    notebook.cells.insert(0, nbformat.v4.new_code_cell(writes))
    submission = handed_in(**{name: notebook})
    submission = replace(submission, files={**submission.files, "unet.weights.h5": network})

    graded = grade(submission, only(material, name), seed=1)

    *others, check = graded.notebooks[0].checks
    assert {other.status for other in others} == {"not attempted"}
    assert (check.cell, check.status, check.score) == ("check_training_weights", "failed", 3.0)
    assert check.findings[0].message.startswith("On 30 hidden drives the network reaches mean IoU ")
    assert ": 3 of 6 points;" in check.findings[0].message
