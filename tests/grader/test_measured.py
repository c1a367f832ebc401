"""Reading what the experiments measured."""

from pathlib import Path

import numpy as np
import pytest

from grader.errors import CourseError, UnknownName
from lessons.recipes import measured as module
from lessons.recipes.measured import Film, measured, recorded_film


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A table of two experiments; the class pole occurs in neither."""
    file = tmp_path / "experiments.csv"
    file.write_text(
        "experiment,data,accuracy,mean IoU,two colours: accuracy,road,pole\n"
        "published,streets,0.92,0.23,0.78,0.95,\n"
        "course,streets,0.93,0.35,0.78,0.96,\n"
    )
    monkeypatch.setattr(module, "TABLE", file)
    return file


def test_rows_come_in_the_order_of_their_names(table: Path) -> None:
    rows = measured("course", "published")
    assert rows.index.tolist() == ["course", "published"]
    assert rows["mean IoU"].tolist() == [0.35, 0.23]


def test_a_class_that_does_not_occur_has_no_iou(table: Path) -> None:
    assert measured("published")["pole"].isna().all()


def test_an_unknown_experiment_is_told_with_those_that_are_known(table: Path) -> None:
    with pytest.raises(UnknownName) as caught:
        measured("published", "curse")
    assert str(caught.value) == (
        "Unknown experiment 'curse'. Did you mean 'course'? Known: published, course."
    )


def test_a_missing_table_is_told_with_where_it_comes_from(table: Path) -> None:
    table.unlink()
    with pytest.raises(CourseError) as caught:
        measured("course")
    assert str(caught.value) == (
        f"The file experiments.csv is missing; it belongs into {table.parent}. Restore it from the "
        "course's repository, or write it with benchmarks/experiments.py."
    )


def test_a_film_is_read_as_it_was_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    written = Film(
        photo=np.full((2, 3, 3), 9, np.uint8),
        truth=np.full((2, 3), 7, np.uint8),
        answers=np.full((2, 2, 3), 8, np.uint8),
        epochs=np.array([1, 5]),
    )
    np.savez(tmp_path / "film.npz", **written._asdict())
    monkeypatch.setattr(module, "FILM", tmp_path / "film.npz")
    read = recorded_film()
    for name in Film._fields:
        assert np.array_equal(getattr(read, name), getattr(written, name)), name
