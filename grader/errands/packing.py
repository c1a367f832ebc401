"""Arrays on their way through the walls: a line of JSON, then the numbers.

The line is a JSON object whose ``arrays`` names path and shape of each array; after it come the
arrays as little-endian float32, one after the other.
"""

import json
import math
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.float32]]

LONGEST_HEADER = 4 * 1024**2  # bytes


def pack(arrays: Mapping[str, NDArray[np.float32]], beside: bytes = b"", **more: Any) -> bytes:
    """Arrays by their paths as bytes and other bytes after them; ``more`` goes into the header."""
    named = [[path, list(array.shape)] for path, array in arrays.items()]
    header = {"arrays": named, **more}
    numbers = (array.astype("<f4").tobytes() for array in arrays.values())
    return b"".join([json.dumps(header).encode(), b"\n", *numbers, beside])


def unpack(packed: bytes, beside: int = 0) -> Arrays:
    """The arrays in what ``pack`` wrote, before ``beside`` bytes of something else.

    Anybody may have written it. The arrays are views of ``packed``.

    Raises:
        ValueError: it is in no such form.
    """
    end = packed.find(b"\n") + 1 or len(packed)
    header, numbers = packed[:end], memoryview(packed)[end : len(packed) - beside]
    try:
        named = [(_path(path), _shape(shape)) for path, shape in _arrays(header)]
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError("The header is in no known form.") from error
    ends = list(accumulate(math.prod(shape) for _, shape in named))
    values = np.frombuffer(numbers, "<f4")
    if values.size != (ends[-1] if ends else 0):
        raise ValueError(f"There are {values.size} numbers.")
    pieces = np.split(values, ends[:-1]) if ends else []
    return {path: piece.reshape(shape) for (path, shape), piece in zip(named, pieces, strict=True)}


def _arrays(header: bytes) -> Any:
    if len(header) > LONGEST_HEADER:
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
