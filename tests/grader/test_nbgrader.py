"""nbgrader on real notebooks: every promise about marks is kept by a real run."""

import ast
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from rich.console import Console

from grader.cli import main
from grader.commands import demo, rehearsal
from grader.course import ROOT, run_nbgrader
from grader.notebook.render import EVIDENCE_MIME
from grader.sandbox import scratch, walls

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(walls.why_none() is not None, reason=f"No walls: {walls.why_none()}"),
]

NOTEBOOK = "1_conv_block"
PRINTED, LEFT = "printed.txt", "left.txt"
FULL = {
    "check_conv_block_layers": 8.0,
    "check_conv_block_outputs": 6.0,
    "check_conv_block_options": 6.0,
}


# --- the demo: right, mistaken and untouched ------------------------------------------------------


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory, short_root: Path) -> Path:
    """The course that `grader demo` leaves behind where no network was trained."""
    folder = tmp_path_factory.mktemp("demo") / "course"
    with (
        pytest.MonkeyPatch.context() as patch,
        (folder.parent / PRINTED).open("w") as printed,
        scratch.folder(short_root) as temporary,
    ):
        patch.setattr(rehearsal, "trained", lambda _: None)
        patch.setattr(tempfile, "tempdir", str(temporary))
        patch.setenv("TMPDIR", str(temporary))
        demo.run(Console(file=printed, width=100), folder)
        (folder.parent / LEFT).write_text("\n".join(os.listdir(temporary)))
    return folder


def test_the_demo_leaves_no_temporary_file(demonstration: Path) -> None:
    assert (demonstration.parent / LEFT).read_text() == ""


def test_the_readme_shows_what_the_demo_prints(demonstration: Path) -> None:
    """Line by line, with others left out between them; the terminal may be narrower."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^ +student +1 conv block.*?(?=^\S)", readme, re.MULTILINE | re.DOTALL)
    assert block
    shown = [" ".join(line.split()) for line in block[0].splitlines() if line.strip()]
    printed = " ".join((demonstration.parent / PRINTED).read_text(encoding="utf-8").split())
    missing = []
    for line in shown:
        _, found, rest = printed.partition(line)
        missing += [] if found else [line]
        printed = rest if found else printed
    assert missing == []


def test_the_readmes_commands_for_teachers_run(
    demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the demo's class, whose results are known: nothing is graded a second time."""
    course = shutil.copytree(demonstration, tmp_path / "course")
    for path in (course / "report", course / "marks.csv"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    monkeypatch.chdir(course)
    for command in (
        "autograde unet --report report",
        "export unet --to marks.csv --format canvas",
    ):
        with pytest.raises(SystemExit) as ended:
            main(command.split())
        assert ended.value.code == 0
    assert (course / "report" / "index.html").exists()
    written = pd.read_csv(course / "marks.csv")
    assert [name for name in written["Student"] if name in ("ada", "ben", "cleo")] == [
        "ada",
        "ben",
        "cleo",
    ]


def test_the_guides_python_grades_a_folder(
    demonstration: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    guide = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
    block = re.search(r"^ {4}from pathlib import Path\n(?: {4}.*\n|\n)+", guide, re.MULTILINE)
    assert block
    shutil.copytree(demonstration / "submitted" / "cleo", tmp_path / "submitted" / "ana")
    monkeypatch.chdir(tmp_path)
    exec(textwrap.dedent(block[0]), {})
    score, _, statuses = capsys.readouterr().out.strip().partition(" ")
    assert (score, set(ast.literal_eval(statuses))) == ("0.0", {"not attempted"})


def test_the_demo_gives_the_marks_it_should(demonstration: Path) -> None:
    """Every solution gets all points, every untouched notebook none, Ben loses for two mistakes.

    There is no trained network to hand in, which is worth 6 points.
    """
    marks = rehearsal.marks_of(demonstration)
    assert {student: list(points.values()) for student, points in marks.items()} == {
        "ada": [20, 20, 20, 20, 14],
        "ben": [20, 14, 20, 14, 14],
        "cleo": [0, 0, 0, 0, 0],
    }


def test_ben_reads_what_is_wrong(demonstration: Path) -> None:
    failed = dict(rehearsal.failed_checks(demonstration, "ben"))
    assert list(failed) == [
        "check_upsampling_block_merging",
        "check_loss_compile_unet",
        "check_training_weights",
    ]
    assert failed["check_upsampling_block_merging"].startswith(
        "Row 4: Concatenate joins [contractive_input, the Conv2DTranspose], expected"
    )


def test_an_untouched_notebook_reads_not_attempted_yet(demonstration: Path) -> None:
    sentences = [sentence for _, sentence in rehearsal.failed_checks(demonstration, "cleo")]
    assert {"is not attempted yet" in sentence for sentence in sentences[:-1]} == {True}
    assert sentences[-1].startswith("There is no unet.weights.h5 yet.")


def test_the_carried_block_is_named_in_bens_feedback(demonstration: Path) -> None:
    """His wrong upsampling block costs nothing in notebook 3, and the page says why."""
    page = demonstration / "feedback" / "ben" / "unet" / "3_unet_model.html"
    assert "For grading, the course's own upsampling_block is used here" in page.read_text()


def test_the_exported_marks_are_those_of_the_gradebook(demonstration: Path) -> None:
    marks = pd.read_csv(demonstration / "marks.csv", index_col="student_id")
    assert marks.score.to_dict() == {"ada": 94, "ben": 82, "cleo": 0}
    assert marks.max_score.to_dict() == {"ada": 100, "ben": 100, "cleo": 100}


def test_the_demo_writes_the_class_report(demonstration: Path) -> None:
    page = (demonstration / "report" / "index.html").read_text()
    assert [name for name in ("ada", "ben", "cleo") if name not in page] == []


@pytest.fixture(scope="module")
def again(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course of the demo, with Ben's notebooks graded once more by stock nbgrader."""
    folder = tmp_path_factory.mktemp("again") / "course"
    shutil.copytree(demonstration, folder)
    run_nbgrader(folder, "autograde", "unet", "--student", "ben", "--force")
    run_nbgrader(folder, "generate_feedback", "unet", "--student", "ben", "--force")
    return folder


def test_stock_nbgrader_gives_the_marks_that_grader_autograde_gives(
    demonstration: Path, again: Path
) -> None:
    assert rehearsal.marks_of(again) == rehearsal.marks_of(demonstration)
    assert dict(rehearsal.failed_checks(again, "ben")) == dict(
        rehearsal.failed_checks(demonstration, "ben")
    )


def test_stock_nbgrader_carries_the_courses_block_too(again: Path) -> None:
    """What is wrong with his own it reads in the gradebook."""
    page = again / "feedback" / "ben" / "unet" / "3_unet_model.html"
    assert (
        "upsampling_block did not pass all its checks in 2_upsampling_block.ipynb. For grading, "
        "the course's own upsampling_block is used here"
    ) in " ".join(page.read_text().split())


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


def with_repairs_to_do(notebook: NotebookNode) -> None:
    """One check is missing, one is edited, one is there twice."""
    del notebook.cells[position(notebook, "check_conv_block_layers")]
    notebook.cells[position(notebook, "check_conv_block_outputs")].source = "raise ValueError"
    copied = notebook.cells[position(notebook, "check_conv_block_options")].copy()
    copied.id = "copied"  # as JupyterLab does when it pastes a cell
    notebook.cells.append(copied)


def with_a_moved_check(notebook: NotebookNode) -> None:
    notebook.cells.insert(0, notebook.cells.pop(position(notebook, "check_conv_block_layers")))


def with_raised_points_and_an_experiment(notebook: NotebookNode) -> None:
    """Defines the function once more at the end, as "going further" suggests."""
    cell = notebook.cells[position(notebook, "check_conv_block_layers")]
    cell.metadata.nbgrader.points = 1000
    experiment = nbformat.v4.new_code_cell("def conv_block(inputs):\n    return inputs")
    notebook.cells.append(experiment)


def without_relu(notebook: NotebookNode) -> None:
    cell = notebook.cells[position(notebook, "conv_block")]
    cell.source = cell.source.replace('activation="relu"', 'activation="tanh"')


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


def insert(notebook: NotebookNode, grade_id: str, source: str) -> None:
    """A code cell of the student's above the cell with this grade id."""
    cell = nbformat.v4.new_code_cell(source)
    notebook.cells.insert(position(notebook, grade_id), cell)


def with_a_check_of_its_own(notebook: NotebookNode) -> None:
    """Wrong work, and in the place of ``grader.check`` something that is always content."""
    without_relu(notebook)
    source = """\
import sys
from IPython.display import HTML, display

class Content:
    def __getattr__(self, name):
        return self

    def __call__(self, *functions):
        display(HTML("<b>8 of 8 points</b>"))
        return 8.0

check = sys.modules["grader.notebook.check"] = Content()
"""
    insert(notebook, "check_conv_block_layers", source)


def with_a_forged_table(notebook: NotebookNode) -> None:
    """Nothing is solved; the function prints and shows that it is."""
    cell = notebook.cells[position(notebook, "conv_block")]
    cell.source = """\
def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    from IPython.display import HTML, display
    display(HTML("<b>✓ conv_block: 2 of 2 cases passed, 8 of 8 points.</b>"))
    print("✓ conv_block: 2 of 2 cases passed, 8 of 8 points.")
    return inputs
"""


def with_an_endless_cell(notebook: NotebookNode) -> None:
    """A loop that Ctrl-C does not end, below the first check."""
    source = """\
while True:
    try:
        while True:
            pass
    except KeyboardInterrupt:
        pass
"""
    insert(notebook, "check_conv_block_outputs", source)


def with_scripts(notebook: NotebookNode) -> None:
    """JavaScript in every place that a page is made of."""
    script = "<script>steal()</script>"
    markdown = f"{script} <img src=x onerror='steal()'> [click](javascript:steal())"
    cell = nbformat.v4.new_markdown_cell(markdown, metadata={"tags": [f'">{script}']})
    notebook.cells.append(cell)
    notebook.cells.append(nbformat.v4.new_raw_cell(script, metadata={"format": "text/html"}))
    shows = f"""\
from IPython.display import HTML, SVG, Javascript, Markdown, display
display(HTML("{script}"), Markdown("{script}"), Javascript("steal()"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg'>{script}</svg>"))
print("{script}")
raise ValueError("{script}")
"""
    insert(notebook, "conv_block", shows)


def with_what_python_cannot_take(notebook: NotebookNode) -> None:
    """Cells that break its parser; half a character in a cell, and another beside the cells."""
    notebook.metadata["author"] = "\udfff"
    sources = ("x=" + "a+" * 2_000 + "a", "x=" + "-" * 20_000 + "1", "!ls\n" * 500, "# \ud800")
    for source in sources:
        insert(notebook, "conv_block", source)


SUBMISSIONS: dict[str, Callable[[NotebookNode], None]] = {
    "loud": loud,
    "repaired": with_repairs_to_do,
    "moved": with_a_moved_check,
    "experiment": with_raised_points_and_an_experiment,
    "damaged": with_damaged_marks,
    "unmarked": without_marks,
    "partial": without_relu,
    "cheating": cheating_check,
    "content": with_a_check_of_its_own,
    "forged": with_a_forged_table,
    "endless": with_an_endless_cell,
    "scripts": with_scripts,
    "unparsable": with_what_python_cannot_take,
}
LINKS = {"linked": "gradebook.db", "borrowed": f"solutions/unet/{NOTEBOOK}.ipynb"}
EARN_LESS = {"partial", "cheating", "content", "forged", "endless", "borrowed"}


UNREADABLE = {
    "empty": (b"", "is empty"),
    "text": (b"My notebook", "is not JSON (Expecting value: line 1 column 1 (char 0))"),
    "nested": (b"[" * 100_000, "is not JSON (it is nested too deeply)"),
    "bytes": (b"\xff\xd8", "is not UTF-8 text (byte 0)"),
    "list": (b"[]", "is JSON, but a list and no notebook"),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one notebook, handed in in many ways and graded by stock nbgrader."""
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
        (target / f"{NOTEBOOK}.ipynb").write_text(json.dumps(notebook))
    for student, target in LINKS.items():
        folder = root / "submitted" / student / "unet"
        folder.mkdir(parents=True)
        nbformat.write(solved(), folder / f"{NOTEBOOK}.ipynb")
        link = folder / Path(target).name
        link.unlink(missing_ok=True)
        link.symlink_to(Path("../../..") / target)
    for student, (content, _) in UNREADABLE.items():
        folder = root / "submitted" / student / "unet"
        folder.mkdir(parents=True)
        (folder / f"{NOTEBOOK}.ipynb").write_bytes(content)
    a_folder = root / "submitted" / "unpacked" / "unet" / f"{NOTEBOOK}.ipynb"
    a_folder.mkdir(parents=True)
    nbformat.write(solved(), a_folder / f"{NOTEBOOK}.ipynb")
    run_nbgrader(root, "autograde", "unet", "--RunAndJudge.cell_seconds=20")
    run_nbgrader(root, "generate_feedback", "unet")
    return root


def marks(root: Path, student: str) -> dict[str, float]:
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        submission = gradebook.find_submission_notebook(NOTEBOOK, "unet", student)
        return {grade.name: grade.score for grade in submission.grades}


@pytest.mark.parametrize("student", sorted({*SUBMISSIONS, *LINKS} - EARN_LESS))
def test_right_work_gets_all_points_however_it_is_handed_in(course: Path, student: str) -> None:
    """Neither noise nor damaged check cells cost or gain anything."""
    assert marks(course, student) == FULL


@pytest.mark.parametrize("student", ["partial", "cheating"])
def test_partial_work_earns_partial_marks(course: Path, student: str) -> None:
    """An activation is the layers' matter; outputs and options are right."""
    assert marks(course, student) == {**FULL, "check_conv_block_layers": 0.0}


@pytest.mark.parametrize("student", ["content", "forged"])
def test_what_a_notebook_says_of_itself_earns_nothing(course: Path, student: str) -> None:
    """Marks come from the judge outside, by stock nbgrader's command too."""
    assert marks(course, student) == dict.fromkeys(FULL, 0.0)


def test_a_check_without_a_record_is_said_to_be_unconfirmed(course: Path) -> None:
    page = course / "feedback" / "content" / "unet" / f"{NOTEBOOK}.html"
    assert "This check's result could not be confirmed." in page.read_text()


def test_an_endless_cell_costs_what_is_below_it(course: Path) -> None:
    assert marks(course, "endless") == {
        **dict.fromkeys(FULL, 0.0),
        "check_conv_block_layers": FULL["check_conv_block_layers"],
    }
    page = course / "feedback" / "endless" / "unet" / f"{NOTEBOOK}.html"
    assert "was stopped after 20 s, so this check was not run." in page.read_text()


@pytest.mark.parametrize("student", UNREADABLE)
def test_a_notebook_that_cannot_be_read_is_graded_and_says_why(course: Path, student: str) -> None:
    """As `grader autograde` does it: the run goes on, and the gradebook has the student's marks."""
    assert marks(course, student) == dict.fromkeys(FULL, 0.0)
    page = (course / "feedback" / student / "unet" / f"{NOTEBOOK}.html").read_text()
    assert f"{NOTEBOOK}.ipynb {UNREADABLE[student][1]}." in page


def test_a_folder_in_the_place_of_a_notebook_is_none(course: Path) -> None:
    assert marks(course, "unpacked") == dict.fromkeys(FULL, 0.0)


def test_what_a_link_points_to_is_not_copied(course: Path) -> None:
    """The gradebook would lie among what is given back to the student."""
    folder = course / "autograded" / "linked" / "unet"
    assert sorted(path.name for path in folder.iterdir()) == [f"{NOTEBOOK}.ipynb"]


def test_a_link_to_another_notebook_earns_nothing(course: Path) -> None:
    """To the solution, for example, which whoever grades can read."""
    assert marks(course, "borrowed") == dict.fromkeys(FULL, 0.0)
    page = (course / "feedback" / "borrowed" / "unet" / f"{NOTEBOOK}.html").read_text()
    assert f"{NOTEBOOK}.ipynb was not run: it is a link, or too large." in page


def test_no_feedback_holds_the_records_of_a_check(course: Path) -> None:
    """They name the secret cases."""
    written = {
        path.parts[-3]: path.read_text(encoding="utf-8")
        for step in ("autograded", "feedback")
        for path in (course / step).glob("*/*/*.*")
    }
    records = (EVIDENCE_MIME, "observations")
    assert written.keys() == {*SUBMISSIONS, *LINKS, *UNREADABLE, "unpacked"}
    assert {name for name, text in written.items() if any(word in text for word in records)} == (
        set()
    )


def test_nothing_a_student_wrote_runs_in_the_feedback(course: Path) -> None:
    page = (course / "feedback" / "scripts" / "unet" / f"{NOTEBOOK}.html").read_text()
    running = re.compile(r"<script(?:(?!</script>).)*?steal|<[^>]*(?:onerror|javascript:)", re.S)
    assert running.findall(page) == []
    assert "steal" in page


@pytest.mark.parametrize(
    ("student", "expected"),
    [
        ("repaired", "check cell <code>check_conv_block_layers</code> was missing"),
        ("repaired", "check cell <code>check_conv_block_outputs</code> was changed"),
        ("repaired", "check cell <code>check_conv_block_options</code> was there 2 times"),
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
