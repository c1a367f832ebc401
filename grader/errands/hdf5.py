"""Read the arrays of a Keras weights file, trusting nothing in it.

HDF5 can point out of the file, unpack to any size and hold objects; all of that is refused before
a number is read. Groups are walked link by link, so that no link is followed unseen.
"""

import math
from collections.abc import Iterator
from typing import Any

import h5py  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import NDArray

from grader.errands import Unusable
from grader.errands.packing import pack

LARGEST = 200 * 1024**2  # bytes of all arrays together, as float32 and as stored
MOST_OBJECTS = 10_000  # arrays and groups, counted each time they are come by
MOST_LEVELS = 30
LONGEST_PATH = 1000  # characters
_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_FILTERS = {h5py.h5z.FILTER_DEFLATE, h5py.h5z.FILTER_SHUFFLE, h5py.h5z.FILTER_FLETCHER32}


def read_weights(content: bytes) -> bytes:
    """The floating-point arrays in an HDF5 file as float32, packed.

    Whole numbers (the states of random generators) are left out.

    Raises:
        Unusable: the file is none that Keras writes.
    """
    if not content.startswith(_SIGNATURE):
        raise Unusable("is not an HDF5 file")
    try:
        with h5py.File.in_memory(content) as file:
            datasets = list(_datasets(file))
            _check_size(datasets)
            return pack({path: _values(path, dataset) for path, dataset in datasets})
    except (OSError, RuntimeError, ValueError, TypeError, KeyError) as error:
        raise Unusable(f"is damaged ({str(error)[:200]})") from error


def _datasets(file: Any) -> Iterator[tuple[str, Any]]:
    """The datasets of floating-point numbers by their paths, in the order of the file."""
    waiting: list[tuple[str, Any]] = [("", file)]
    n_objects = 0
    while waiting:
        place, group = waiting.pop()
        n_objects += len(group)
        if n_objects > MOST_OBJECTS:
            raise Unusable(f"has more than {MOST_OBJECTS:,} groups and arrays")
        for name in group:
            path = f"{place}/{name}".removeprefix("/")
            _check_path(path)
            found = _followed(path, group, name)
            if isinstance(found, h5py.Group):
                waiting.append((path, found))
            elif _is_of_floats(path, found):
                yield path, found


def _check_path(path: str) -> None:
    if path.count("/") >= MOST_LEVELS:
        raise Unusable(f"has groups in more than {MOST_LEVELS} levels")
    if len(path) > LONGEST_PATH or not path.isprintable():
        raise Unusable("has a name that Keras would not give")


def _followed(path: str, group: Any, name: str) -> Any:
    """The group or dataset called ``name``, when it lies in this file itself."""
    if not isinstance(group.get(name, getlink=True), h5py.HardLink):
        raise Unusable(f"has a link in place of an array ({path})")
    found = group[name]
    if not isinstance(found, h5py.Group | h5py.Dataset):
        raise Unusable(f"holds something else than arrays ({path})")
    return found


def _is_of_floats(path: str, dataset: Any) -> bool:
    """Whether a dataset holds floating-point numbers, and nothing but numbers in this file."""
    properties = dataset.id.get_create_plist()
    if dataset.is_virtual or properties.get_external_count():
        raise Unusable(f"has an array that lies in another file ({path})")
    filters = {properties.get_filter(number)[0] for number in range(properties.get_nfilters())}
    if not filters <= _FILTERS:
        raise Unusable(f"has an array packed in an unusual way ({path})")
    if dataset.shape is None or not (dataset.dtype.kind in "biuf" or _is_bfloat16(dataset)):
        raise Unusable(f"has an array of type {dataset.dtype}, expected numbers ({path})")
    return dataset.dtype.kind == "f" or _is_bfloat16(dataset)


def _is_bfloat16(dataset: Any) -> bool:
    """Whether these are the numbers for which HDF5 has no name; Keras writes theirs beside."""
    return bool(dataset.dtype == np.dtype("V2") and dataset.attrs.get("dtype") == "bfloat16")


def _check_size(datasets: list[tuple[str, Any]]) -> None:
    """Refuse too much before any of it is unpacked; chunks may be larger than their array."""
    for path, dataset in datasets:
        chunk = math.prod(dataset.chunks or ()) * dataset.dtype.itemsize
        if chunk > LARGEST:
            raise Unusable(f"has an array in pieces of {chunk:,} bytes ({path})")
    size = sum(dataset.size * max(4, dataset.dtype.itemsize) for _, dataset in datasets)
    if size > LARGEST:
        raise Unusable(f"unpacks to {size:,} bytes, at most {LARGEST:,} are allowed")


def _values(path: str, dataset: Any) -> NDArray[np.float32]:
    values: NDArray[np.float32]
    if _is_bfloat16(dataset):  # the upper half of a float32
        values = (dataset[()].view("<u2").astype("<u4") << 16).view("<f4")
    else:
        with np.errstate(over="ignore"):
            values = np.asarray(dataset[()], dtype="<f4")
    if not np.isfinite(values).all():
        raise Unusable(f"holds numbers that are not finite ({path})")
    return values
