"""The main job on a small scale: a class of three is graded, from release to feedback.

Ada solved everything, Ben made the mistakes that ``COURSE.demonstrated`` names, Cleo handed in the
notebooks as she got them. Where the course's data hold a trained network, Ada and Ben hand that in
too. The course directory stays in ``demo/`` to look around in.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from grader import courses, exercises
from grader.authoring import museum
from grader.checks.exercise import Exercise
from grader.commands.rehearsal import (
    Answer,
    Student,
    failed_checks,
    from_museum,
    hand_in,
    hand_out,
    marks_of,
    solution,
    untouched,
)
from grader.course import checkout, first_assignment, run_nbgrader
from grader.errors import CourseError
from grader.grading.autograde import autograde
from grader.grading.options import Options
from grader.sandbox import scratch, walls

REPORT = "report"


def run(console: Console, folder: Path | None = None) -> None:
    """Run an instructor's steps on the class of three in ``folder``; print what comes of them.

    Raises:
        CourseError: a step did not come to its end.
    """
    folder = folder or checkout() / "demo"
    assignment = first_assignment()
    wanted = exercises.of_assignment(assignment)
    console.print("A class of three hands in. Each notebook is graded in a sandbox.")
    with scratch.swapped(folder) as course:
        console.print(f"[bold]$ nbgrader generate_assignment {assignment} --force[/]")
        with console.status("running …"):
            hand_out(course, wanted)
        for student, story in class_of_three(wanted):
            hand_in(course, student)
            console.print(f"  {student.name} {story}")
    _autograde(console, folder)
    _step(console, folder, "generate_feedback", assignment, "--force")
    _step(console, folder, "export", "--to", "marks.csv")
    console.print(_as_table(marks_of(folder)))
    console.print("[bold]What Ben reads[/]")
    for cell, sentence in failed_checks(folder, "ben"):
        console.print(f"  {cell}", style="bold")
        console.print(f"  {sentence}", markup=False)
    pages = folder / "feedback" / "ben" / assignment
    console.print(f"Ben's feedback pages: {pages}/*.html", soft_wrap=True)
    console.print(f"The class report: {folder / REPORT / 'index.html'}", soft_wrap=True)
    console.print(f"The same course in formgrader: cd {folder} && jupyter lab", soft_wrap=True)


def class_of_three(wanted: tuple[Exercise, ...]) -> tuple[tuple[Student, str], ...]:
    """Who hands in, and in words what."""
    right = tuple(map(solution, wanted))
    mistaken = tuple(map(_with_its_mistake, wanted, right))
    as_handed_out = tuple(map(untouched, wanted))
    return (
        (Student("ada", right), "solved everything"),
        (Student("ben", mistaken), "made common mistakes"),
        (Student("cleo", as_handed_out), "handed in the notebooks untouched"),
    )


def _with_its_mistake(exercise: Exercise, right: Answer) -> Answer:
    name = courses.current().demonstrated.get(exercise.name)
    if name is None:
        return right
    path = museum.folder_of(exercise.name) / "wrong" / f"{name}.py"
    return from_museum(exercise, path, right)


def _step(console: Console, folder: Path, *arguments: str) -> None:
    console.print(f"[bold]$ nbgrader {' '.join(arguments)}[/]")
    with console.status("running …"):
        run_nbgrader(folder, *arguments)


def _autograde(console: Console, folder: Path) -> None:
    """Grade in the sandbox; where there can be none, without: this class is made up."""
    reason = walls.why_none()
    without = " --walls none" if reason else ""
    console.print(f"[bold]$ grader autograde {first_assignment()} --report {REPORT}{without}[/]")
    if reason:
        console.print(f"Without walls. {reason}", markup=False)
    summary = autograde(
        folder,
        first_assignment(),
        workers=os.cpu_count() or 1,
        options=Options(walls="none" if reason else None),
        report=folder / REPORT,
        console=console,
    )
    if summary.exit_code:
        raise CourseError("The class is not graded, see above. Run `grader demo` again.")


def _as_table(marks: Mapping[str, Mapping[str, float]]) -> Table:
    """Points of every student (rows) in every notebook (columns)."""
    table = Table(title="Marks", box=SIMPLE)
    table.add_column("student")
    for name in [*next(iter(marks.values())), "total"]:
        table.add_column(name.replace("_", " "), justify="right")
    for student, scores in marks.items():
        points = [*scores.values(), sum(scores.values())]
        table.add_row(student, *[f"{score:g}" for score in points])
    return table
