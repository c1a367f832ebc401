"""The course's own network: notebook 5, run from its first cell to its last as a student does.

The demo and the rehearsal hand the network in, where there is one. It is always run in the same
folder, so that an interrupted training goes on when it is called again.
"""

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from data.writing import write_together, write_whole
from grader.course import ROOT, source_notebooks, training_folder
from grader.errors import CourseError
from grader.settings import TRAININGS

NOTEBOOK = "5_training"
_CHOICE = 'settings.training("full")'


def train(plan: str, console: Console, folder: Path | None = None) -> Path:
    """Train the course's U-Net and keep it.

    Args:
        plan: a name in ``settings.TRAININGS``.
        console: shows which cell is running.
        folder: where to work; ``training_folder()`` when it is None.

    Returns:
        The file of weights, as a student hands it in.

    Raises:
        CourseError: there is no such plan, the folder cannot be written, or a cell of the notebook
            failed.
    """
    if plan not in TRAININGS:
        raise CourseError(
            f"There is no training '{plan}'. Choose one of {', '.join(TRAININGS)} with --plan."
        )
    folder = folder or training_folder()
    try:
        write_together({folder / path.name: path.read_bytes() for path in source_notebooks(ROOT)})
    except OSError as error:
        raise CourseError(
            f"Cannot write to {folder} ({error.strerror}). Set COURSE_DATA_DIR to a folder with "
            "room and run the same command again."
        ) from None
    notebook = nbformat.read(folder / f"{NOTEBOOK}.ipynb", as_version=4)
    _choose(notebook, plan)
    try:
        _run(notebook, folder, console)
    except CellExecutionError as error:
        raise CourseError(
            f"A cell of {NOTEBOOK}.ipynb failed: {error.ename}: {error.evalue}. The notebook is in "
            f"{folder}; fix the cause and run the same command again: a training goes on."
        ) from None
    finally:
        write_whole(folder / f"{NOTEBOOK}.ipynb", f"{nbformat.writes(notebook)}\n".encode())
    return folder / "unet.weights.h5"


def _choose(notebook: NotebookNode, plan: str) -> None:
    """Write the plan where the notebook chooses it, as its text tells a student to."""
    (cell,) = [cell for cell in notebook.cells if _CHOICE in cell.source]
    cell.source = cell.source.replace(_CHOICE, f'settings.training("{plan}")')


def _run(notebook: NotebookNode, folder: Path, console: Console) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("cell {task.completed} of {task.total}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(NOTEBOOK, total=len(notebook.cells))
        client = NotebookClient(
            notebook,
            timeout=None,
            resources={"metadata": {"path": str(folder)}},
            on_cell_start=lambda cell, cell_index: progress.update(task, completed=cell_index + 1),
        )
        variables = {name: value for name, value in os.environ.items() if name not in _SHORTENING}
        client.execute(env=variables)


_SHORTENING = ("COURSE_SHORT", "NBGRADER_EXECUTION")
