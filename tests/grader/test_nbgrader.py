"""Stock nbgrader on real notebooks: every promise about marks is kept by a real run."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from rich.console import Console

from grader import demo
from grader.course import ROOT, run_nbgrader, source_notebooks

pytestmark = pytest.mark.slow

NOTEBOOK = "1_conv_block"
FULL = {
    "check_conv_block_layers": 8.0,
    "check_conv_block_outputs": 6.0,
    "check_conv_block_options": 6.0,
}


# --- the demo: right, mistaken and untouched ------------------------------------------------------


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course that `grader demo` leaves behind."""
    folder = tmp_path_factory.mktemp("demo") / "course"
    demo.run(Console(quiet=True), folder)
    return folder


def test_the_demo_gives_the_marks_it_should(demonstration: Path) -> None:
    """Every solution gets all points, every untouched notebook none, Ben loses for two mistakes."""
    marks = demo.marks_of(demonstration).T.to_dict("list")
    assert marks == {
        "ada": [20, 20, 20, 20, 20],
        "ben": [20, 14, 20, 14, 20],
        "cleo": [0, 0, 0, 0, 0],
    }


def test_the_solutions_run_to_their_end_without_an_error(demonstration: Path) -> None:
    """Their last cells assert the numbers that they should reach."""
    folder = demonstration / "autograded" / "ada" / "unet"
    errors = {
        path.stem: [output.evalue for output in outputs_of(path) if output.output_type == "error"]
        for path in sorted(folder.glob("*.ipynb"))
    }
    assert errors == {path.stem: [] for path in source_notebooks(ROOT)}


def outputs_of(path: Path) -> list[NotebookNode]:
    cells = nbformat.read(path, as_version=4).cells
    return [output for cell in cells for output in cell.get("outputs", [])]


def test_ben_reads_what_is_wrong(demonstration: Path) -> None:
    failed = dict(demo.failed_checks(demonstration, "ben"))
    assert list(failed) == ["check_upsampling_block_merging", "check_loss_compile_unet"]
    assert failed["check_upsampling_block_merging"].startswith(
        "Row 4: Concatenate joins [contractive_input, the Conv2DTranspose], expected"
    )


def test_an_untouched_notebook_reads_not_attempted_yet(demonstration: Path) -> None:
    sentences = [sentence for _, sentence in demo.failed_checks(demonstration, "cleo")]
    assert {"is not attempted yet" in sentence for sentence in sentences} == {True}


def test_the_carried_block_is_named_in_bens_feedback(demonstration: Path) -> None:
    """His wrong upsampling block costs nothing in notebook 3, and the page says why."""
    page = demonstration / "feedback" / "ben" / "unet" / "3_unet_model.html"
    assert "For grading, the course's own upsampling_block is used here" in page.read_text()


def test_the_exported_marks_are_those_of_the_gradebook(demonstration: Path) -> None:
    lines = (demonstration / "marks.csv").read_text().splitlines()
    assert [line.split(",")[-2:] for line in lines[1:]] == [
        ["100.0", "100.0"],
        ["88.0", "100.0"],
        ["0.0", "100.0"],
    ]


# --- one notebook in the ways in which students send it -------------------------------------------


def solved() -> NotebookNode:
    return nbformat.read(ROOT / "solutions" / "unet" / f"{NOTEBOOK}.ipynb", as_version=4)


def position(notebook: NotebookNode, grade_id: str) -> int:
    return next(
        number
        for number, cell in enumerate(notebook.cells)
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


def loud(notebook: NotebookNode) -> None:
    """Writes to stderr in every way there is, in the exercise and during the checks."""
    cell = notebook.cells[position(notebook, "conv_block")]
    noise = (
        "import os, sys, warnings\n"
        "    warnings.warn('a warning')\n"
        "    print('to stderr', file=sys.stderr)\n"
        "    os.write(2, b'from below\\n')\n"
        "    print(42)\n"
    )
    cell.source = cell.source.replace("### BEGIN SOLUTION\n", f"### BEGIN SOLUTION\n    {noise}")


def without_a_check(notebook: NotebookNode) -> None:
    del notebook.cells[position(notebook, "check_conv_block_layers")]


def with_an_edited_check(notebook: NotebookNode) -> None:
    notebook.cells[position(notebook, "check_conv_block_outputs")].source = "raise ValueError"


def with_a_check_twice(notebook: NotebookNode) -> None:
    copied = notebook.cells[position(notebook, "check_conv_block_options")].copy()
    copied.id = "copied"  # as JupyterLab does when it pastes a cell
    notebook.cells.append(copied)


def with_a_moved_check(notebook: NotebookNode) -> None:
    notebook.cells.insert(0, notebook.cells.pop(position(notebook, "check_conv_block_layers")))


def with_raised_points(notebook: NotebookNode) -> None:
    cell = notebook.cells[position(notebook, "check_conv_block_layers")]
    cell.metadata.nbgrader.points = 1000


def without_relu(notebook: NotebookNode) -> None:
    cell = notebook.cells[position(notebook, "conv_block")]
    cell.source = cell.source.replace('activation="relu"', 'activation="tanh"')


def with_an_experiment(notebook: NotebookNode) -> None:
    """Defines the function once more at the end, as "going further" suggests."""
    experiment = nbformat.v4.new_code_cell("def conv_block(inputs):\n    return inputs")
    notebook.cells.append(experiment)


def with_damaged_marks(notebook: NotebookNode) -> None:
    notebook.cells[0].metadata["nbgrader"] = None


def without_marks(notebook: NotebookNode) -> None:
    """Some editors drop metadata that they do not know."""
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)


def cheating_check(notebook: NotebookNode) -> None:
    """Wrong work, and a check that would let it pass."""
    without_relu(notebook)
    notebook.cells[position(notebook, "check_conv_block_layers")].source = "print('passed')"


SUBMISSIONS: dict[str, Callable[[NotebookNode], None]] = {
    "loud": loud,
    "missing": without_a_check,
    "edited": with_an_edited_check,
    "twice": with_a_check_twice,
    "moved": with_a_moved_check,
    "points": with_raised_points,
    "experiment": with_an_experiment,
    "damaged": with_damaged_marks,
    "unmarked": without_marks,
    "partial": without_relu,
    "cheating": cheating_check,
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one notebook, handed in in eleven ways and graded by stock nbgrader."""
    root = tmp_path_factory.mktemp("course")
    folder = root / "solutions" / "unet"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copy(ROOT / "solutions" / "unet" / f"{NOTEBOOK}.ipynb", folder)
    run_nbgrader(root, "generate_assignment", "unet")
    for student, change in SUBMISSIONS.items():
        notebook = solved()
        change(notebook)
        target = root / "submitted" / student / "unet"
        target.mkdir(parents=True)
        nbformat.write(notebook, target / f"{NOTEBOOK}.ipynb")
    run_nbgrader(root, "autograde", "unet")
    run_nbgrader(root, "generate_feedback", "unet")
    return root


def marks(root: Path, student: str) -> dict[str, float]:
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        submission = gradebook.find_submission_notebook(NOTEBOOK, "unet", student)
        return {grade.name: grade.score for grade in submission.grades}


@pytest.mark.parametrize("student", sorted(SUBMISSIONS.keys() - {"partial", "cheating"}))
def test_right_work_gets_all_points_however_it_is_handed_in(course: Path, student: str) -> None:
    """Neither noise nor damaged check cells cost or gain anything."""
    assert marks(course, student) == FULL


@pytest.mark.parametrize("student", ["partial", "cheating"])
def test_partial_work_earns_partial_marks(course: Path, student: str) -> None:
    """An activation is the layers' matter; outputs and options are right."""
    assert marks(course, student) == {**FULL, "check_conv_block_layers": 0.0}


@pytest.mark.parametrize(
    ("student", "expected"),
    [
        ("missing", "check cell <code>check_conv_block_layers</code> was missing"),
        ("edited", "check cell <code>check_conv_block_outputs</code> was changed"),
        ("twice", "check cell <code>check_conv_block_options</code> was there 2 times"),
        ("moved", "check cell <code>check_conv_block_layers</code> was moved"),
        ("cheating", "check cell <code>check_conv_block_layers</code> was changed"),
    ],
)
def test_the_feedback_says_what_was_repaired(course: Path, student: str, expected: str) -> None:
    page = course / "feedback" / student / "unet" / f"{NOTEBOOK}.html"
    assert f"The {expected} in the submitted notebook." in page.read_text()


@pytest.mark.parametrize(
    ("student", "expected"),
    [
        ("loud", "Success! Your notebook passes all the tests."),
        ("partial", "Row 2: Conv2D has activation tanh, expected relu."),
    ],
)
def test_validate_shows_the_sentence(course: Path, student: str, expected: str) -> None:
    """What a student reads after pressing Validate, in lines that are not cut off."""
    path = course / "submitted" / student / "unet" / f"{NOTEBOOK}.ipynb"
    log = run_nbgrader(course, "validate", str(path))
    assert expected in " ".join(log.split())


# --- formgrader -----------------------------------------------------------------------------------


TOKEN = "of-this-test"
WITH_TOKEN = {"Authorization": f"token {TOKEN}"}


@pytest.fixture
def formgrader(course: Path) -> Iterator[str]:
    """A Jupyter server with formgrader in the course; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", f"--port={port}"]
    options = [f"--IdentityProvider.token={TOKEN}", "--allow-root"]
    scripts = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": scripts}
    server = subprocess.Popen(
        [*command, *options],
        cwd=course,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/api/status")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(url: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=WITH_TOKEN), timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(url)


def test_formgrader_grades_at_the_press_of_its_button(course: Path, formgrader: str) -> None:
    """The button posts to this address; it must give the same marks again."""
    page = f"{formgrader}/formgrader/api/submission/unet/partial/autograde"
    request = urllib.request.Request(page, method="POST", headers=WITH_TOKEN)
    with urllib.request.urlopen(request, timeout=300) as answer:
        result = json.loads(answer.read())
    assert (result["success"], marks(course, "partial")) == (
        True,
        {**FULL, "check_conv_block_layers": 0.0},
    )
