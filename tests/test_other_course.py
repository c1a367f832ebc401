"""The autograder on a course that is not its own: one NumPy notebook, in a folder of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from grader.course import ROOT
from grader.courses import Course
from grader.errors import CourseError
from grader.sandbox import walls

COURSE = ROOT / "tests" / "other_course"
# Runs a command of `grader` and then says whether TensorFlow came with it.
COMMAND = (
    "import sys; from grader.cli import main\n"
    "try: main(sys.argv[1:])\n"
    "finally: print('TensorFlow:', 'tensorflow' in sys.modules, file=sys.stderr)"
)
# Grades what is handed in there, and prints the points, the CPU seconds and what the cells print.
GRADE = """
import json
from pathlib import Path
import nbformat
from grader.grading.grade import grade_folder

(notebook,) = grade_folder(Path("handed_in"), seed=1).notebooks
cells = nbformat.reads(notebook.document, as_version=4).cells
outputs = [output for cell in cells for output in cell.get("outputs", [])]
text = "".join(output.get("text", "") for output in outputs)
print(json.dumps([sum(check.score for check in notebook.checks), notebook.cpu_seconds, text]))
"""
# What a notebook in the sandbox sees of the course, and whether TensorFlow is in the warm parent.
LOOK = """
import sys
from pathlib import Path
print("tensorflow" in sys.modules, "keras" in sys.modules)
print(sorted(str(p.relative_to(r"{course}")) for p in Path(r"{course}").rglob("*") if p.is_file()))
"""


@pytest.fixture
def behind_walls() -> None:
    if reason := walls.why_none():
        pytest.skip(reason)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course, where commands may write, with what `grader release` makes."""
    folder = tmp_path_factory.mktemp("other") / "course"
    shutil.copytree(COURSE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    grader(folder, "release")
    return folder


def grader(folder: Path, *arguments: str, code: int = 0) -> str:
    """The output of a command of the grader that runs in ``folder`` without TensorFlow."""
    done = python(folder, "-c", COMMAND, *arguments)
    assert (done.returncode, "TensorFlow: False" in done.stderr) == (code, True), done
    return done.stdout


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GRADER_")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_its_notebook_is_released(course: Path) -> None:
    released = course / "notebooks" / "numbers" / "1_standardize.ipynb"
    assert "NotImplementedError" in released.read_text(encoding="utf-8")
    assert "no solution leaks" in grader(course, "release", "--check")


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "score"), [("right/by_numpy", 20), ("wrong/only_centred", 0)])
def test_its_museum_is_checked(course: Path, answer: str, score: float) -> None:
    path = f"tests/submissions/standardize/{answer}.py"
    said = grader(course, "check", "--json", "standardize", path, code=int(not score))
    result = json.loads(said)
    assert result["score"] == score
    causes = {finding["message"].partition(". ")[2] for finding in result["findings"]}
    known = {"Only the mean was taken away. Divide by the deviation."}
    assert causes == (set() if score else known)


@pytest.mark.slow
def test_it_gets_a_further_exercise(course: Path, tmp_path: Path) -> None:
    copy = tmp_path / "course"
    shutil.copytree(course, copy)
    said = grader(copy, "new", "running_mean")
    assert "wrote solutions/numbers/2_running_mean.ipynb" in said.splitlines()
    assert '{"numbers": ("standardize", "running_mean")}' in (
        copy / "number_exercises" / "__init__.py"
    ).read_text(encoding="utf-8")
    answers = "tests/submissions/running_mean"
    assert "20 of 20 points" in grader(
        copy, "check", "running_mean", f"{answers}/right/reference.py"
    )


@pytest.mark.slow
def test_exercises_of_the_autograders_own_course_are_not_known(course: Path) -> None:
    done = python(course, "-m", "grader", "check", "conv_block", "nothing.py")
    assert done.returncode == 2
    assert "standardize" in done.stderr


@pytest.mark.slow
def test_its_class_is_graded_and_reported(course: Path, behind_walls: None) -> None:
    released = course / "notebooks" / "numbers" / "1_standardize.ipynb"
    solved = course / "solutions" / "numbers" / "1_standardize.ipynb"
    for student, notebook in (("ana", solved), ("ben", released)):
        folder = course / "submitted" / student / "numbers"
        folder.mkdir(parents=True)
        shutil.copy(notebook, folder)
    generated = python(course, "-m", "nbgrader", "generate_assignment", "numbers", "--force")
    assert generated.returncode == 0, generated.stderr
    grader(course, "autograde", "numbers", "--workers", "1", "--report", "report")
    grader(course, "export", "numbers", "--to", "marks.csv")
    marks = (course / "marks.csv").read_text(encoding="utf-8")
    assert "ana" in marks
    assert (course / "report" / "index.html").exists()


@pytest.mark.slow
def test_its_class_is_rehearsed(course: Path, behind_walls: None) -> None:
    said = grader(course, "rehearse", "--students", "6", "--workers", "1")
    assert "6 students handed in" in said


def test_no_machine_lacks_tensorflow_for_it(course: Path) -> None:
    report = grader(course, "doctor")
    assert ("nbgrader" in report, re.findall("(?i)keras|tensorflow|GPU", report)) == (True, [])


@pytest.mark.slow
def test_its_demo_shows_the_mistake_that_it_names(course: Path) -> None:
    said = grader(course, "demo")
    assert re.findall(r"^ +(ada|ben|cleo) +(\d+) +(\d+) *$", said, re.MULTILINE) == [
        ("ada", "20", "20"),
        ("ben", "0", "0"),
        ("cleo", "0", "0"),
    ]
    assert "Only the mean was taken away. Divide by the deviation." in " ".join(said.split())


@pytest.mark.slow
def test_its_sandbox_holds_no_judge_and_no_tensorflow(course: Path, behind_walls: None) -> None:
    said, seconds = graded(course, LOOK.format(course=course))
    assert said.splitlines() == [
        "False False",
        "['number_exercises/__init__.py', 'number_exercises/standardize/__init__.py', "
        "'number_exercises/standardize/probe.py']",
    ]
    assert seconds < 0.3  # 0.04 on an idle machine


def graded(course: Path, cell: str) -> tuple[str, float]:
    """What a cell prints in front of the solution, and the CPU seconds of the notebook."""
    folder = course / "handed_in"
    folder.mkdir()
    name = "1_standardize.ipynb"
    notebook = nbformat.read(course / "solutions" / "numbers" / name, as_version=4)
    function = next(c for c in notebook.cells if c.source.startswith("def "))
    function.source = f"{cell}\n{function.source}"
    nbformat.write(notebook, folder / name)
    done = python(course, "-c", GRADE)
    assert done.returncode == 0, done.stderr
    score, seconds, text = json.loads(done.stdout)
    assert score == 20
    return text, seconds


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('exercises = "nowhere"', "No module named 'nowhere'"),
        ('exercise = "typo"', 'expected the one line exercises = "…"'),
        ("exercises = ", "cannot be read as TOML"),
    ],
)
def test_settings_that_lead_nowhere_are_a_sentence(
    tmp_path: Path, settings: str, said: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.grader]\n{settings}\n", encoding="utf-8")
    done = python(tmp_path, "-m", "grader", "check", "standardize", "nothing.py")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert said in " ".join(done.stderr.split())


def test_a_course_that_trains_nothing_says_so() -> None:
    done = python(COURSE, "-m", "grader", "train")
    assert done.returncode == 2
    assert "this course trains nothing" in " ".join(done.stderr.split())


def test_no_judge_is_shown_with_a_package() -> None:
    with pytest.raises(CourseError) as caught:
        Course(package="numbers.exercises", assignments={}, shown=("figures", "numbers"))
    assert str(caught.value) == (
        "The course shows numbers as a whole in its sandbox, and with it the judges in "
        "numbers.exercises. Take numbers out of `shown`: the probes are there anyway."
    )
