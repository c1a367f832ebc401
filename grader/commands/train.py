"""The course's own training: the notebook that chooses one, run from its first cell to its last.

The demo and the rehearsal hand in what it leaves, where a part asks for that. It is always run in
the same folder, so that an interrupted training goes on when it is called again. A second notebook
goes on from there with recordings of a user's own.
"""

import os
import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from data.writing import write_together, write_whole
from grader import courses, exercises, settings
from grader.course import (
    checkout,
    first_assignment,
    source_notebooks,
    trained,
    training_folder,
)
from grader.errors import CourseError

_CHOICE = re.compile(r"settings\.training\(\"\w+\"\)")


def train(plan: str, console: Console, folder: Path | None = None) -> Path:
    """Train, and keep what comes of it.

    Args:
        plan: the name of one of the course's trainings.
        console: shows which cell is running.
        folder: where to work; ``training_folder()`` when it is None.

    Returns:
        The folder, with the files that a student hands in.

    Raises:
        CourseError: there is no such plan, no notebook chooses one, the folder cannot be written,
            or a cell of the notebook failed.
    """
    settings.training(plan)  # raises for an unknown name
    folder = folder or training_folder()
    sources = source_notebooks(checkout(), first_assignment())
    try:
        write_together({folder / path.name: path.read_bytes() for path in sources})
    except OSError as error:
        raise CourseError(
            f"Cannot write to {folder} ({error.strerror}). Set COURSE_DATA_DIR to a folder with "
            "room and run the same command again."
        ) from None
    path, notebook = _that_chooses(folder, plan)
    _run(notebook, path, console)
    return folder


def train_on_recordings(recordings: Path, plan: str, console: Console) -> Path:
    """Go on with the course's network on recordings; it is trained first where none is there.

    Args:
        recordings: the folder that holds them.
        plan: the training to begin with.
        console: shows which cell is running.

    Returns:
        The notebook with what came of it, beside the weights.

    Raises:
        CourseError: there is no such folder, the course has no notebook for recordings, or as for
            ``train``.
    """
    source = courses.current().recordings
    if source is None:
        raise CourseError(
            "This course has no notebook for recordings. One that does names it by the field "
            "`recordings` of its COURSE."
        )
    if not recordings.is_dir():
        raise CourseError(
            f"{recordings} is no folder, expected one with recordings. Give it by "
            "--recordings FOLDER."
        )
    notebook = nbformat.read(source, as_version=4)
    if any(trained(name) is None for name in _handed_in()):
        train(plan, console)
    path = training_folder() / source.name
    _run(notebook, path, console, COURSE_RECORDINGS=str(recordings.resolve()))
    return path


def _handed_in() -> list[str]:
    """The files that a training leaves to be handed in."""
    parts = (part for one in exercises.of_assignment(first_assignment()) for part in one.parts)
    return [part.function for part in parts if part.opens]


def _that_chooses(folder: Path, plan: str) -> tuple[Path, NotebookNode]:
    """The notebook that chooses a training, with the plan where its text tells students to put it.

    Raises:
        CourseError: none does.
    """
    for path in sorted(folder.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code" and _CHOICE.search(cell.source):
                cell.source = _CHOICE.sub(f'settings.training("{plan}")', cell.source)
                return path, notebook
    raise CourseError(
        f"No notebook in {folder} chooses its training, expected a line with "
        f'settings.training("{plan}") or another name.'
    )


def _run(notebook: NotebookNode, path: Path, console: Console, **variables: str) -> None:
    """Run it in the folder of ``path``, with these environment variables, and keep it there."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("cell {task.completed} of {task.total}"),
        TimeElapsedColumn(),
    )
    others = {name: value for name, value in os.environ.items() if name not in _SHORTENING}
    try:
        with Progress(*columns, console=console) as progress:
            task = progress.add_task(path.stem, total=len(notebook.cells))
            NotebookClient(
                notebook,
                timeout=None,
                resources={"metadata": {"path": str(path.parent)}},
                on_cell_start=lambda cell, cell_index: progress.update(
                    task, completed=cell_index + 1
                ),
            ).execute(env=others | variables)
    except CellExecutionError as error:
        raise CourseError(
            f"A cell of {path.name} failed: {error.ename}: {error.evalue}. The notebook is in "
            f"{path.parent}; fix the cause and run the same command again: a training goes on."
        ) from None
    finally:
        write_whole(path, f"{nbformat.writes(notebook)}\n".encode())


_SHORTENING = ("COURSE_SHORT", "NBGRADER_EXECUTION")
