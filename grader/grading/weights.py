"""Weights that a student handed in, as arrays; the file itself is read behind the walls."""

import json
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.errors import CourseError
from grader.kernel import errand

Weights = dict[str, NDArray[np.float32]]

_LONGEST_HEADER = 4 * 1024**2  # bytes


class UnusableWeights(CourseError):
    """A file from which no weights can be read, with the reason."""


def read_weights(content: bytes, unsafe_no_sandbox: bool = False) -> Weights:
    """The floating-point arrays of a Keras weights file (``*.weights.h5``) by their paths.

    A path is the place in the file, such as ``layers/conv2d/vars/0``; Keras counts the layers of
    each class in the order in which the model holds them.

    Raises:
        UnusableWeights: it is no such file, is damaged, too large or made to do harm.
        NoWalls: this computer cannot build the walls.
    """
    try:
        return _unpacked(errand.run("read_weights", content, unsafe_no_sandbox=unsafe_no_sandbox))
    except errand.Refused as refusal:
        raise _unusable(refusal.reason) from refusal
    except errand.ErrandFailed as failure:
        raise _unusable(f"could not be read. {failure}") from failure


def _unusable(reason: str) -> UnusableWeights:
    return UnusableWeights(
        f"The weights file {reason}. Expected what model.save_weights('unet.weights.h5') writes; "
        "save the weights again and hand in that file."
    )


def _unpacked(answer: bytes) -> Weights:
    """The arrays in the errand's answer, which anybody may have written."""
    header, _, numbers = answer.partition(b"\n")
    try:
        named = [(_path(path), _shape(shape)) for path, shape in _arrays(header)]
        ends = np.cumsum([math.prod(shape) for _, shape in named]).tolist()
        values = np.frombuffer(numbers, "<f4")
        if values.size != (ends[-1] if ends else 0):
            raise ValueError(f"{values.size} numbers")
        pieces = np.split(values, ends[:-1]) if ends else []
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _unusable("could not be read: the answer is in no known form") from error
    if not np.isfinite(values).all():
        raise _unusable("holds numbers that are not finite")
    return {path: piece.reshape(shape) for (path, shape), piece in zip(named, pieces, strict=True)}


def _arrays(header: bytes) -> Any:
    if len(header) > _LONGEST_HEADER:
        raise ValueError("The header is too long.")
    return json.loads(header)["arrays"]


def _path(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError("This is no path.")
    return value


def _shape(value: Any) -> tuple[int, ...]:
    if not all(type(size) is int and size >= 0 for size in value):
        raise ValueError("This is no shape.")
    return tuple(value)
