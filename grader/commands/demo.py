"""The main job on a small scale: a class of three is graded, from release to feedback.

Ada solved everything, Ben made one common mistake in each of two notebooks, Cleo handed in the
notebooks as she got them. Where the course's data hold a trained network, Ada and Ben hand that in
too. The course directory stays in ``demo/`` to look around in.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pandas as pd
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from grader.course import ASSIGNMENT, ROOT, run_nbgrader, source_notebooks, trained
from grader.errors import CourseError
from grader.grading.autograde import autograde
from grader.grading.options import Options
from grader.sandbox import scratch, walls

FOLDER = ROOT / "demo"
REPORT = "report"
WEIGHTS = "unet.weights.h5"


@dataclass(frozen=True)
class Student:
    """A student of the demo: who, and what became of the notebooks.

    ``edits`` maps a notebook to (right text, what the student wrote instead).
    """

    name: str
    story: str
    solved: bool
    edits: tuple[tuple[str, str, str], ...] = ()


CLASS = (
    Student("ada", "solved everything", solved=True),
    Student(
        "ben",
        "made a common mistake in two notebooks",
        solved=True,
        edits=(
            ("2_upsampling_block", "[up, contractive_input]", "[contractive_input, up]"),
            ("4_loss", "from_logits=True", "from_logits=False"),
        ),
    ),
    Student("cleo", "handed in the notebooks untouched", solved=False),
)


def run(console: Console, folder: Path = FOLDER) -> pd.DataFrame:
    """Run an instructor's steps on the class of three in ``folder``; print and return the marks.

    Raises:
        CourseError: a step did not come to its end.
    """
    console.print("A class of three hands in. Grading takes some twenty seconds on two cores.")
    with scratch.swapped(folder) as course:
        lay_out_course(course)
        _step(console, course, "generate_assignment", ASSIGNMENT, "--force")
        for student in CLASS:
            submit(course, student)
            console.print(f"  {student.name} {student.story}")
    _autograde(console, folder)
    _step(console, folder, "generate_feedback", ASSIGNMENT, "--force")
    _step(console, folder, "export", "--to", "marks.csv")
    marks = marks_of(folder)
    console.print(_as_table(marks))
    console.print("[bold]What Ben reads[/]")
    for cell, sentence in failed_checks(folder, "ben"):
        console.print(f"  {cell}", style="bold")
        console.print(f"  {sentence}", markup=False)
    pages = folder / "feedback" / "ben" / ASSIGNMENT
    console.print(f"Ben's feedback pages: {pages}/*.html", soft_wrap=True)
    console.print(f"The class report: {folder / REPORT / 'index.html'}", soft_wrap=True)
    console.print(f"The same course in formgrader: cd {folder} && jupyter lab", soft_wrap=True)
    return marks


def failed_checks(folder: Path, student: str) -> Iterator[tuple[str, str]]:
    """The check cells without points, each with the sentence that a student reads."""
    for path in sorted((folder / "autograded" / student / ASSIGNMENT).glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                if output.output_type == "error" and output.ename == "CheckFailed":
                    yield cell.metadata.nbgrader.grade_id, output.evalue


def lay_out_course(folder: Path) -> None:
    """Put the course's settings and its solutions into ``folder``."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    target = folder / "solutions" / ASSIGNMENT
    target.mkdir(parents=True)
    for path in source_notebooks(ROOT):
        shutil.copy(path, target)


def submit(folder: Path, student: Student) -> None:
    """Hand in a student's five notebooks, and her network if there is one, at ``folder``."""
    source = folder / ("solutions" if student.solved else "notebooks") / ASSIGNMENT
    target = folder / "submitted" / student.name / ASSIGNMENT
    target.mkdir(parents=True)
    for path in source.glob("*.ipynb"):
        shutil.copy(path, target)
    for notebook, right, written in student.edits:
        _edit(target / f"{notebook}.ipynb", right, written)
    network = trained(WEIGHTS)
    if student.solved and network is not None:
        shutil.copy(network, target)


def _edit(path: Path, right: str, written: str) -> None:
    """Write a mistake into the exercise cells of a submitted notebook."""
    notebook = nbformat.read(path, as_version=4)
    exercises = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("solution")]
    if not any(right in cell.source for cell in exercises):
        raise ValueError(f"{path.name} has no `{right}` in an exercise cell to make a mistake of")
    for cell in exercises:
        cell.source = cell.source.replace(right, written)
    nbformat.write(notebook, path)


def _step(console: Console, folder: Path, *arguments: str) -> None:
    console.print(f"[bold]$ nbgrader {' '.join(arguments)}[/]")
    with console.status("running …"):
        run_nbgrader(folder, *arguments)


def _autograde(console: Console, folder: Path) -> None:
    """Grade in the sandbox; where there can be none, without: this class is made up."""
    reason = walls.why_none()
    without = " --walls none" if reason else ""
    console.print(f"[bold]$ grader autograde {ASSIGNMENT} --report {REPORT}{without}[/]")
    if reason:
        console.print(f"Without walls. {reason}", markup=False)
    summary = autograde(
        folder,
        ASSIGNMENT,
        workers=os.cpu_count() or 1,
        options=Options(walls="none" if reason else None),
        report=folder / REPORT,
        console=console,
    )
    if summary.exit_code:
        raise CourseError("The class is not graded, see above. Run `grader demo` again.")


def marks_of(folder: Path) -> pd.DataFrame:
    """Points of every student (rows) in every notebook (columns), from the gradebook."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        rows = [
            {"student": student.name, **dict(_scores(gradebook, student.name))} for student in CLASS
        ]
    return pd.DataFrame(rows).set_index("student")


def _scores(gradebook: object, student: str) -> Iterator[tuple[str, float]]:
    submission = gradebook.find_submission(ASSIGNMENT, student)  # type: ignore[attr-defined]
    for notebook in sorted(submission.notebooks, key=lambda notebook: notebook.name):
        yield notebook.name, notebook.score


def _as_table(marks: pd.DataFrame) -> Table:
    table = Table(title="Marks (20 points per notebook)", box=SIMPLE)
    table.add_column("student")
    for name in [*marks.columns, "total"]:
        table.add_column(name.replace("_", " "), justify="right")
    for student, row in marks.iterrows():
        table.add_row(str(student), *[f"{score:g}" for score in [*row, row.sum()]])
    return table
