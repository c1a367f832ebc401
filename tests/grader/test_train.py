"""The command that trains the course's own network; what it earns stands in test_handing_in."""

from pathlib import Path

import nbformat
import pytest
from rich.console import Console

from grader.commands import train as training
from grader.errors import CourseError

QUIET = Console(quiet=True)


def test_an_unknown_plan_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"training 'medium'\. Known: full, short, long"):
        training.train("medium", QUIET, tmp_path)


def test_a_file_in_the_place_of_the_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("COURSE_DATA_DIR", str(file))
    with pytest.raises(CourseError, match=r"^Cannot write to .*weights.*Set COURSE_DATA_DIR"):
        training.train("short", QUIET)


def test_a_cell_that_fails_is_told_and_its_notebook_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    cells = [
        nbformat.v4.new_code_cell('plan = "settings.training(\\"full\\")"'),
        nbformat.v4.new_code_cell('raise OSError("no room")'),
    ]
    cells[0].source = 'class settings:\n    training = str\nplan = settings.training("full")'
    nbformat.write(nbformat.v4.new_notebook(cells=cells), source / "5_training.ipynb")
    monkeypatch.setattr(training, "source_notebooks", lambda *_: list(source.iterdir()))
    with pytest.raises(CourseError, match=r"5_training\.ipynb failed: OSError: no room"):
        training.train("short", QUIET, tmp_path / "work")
    kept = nbformat.read(tmp_path / "work" / "5_training.ipynb", as_version=4)
    assert 'settings.training("short")' in kept.cells[0].source
