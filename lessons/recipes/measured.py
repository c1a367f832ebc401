"""What trainings reached that nobody repeats in a notebook: a table of experiments and a film.

``benchmarks/experiments.py`` measures and writes both files.
"""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grader.errors import CourseError, UnknownName

TABLE = Path(__file__).with_name("experiments.csv")
FILM = Path(__file__).with_name("film.npz")


class Film(NamedTuple):
    """One photo and what a network answered for it after some of its epochs.

    Attributes:
        photo: uint8, shape (H, W, 3).
        truth: class ids, uint8, shape (H, W).
        answers: class ids, uint8, shape (n, H, W).
        epochs: after which epoch each answer was given, counted from 1, shape (n,).
    """

    photo: NDArray[Any]
    truth: NDArray[Any]
    answers: NDArray[Any]
    epochs: NDArray[Any]


def measured(*names: str) -> pd.DataFrame:
    """The rows of these experiments, in this order.

    Returns:
        One row an experiment: ``data``, ``epochs``, ``filters``, ``height`` of the pictures in
        pixels; ``accuracy`` and ``mean IoU`` on pictures held out; the same two of
        the two-colour picture, as ``two colours: …``; and the IoU of each class under its name,
        NaN where neither truth nor prediction has it.

    Raises:
        UnknownName: an experiment has no row.
        CourseError: the table is missing.
    """
    table = pd.read_csv(_existing(TABLE), index_col="experiment")
    for name in names:
        if name not in table.index:
            raise UnknownName("experiment", name, table.index)
    return table.loc[list(names)]


def recorded_film() -> Film:
    """The film of the course's own training; raises CourseError when its file is missing."""
    with np.load(_existing(FILM)) as arrays:
        return Film(*(arrays[name] for name in Film._fields))


def _existing(file: Path) -> Path:
    if not file.exists():
        raise CourseError(
            f"The file {file.name} is missing; it belongs into {file.parent}. Restore it from the "
            "course's repository, or write it with benchmarks/experiments.py."
        )
    return file
