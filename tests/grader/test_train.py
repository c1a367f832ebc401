"""The command that trains the course's own network; what it earns stands in test_handing_in."""

import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from PIL import Image
from rich.console import Console

from data import streets
from grader import courses
from grader.commands import train as training
from grader.course import ROOT
from grader.errors import CourseError

# Keras's own, while it saves.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

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


# --- recordings -----------------------------------------------------------------------------------


def test_a_folder_of_recordings_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"rec is no folder, expected one with recordings"):
        training.train_on_recordings(tmp_path / "rec", "short", QUIET)


def test_a_course_without_a_notebook_for_recordings_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = replace(courses.current(), recordings=None)
    monkeypatch.setattr(courses, "current", lambda: without)
    with pytest.raises(CourseError, match=r"This course has no notebook for recordings"):
        training.train_on_recordings(tmp_path, "short", QUIET)


def test_without_a_network_it_is_trained_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    run: list[str] = []
    monkeypatch.setattr(training, "train", lambda plan, _: run.append(plan))
    monkeypatch.setattr(training, "_run", lambda _, path, *__, **___: run.append(path.name))
    training.train_on_recordings(tmp_path, "long", QUIET)
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "unet.weights.h5").touch()
    training.train_on_recordings(tmp_path, "long", QUIET)
    assert run == ["long", "recordings.ipynb", "recordings.ipynb"]


def record(folder: Path, scenes: int) -> Path:
    """Two frames of each scene, as the simulator's recordings have them."""
    for kind in ("CameraRGB", "CameraMask"):
        (folder / kind).mkdir(parents=True)
    for number in range(2 * scenes):
        photo, ids = streets.render(1, 20 * (number // 2) + number % 2, (96, 128))
        name = f"{1000 * (number // 2) + number % 2:06}.png"
        Image.fromarray(photo).save(folder / "CameraRGB" / name)
        mask = np.stack([ids, 0 * ids, 0 * ids, 0 * ids + 255], axis=-1)
        Image.fromarray(mask).save(folder / "CameraMask" / name)
    return folder


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of trainings with a network that has learned nothing yet; epochs are few."""
    from grader.notebook.loading import load_functions

    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("COURSE_SHORT", "1")
    monkeypatch.setattr(training, "_SHORTENING", ())
    folder = tmp_path / "weights"
    shutil.copytree(ROOT / "solutions" / "unet", folder)
    monkeypatch.chdir(folder)
    unet_model = load_functions(folder / "3_unet_model.ipynb", ["unet_model"])["unet_model"]
    unet_model((None, None, 3)).save_weights(folder / "unet.weights.h5")
    return folder


@pytest.mark.slow
def test_recordings_are_learned_and_judged_by_scenes_kept_out(
    network: Path, tmp_path: Path
) -> None:
    recordings = record(tmp_path / "recordings", scenes=3)
    path = training.train_on_recordings(recordings, "short", QUIET)

    table = pd.read_csv(network / "recordings.csv", index_col=0)
    assert list(table.columns) == [
        "share",
        "two colours",
        "streets only",
        "then recordings",
        "asked four times",
    ]
    assert table["share"].sum() == pytest.approx(1, abs=0.01)
    learned = (network / "recordings.weights.h5").read_bytes()
    assert learned != (network / "unet.weights.h5").read_bytes()
    assert "6 pairs of 3 scenes; kept out are 2 of 1 scenes" in str(
        nbformat.read(path, as_version=4)
    )

    kept = {file: file.stat().st_mtime_ns for file in (tmp_path / "own").rglob("epoch_*")}
    training.train_on_recordings(recordings, "short", QUIET)  # it is done: nothing is learned again
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "own").rglob("epoch_*")} == kept


@pytest.mark.slow
def test_one_scene_leaves_nothing_to_judge_by(network: Path, tmp_path: Path) -> None:
    recordings = record(tmp_path / "recordings", scenes=1)
    with pytest.raises(CourseError, match=r"2 pairs are one scene, expected two or more"):
        training.train_on_recordings(recordings, "short", QUIET)
