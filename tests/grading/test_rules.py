"""Marks by the points, checks and grader of another day: named by export, run and report."""

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from rich.console import Console

from grader.course import ROOT
from grader.errors import CourseError
from grader.grading import autograde as module
from grader.grading import cache, rules
from grader.grading.autograde import Summary, autograde
from grader.grading.export import export_marks
from grader.grading.material import Material
from grader.grading.recording import read_config
from grader.grading.rules import marker_of, rules_of

sys.path.insert(0, str(Path(__file__).parent))
from stand_in import (
    ASSIGNMENT,
    HereAndNow,
    copy_of,
    grade,
    hand_in,
    make_course,
    marks,
    release,
    source_notebook,
)

POINTS = "Marks by other points than those of now"
CELLS = "Marks by other checks or cells than those of now"
ENGINE = "Marks by another version of the grader or its packages"
UNKNOWN = "Marks of which is not known what they were given by"
WAY_OUT = (
    "They do not compare with marks by the rules of now. `grader autograde toy`, with the options "
    "of the last time, grades them again."
)

Change = Callable[[NotebookNode], None]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("released") / "course")


@pytest.fixture
def course(released: Path, tmp_path: Path) -> Path:
    """Ana and ben handed in: check a is right."""
    root = copy_of(released, tmp_path / "course")
    for student in ("ana", "ben"):
        hand_in(root, student, right=["a"])
    return root


@pytest.fixture
def run(course: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Summary]:
    """Grades the course in this process."""
    monkeypatch.setattr(module, "workers_at", lambda _at, _n, examiner: HereAndNow(examiner))

    def grade_class(**options: Any) -> Summary:
        console = Console(file=io.StringIO(), width=200)
        return autograde(course, ASSIGNMENT, workers=1, console=console, grade=grade, **options)

    return grade_class


@pytest.fixture
def exported(course: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    """What an export says of the marks."""

    def export() -> list[str]:
        directory = CourseDirectory(config=read_config(course))
        capsys.readouterr()
        export_marks(str(course / "marks.csv"), "nbgrader", ASSIGNMENT, None, directory)
        return capsys.readouterr().err.splitlines()

    return export


def change(course: Path, edit: Change) -> None:
    """Edit the solution of the first notebook and release it anew."""
    path = course / "solutions" / ASSIGNMENT / "1_first.ipynb"
    notebook = nbformat.read(path, as_version=4)
    edit(notebook)
    nbformat.write(notebook, path)
    release(course)


def worth_8(notebook: NotebookNode) -> None:
    notebook.cells[1].metadata.nbgrader.points = 8


def with_another_check(notebook: NotebookNode) -> None:
    metadata = {"nbgrader": marks("1_first_c", grade=True, points=4)}
    notebook.cells.append(nbformat.v4.new_code_cell("toy.c(work)", metadata=metadata))


def without_a_check(notebook: NotebookNode) -> None:
    del notebook.cells[2]


def with_an_edited_check(notebook: NotebookNode) -> None:
    notebook.cells[1].source = "toy.a(work, strictly=True)"


def with_another_solution(notebook: NotebookNode) -> None:
    source = notebook.cells[0].source
    notebook.cells[0].source = source.replace("{}", "{'another': 'way'}")


def with_more_prose(notebook: NotebookNode) -> None:
    notebook.cells.append(nbformat.v4.new_markdown_cell("Well done."))


def test_marks_by_the_rules_of_now_need_no_word(run: Any, exported: Any) -> None:
    assert (run().remarks, exported()) == ((), [])


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (worth_8, POINTS),
        (with_an_edited_check, CELLS),
    ],
)
def test_a_change_names_whose_marks_were_given_before_it(
    course: Path, run: Any, exported: Any, edit: Change, sentence: str
) -> None:
    run()
    change(course, edit)
    assert exported() == [f"{sentence} (2): ana, ben.", WAY_OUT]
    assert run(students=["ana"]).remarks == (f"{sentence} (1): ben.", WAY_OUT)
    assert exported() == [f"{sentence} (1): ben.", WAY_OUT]
    assert (run().remarks, exported()) == ((), [])
    assert totals(course, "ana") == totals(course, "ben")


@pytest.mark.parametrize(
    ("edit", "cell"), [(with_another_check, "1_first_c"), (without_a_check, "1_first_b")]
)
def test_a_check_that_comes_or_goes_is_graded_from_the_beginning(
    course: Path, run: Any, exported: Any, edit: Change, cell: str
) -> None:
    """nbgrader has no other way. The new notebooks come from `grader release`."""
    run()
    beside = copy_of(course, course.with_name("beside"))
    (beside / "gradebook.db").unlink()
    change(beside, edit)
    for folder in ("solutions", "notebooks"):
        shutil.copytree(beside / folder, course / folder, dirs_exist_ok=True)
    assert exported() == [f"{CELLS} (2): ana, ben.", WAY_OUT]
    with pytest.raises(CourseError) as raised:
        run()
    assert str(raised.value) == (
        f"The released notebooks of 'toy' have other check cells than the gradebook: {cell}. "
        "nbgrader adds and removes none once something is graded. Put them back as they were, or "
        "grade from the beginning, without the marks that were given by hand: `nbgrader db "
        "assignment remove toy --force`, `nbgrader generate_assignment toy --force` and then this "
        "command again."
    )
    with Gradebook(f"sqlite:///{course}/gradebook.db", "toys") as gradebook:
        gradebook.remove_assignment(ASSIGNMENT)  # as `nbgrader db assignment remove` does
    release(course)
    assert (run().remarks, exported()) == ((), [])


def totals(course: Path, student: str) -> tuple[float, float]:
    with Gradebook(f"sqlite:///{course}/gradebook.db", "toys") as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, student)
        return submission.score, submission.max_score


@pytest.mark.parametrize("edit", [with_another_solution, with_more_prose])
def test_what_no_mark_rests_on_may_change(
    course: Path, run: Any, exported: Any, edit: Change
) -> None:
    run()
    change(course, edit)
    assert exported() == []


def test_a_function_that_a_later_notebook_carries_is_one_of_its_rules() -> None:
    carrying = source_notebook("2_second")
    carrying.cells[0].source = 'first = carry("first")'
    texts = {"1_first": source_notebook("1_first"), "2_second": carrying}
    notebooks = {name: nbformat.writes(notebook) for name, notebook in texts.items()}
    before, after = (
        rules_of(Material("toy", notebooks, {"first": f"def first(): return {number}"}))
        for number in (1, 2)
    )
    assert [name for name in before if before[name] != after[name]] == ["2_second"]


def test_another_grader_is_named(
    course: Path, run: Any, exported: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    for place in (rules, cache):
        monkeypatch.setattr(place, "engine_of_this_process", lambda: "another")
    assert exported() == [f"{ENGINE} (2): ana, ben.", WAY_OUT]
    assert (run().remarks, exported()) == ((), [])


def test_a_mark_without_a_record_is_named(course: Path, run: Any, exported: Any) -> None:
    run()
    marker_of(str(course), ASSIGNMENT, "ana").unlink()
    assert exported() == [f"{UNKNOWN} (1): ana.", WAY_OUT]
    assert (run().remarks, exported()) == ((), [])


def test_the_report_names_the_marks_that_it_does_not_show(course: Path, run: Any) -> None:
    run()
    change(course, worth_8)
    run(students=["ana"], report=course / "report")
    page = (course / "report" / "index.html").read_text()
    assert f"{POINTS} (1): ben." in page
    run(report=course / "report")
    assert 'id="older"' not in (course / "report" / "index.html").read_text()


@pytest.mark.filterwarnings("ignore:Object of type <Submitted.* not in session")  # nbgrader's own
def test_stock_nbgrader_keeps_the_rules_too(course: Path, run: Any, exported: Any) -> None:
    """Notebook after notebook; one that was not handed in has its 0 with the first of them."""
    run()
    change(course, worth_8)
    (course / "submitted/ana/toy/2_second.ipynb").unlink()
    config = read_config(course)
    steps = read_config(ROOT).Autograde.autograde_preprocessors
    config.Autograde.autograde_preprocessors = [step for step in steps if "RunAndJudge" not in step]
    directory = CourseDirectory(config=config, assignment_id=ASSIGNMENT, student_id="ana")
    Autograde(coursedir=directory, config=config, force=True).start()
    assert exported() == [f"{POINTS} (1): ben.", WAY_OUT]
