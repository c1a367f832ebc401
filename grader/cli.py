"""The command line: parses, calls, prints. The work is done in the modules it names."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table

from grader.course import (
    checkout,
    keep_temporary_files_together,
    put_scripts_on_path,
)
from grader.errors import CourseError
from grader.grading.storable import printable
from grader.kernel.limits import limits_from
from grader.sandbox.unwalled import Name, Unwalled

app = typer.Typer(
    help="Check exercises, make the students' notebooks, try the grading.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

UNUSABLE = 2
CORES = os.cpu_count() or 1
# A worker waits a fifth of its time for its kernel: three on two cores are done a tenth sooner.
N_WORKERS = CORES + (CORES + 1) // 2


ExportFormat = Literal["nbgrader", "canvas", "moodle"]
Visibility = Literal["visible", "after_due_date", "after_published", "hidden"]  # Gradescope's words
Platform = Literal["gradescope"]  # other graders' machines that the course can run on


@app.command()
def check(
    exercise: Annotated[str, typer.Argument(help="An exercise of the course.")],
    files: Annotated[list[Path], typer.Argument(help=".py or .ipynb files with the function.")],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON per file.")] = False,
) -> None:
    """Check an exercise in Python files or notebooks.

    Exit code 0: every file passed; 1: some did not; 2: a file could not be used.
    """
    from grader.commands import check as checking

    results = checking.check_files(exercise, files)
    codes = []
    for result in results:
        if as_json:
            typer.echo(json.dumps(checking.as_json(result), ensure_ascii=False))
        else:
            typer.echo(checking.as_text(result))
        codes.append(UNUSABLE if result.unusable else int(not result.passed))
    raise typer.Exit(max(codes))


@app.command()
def progress(
    folder: Annotated[Path, typer.Argument(help="Where your notebooks are, or a folder above.")] = (
        Path()
    ),
) -> None:
    """Show where you stand: the points of your saved notebooks, and what is next."""
    from grader.commands import progress as showing

    showing.show(folder, console)


@app.command()
def release(
    check_only: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail when something differs or leaks.")
    ] = False,
) -> None:
    """Compute the students' notebooks from the solutions."""
    from grader.authoring import release as releasing

    root = checkout()
    if check_only:
        found = releasing.differences(root)
        for difference in found:
            errors.print(f"{difference.path.relative_to(root)} {difference.reason}.")
        if found:
            errors.print("Run `grader release` and commit what it writes.")
            raise typer.Exit(1)
        console.print("The students' notebooks are what the solutions give; no solution leaks.")
        return
    for path in releasing.release(root):
        console.print(f"wrote {path.relative_to(root)}")


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Of the exercise and its function: edge_map, …")],
    assignment: Annotated[
        str | None, typer.Option(help="Where its notebook belongs; the last one if unset.")
    ] = None,
) -> None:
    """Make the skeleton of a new exercise, which works as it stands."""
    from grader import courses
    from grader.authoring import new as making

    root = checkout()
    last = list(courses.current().assignments)[-1]
    for path in making.new_exercise(root, name, assignment or last):
        console.print(f"wrote {path.relative_to(root)}")
    console.print(
        "Next: `grader release`, then the steps in the autograder's CONTRIBUTING.md, from the "
        "second on."
    )


@app.command()
def reference(
    check_only: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail when a table has drifted.")
    ] = False,
) -> None:
    """Recompute the reference tables from the solutions and compare the published figures."""
    from grader.authoring import reference as tables

    root = checkout()
    found = tables.drift(root) if check_only else tables.write(root)
    for line in found:
        console.print(line)
    if check_only and found:
        errors.print("Run `grader reference` and look at the difference before you commit it.")
        raise typer.Exit(1)
    if check_only:
        console.print("The reference tables, the solutions and the published figures agree.")


@app.command()
def autograde(
    assignment: Annotated[str, typer.Argument(help="The assignment: a folder of solutions/.")],
    student: Annotated[
        list[str] | None, typer.Option(help="Only this student; can be given several times.")
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes that grade; three for two cores if unset.")
    ] = N_WORKERS,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a running Dask scheduler, tcp://host:8786.")
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="Draws the secret cases; random if unset."),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(min=1, help="Seconds for one cell; a notebook has five times that."),
    ] = None,
    memory: Annotated[
        str | None, typer.Option(help="Memory of one notebook beyond the warm parent: 500M, 2G.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade again what is unchanged.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Grade what arrives, and give the feedback back.")
    ] = False,
    attempts: Annotated[
        int | None, typer.Option(min=1, help="With --watch: gradings a student may have.")
    ] = None,
    every: Annotated[
        str | None, typer.Option(help="With --watch: one grading of a student in 10m, 2h, 1d.")
    ] = None,
    every_cell: Annotated[
        bool, typer.Option("--every-cell", help="Also run demonstrations, which earn no points.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Folder for the class report: a page and its tables.")
    ] = None,
    walls: Annotated[
        Name | None, typer.Option(help="Their kind; the strongest that can be built if unset.")
    ] = None,
) -> None:
    """Grade all submissions in the sandbox, in parallel, into nbgrader's gradebook.

    Limits that no option sets are those of c.RunAndJudge in nbgrader_config.py.

    With --watch it goes on until Ctrl-C: what arrives in nbgrader's exchange, or without one in
    the folder of submissions, is graded within seconds.

    Exit code 0: all are graded; 1: some could not be graded; 130: stopped by Ctrl-C.
    """
    from grader.grading import autograde as grading
    from grader.grading.preprocessors import RunAndJudge
    from grader.grading.recording import read_config

    configured = RunAndJudge(config=read_config(Path.cwd())).options()
    options = replace(
        configured,
        limits=limits_from(configured.limits, timeout, memory),
        every_cell=every_cell or configured.every_cell,
        walls=walls or configured.walls,
    )
    if options.walls == "none":
        errors.print(f"walls: none. {Unwalled.unpromised}", style="bold red")
    if not watch:
        _refuse(
            {"--attempts": attempts, "--every": every},
            "means nothing without --watch. Add that, or leave it out.",
        )
    else:
        _refuse(
            {"--student": student, "--force": force, "--report": report},
            "does not go with --watch. Leave it out; a run without --watch has it.",
        )
        from grader.grading.watching.tries import Tries, seconds_of
        from grader.grading.watching.watch import watch as watching

        watching(
            Path.cwd(),
            assignment,
            workers=workers,
            scheduler=scheduler,
            seed=seed,
            options=options,
            tries=Tries(attempts, seconds_of(every) if every else 0.0),
            console=console,
        )
        return
    summary = grading.autograde(
        Path.cwd(),
        assignment,
        students=student,
        workers=workers,
        scheduler=scheduler,
        seed=seed,
        options=options,
        force=force,
        report=report,
        console=console,
    )
    raise typer.Exit(summary.exit_code)


def _refuse(given: Mapping[str, object], why: str) -> None:
    """Raise ``CourseError`` for an option that has no meaning in this kind of run."""
    for name, value in given.items():
        if value:
            raise CourseError(f"{name} {why}")


@app.command()
def export(
    assignment: Annotated[str, typer.Argument(help="The assignment: a folder of solutions/.")],
    to: Annotated[Path, typer.Option(help="The CSV file to write.")],
    form: Annotated[
        ExportFormat, typer.Option("--format", help="Whose gradebook is to read it.")
    ] = "nbgrader",
    roster: Annotated[
        Path | None,
        typer.Option(help="The gradebook as Canvas or Moodle exported it; its rows are filled in."),
    ] = None,
) -> None:
    """Write the marks as a CSV file for nbgrader, Canvas or Moodle."""
    from nbgrader.coursedir import CourseDirectory

    from grader.grading.export import export_marks
    from grader.grading.recording import read_config

    course = CourseDirectory(config=read_config(Path.cwd()))
    export_marks(str(to), form, assignment, roster, course)
    console.print(f"wrote {to}", highlight=False)


@app.command()
def github(
    folder: Annotated[Path, typer.Argument(help="The notebooks that were pushed.")],
    assignment: Annotated[str | None, typer.Option(help="The course's first one if unset.")] = None,
    at_least: Annotated[float, typer.Option(help="Points below which the run fails.")] = 0,
) -> None:
    """Grade one folder in a workflow of GitHub: job summary, and annotations on the notebooks.

    Exit code 0: enough points; 1: fewer; 2: the grader failed at a notebook.
    """
    from grader.commands import github as pushes

    graded = pushes.grade_push(folder, assignment)
    for line in pushes.annotations(graded, folder):
        typer.echo(line)
    typer.echo(f"{graded.score:g} of {graded.max_score:g} points, at least {at_least:g} wanted")
    if graded.engine_errors:
        raise typer.Exit(UNUSABLE)
    raise typer.Exit(int(graded.score < at_least))


@app.command()
def platform(
    name: Annotated[Platform, typer.Argument(help="Whose machine is to grade.")],
    assignment: Annotated[str, typer.Argument(help="The assignment: a folder of solutions/.")],
    to: Annotated[Path, typer.Option(help="The ZIP file to write.")] = Path("autograder.zip"),
    visibility: Annotated[
        Visibility, typer.Option(help="When students see the verdicts.")
    ] = "visible",
) -> None:
    """Write what another platform needs to grade an assignment: for Gradescope autograder.zip."""
    from grader.commands.gradescope import bundle

    size = bundle.write(to, assignment, visibility)
    console.print(f"wrote {to}, {size / 1e6:.1f} MB, for {name}", highlight=False)


@app.command()
def rehearse(
    students: Annotated[int, typer.Option(min=1, help="How many made-up students.")] = 30,
    notebooks: Annotated[
        list[str] | None, typer.Option(help="Only this notebook; can be given several times.")
    ] = None,
    folder: Annotated[Path, typer.Option(help="Where the course of the rehearsal is laid out.")] = (
        Path("rehearsal")
    ),
    seed: Annotated[int, typer.Option(min=0, help="Draws the students' answers.")] = 1,
    workers: Annotated[int, typer.Option(min=1, help="Processes that grade.")] = N_WORKERS,
) -> None:
    """Grade a made-up class out of the museum of answers and compare every mark.

    Exit code 0: every mark is what its answer deserves; 1: some are not.
    """
    checkout()
    from grader.commands import rehearsal

    result = rehearsal.rehearse(
        students,
        notebooks=notebooks,
        folder=folder,
        seed=seed,
        workers=workers,
        console=console,
    )
    raise typer.Exit(1 if result.mismatches else result.summary.exit_code)


@app.command()
def train(
    plan: Annotated[
        str, typer.Option(help="How much: a training of the course, such as short, full or long.")
    ] = "short",
    recordings: Annotated[
        Path | None,
        typer.Option(help="Go on from there with recordings: a folder of photos and masks."),
    ] = None,
) -> None:
    """Run the notebook that trains what is handed in beside it; demo and rehearse hand that in."""
    from grader.commands import train as training

    if recordings is not None:
        path = training.train_on_recordings(recordings, plan, console)
        console.print(f"What came of it: {path}", highlight=False, soft_wrap=True)
        return
    folder = training.train(plan, console)
    console.print(f"The notebook and what it trained: {folder}", highlight=False, soft_wrap=True)


@app.command()
def demo() -> None:
    """Grade a class of three and show marks, feedback and report."""
    from grader.commands import demo as demonstration

    demonstration.run(console)


@app.command()
def doctor() -> None:
    """Say whether this machine is ready, with the fix for what is not."""
    from grader.commands import doctor as examination

    sign = {"ready": "[green]✓[/]", "limited": "[yellow]![/]", "missing": "[red]✗[/]"}
    table = Table("", "", "", "what to do", box=None, pad_edge=False)
    answers = []
    with console.status("Looking at this machine (TensorFlow takes some seconds) …"):
        for answer in examination.examine():
            answers.append(answer)
            table.add_row(sign[answer.state], answer.subject, answer.says, answer.fix)
    console.print(table)
    missing = [answer.subject for answer in answers if answer.state == "missing"]
    if missing:
        errors.print(f"Not ready: {', '.join(missing)}.")
        raise typer.Exit(1)
    console.print("Ready.")


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; errors of ours and missing packages become a sentence, code 2."""
    put_scripts_on_path()
    keep_temporary_files_together()
    try:
        return app(args=arguments)
    except CourseError as error:
        errors.print("\n".join(map(printable, str(error).splitlines())), markup=False)
        sys.exit(UNUSABLE)
    except ModuleNotFoundError as error:
        errors.print(
            f"The package {error.name} is not installed here. Grading a class and changing the "
            'course need more than studying: pip install -e ".[grade]" in the course\'s folder.',
            markup=False,
        )
        sys.exit(UNUSABLE)
