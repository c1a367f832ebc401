"""Where a student stands, in a terminal."""

from collections.abc import Iterator
from pathlib import Path

from rich.columns import Columns
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from grader.errors import CourseError
from grader.notebook import standing
from grader.notebook.progress import NOTE, STATE_SIGN, label, measured, next_step, points
from grader.notebook.standing import Notebook, Standing
from grader.quiet import quiet

_COLOUR = {
    "passed": "green",
    "partly": "yellow",
    "failed": "red",
    "not attempted": "blue",
    "not checked": "dim",
    "changed": "yellow",
}
_WIDTH = 10  # characters of a notebook's bar


def show(folder: Path, console: Console) -> None:
    """Show how each assignment stands whose notebooks lie in ``folder``, or in folders of it.

    Raises:
        CourseError: no notebook of the course lies there.
    """
    found = list(_found(folder))
    if not found:
        raise CourseError(
            f"There is no notebook of the course in {folder}, nor in a folder of it. Name the "
            "folder of your notebooks: grader progress my_notebooks"
        )
    for place, assignment in found:
        with console.status("Looking at your notebooks …"), quiet():
            stands = standing.stands(place, assignment, open_files=True)
        _show(stands, console)
    console.print(NOTE, style="dim")


def _found(folder: Path) -> Iterator[tuple[Path, str]]:
    """Folders and the assignments in them."""
    if not folder.is_dir():
        return
    below = sorted(path for path in folder.iterdir() if path.is_dir())
    for place in (folder, *below):
        for assignment in standing.assignments_in(place):
            yield place.resolve(), assignment


def _show(stands: Standing, console: Console) -> None:
    console.print(f"[bold]{stands.assignment}[/]  {points(stands)}")
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column()
    for notebook in stands.notebooks:
        score = f"{notebook.score:g} of {notebook.max_score}"
        table.add_row(notebook.name, _bar(notebook), score, _checks(notebook))
    console.print(table)
    for sentence in [*measured(stands), next_step(stands)]:
        console.print(sentence, markup=False)
    console.print()


def _bar(notebook: Notebook) -> Text:
    filled = int(_WIDTH * notebook.score / notebook.max_score)
    return Text.assemble(("━" * filled, "green"), ("━" * (_WIDTH - filled), "bright_black"))


def _checks(notebook: Notebook) -> RenderableType:
    if notebook.missing:
        return Text(notebook.missing, "italic dim")
    checks = (
        Text(f"{STATE_SIGN[check.state]} {label(check)}", _COLOUR[check.state], no_wrap=True)
        for check in notebook.checks
    )
    return Columns(checks, padding=(0, 2))
