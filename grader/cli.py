"""The command line: parses, calls, prints. The work is done in the modules it names."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from grader.course import ROOT
from grader.errors import CourseError

app = typer.Typer(
    help="Check exercises, make the students' notebooks, try the grading.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

UNUSABLE = 2


@app.command()
def check(
    exercise: Annotated[str, typer.Argument(help="conv_block, upsampling_block, …")],
    files: Annotated[list[Path], typer.Argument(help=".py or .ipynb files with the function.")],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a file.")] = False,
) -> None:
    """Check an exercise in Python files or notebooks.

    Exit code 0: every file passed; 1: some did not; 2: a file could not be used.
    """
    from grader import files as checking

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
def release(
    check_only: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail when something differs or leaks.")
    ] = False,
) -> None:
    """Compute the students' notebooks from the solutions."""
    from grader import release as releasing

    if check_only:
        found = releasing.differences(ROOT)
        for difference in found:
            errors.print(f"{difference.path.relative_to(ROOT)} {difference.reason}.")
        if found:
            errors.print("Run `grader release` and commit what it writes.")
            raise typer.Exit(1)
        console.print("The students' notebooks are what the solutions give; no solution leaks.")
        return
    for path in releasing.release(ROOT):
        console.print(f"wrote {path.relative_to(ROOT)}")


@app.command()
def reference(
    check_only: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail when a table has drifted.")
    ] = False,
) -> None:
    """Recompute the reference tables from the solutions and compare the published figures."""
    from grader import reference as tables

    found = tables.drift(ROOT) if check_only else tables.write(ROOT)
    for line in found:
        console.print(line)
    if check_only and found:
        errors.print("Run `grader reference` and look at the difference before you commit it.")
        raise typer.Exit(1)
    if check_only:
        console.print("The reference tables, the solutions and the published figures agree.")


@app.command()
def demo() -> None:
    """Grade a class of three with stock nbgrader and show marks and feedback."""
    from grader import demo as demonstration

    demonstration.run(console)


@app.command()
def doctor() -> None:
    """Say whether this machine is ready, with the fix for what is not."""
    from grader import doctor as examination

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
    """Run the command line; our own errors become one sentence and exit code 2."""
    try:
        return app(args=arguments)
    except CourseError as error:
        errors.print(str(error), markup=False)
        sys.exit(UNUSABLE)
