"""Attacks by the file of weights that is handed in beside an untouched training notebook.

The documentation of each says what it tries, and then what stops it.
"""

import os
import pickle
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import nbformat
import numpy as np
from arena import Course
from made import Builder, Built
from numpy.typing import NDArray

from data.classes import CarlaClass
from grader.course import ROOT
from grader.exercises.training.weights.judge.network import kernel_shapes
from grader.kernel.limits import MIB

NAME = "unet.weights.h5"
NOTEBOOK = "5_training"
RELEASED = ROOT / "notebooks" / "unet" / f"{NOTEBOOK}.ipynb"

Arrays = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Network(Built):
    """An attack by the file of weights, and what the student reads of it."""

    status: str
    says: str
    incidents: tuple[str, ...]


NETWORKS: list[Network] = []


def _network(says: str, *incidents: str, status: str = "failed") -> Callable[[Builder], Builder]:
    """Register a builder with the beginning of the sentence that its file gets."""

    def register(build: Builder) -> Builder:
        NETWORKS.append(Network(build, status, says, incidents))
        return build

    return register


def _arrays() -> Arrays:
    """Small numbers in the places and shapes of the course's network."""
    rng = np.random.default_rng(0)
    found: Arrays = {}
    for kind, shapes in kernel_shapes().items():
        for number, shape in enumerate(shapes):
            place = f"layers/{kind}_{number}" if number else f"layers/{kind}"
            found[f"{place}/vars/0"] = rng.normal(0, 0.05, shape).astype(np.float32)
            bias = shape[2] if kind == "conv2d_transpose" else shape[3]
            found[f"{place}/vars/1"] = np.zeros(bias, np.float32)
    return found


def _hand_in(course: Course, arrays: Arrays) -> Path:
    path = course.submission / NAME
    with h5py.File(path, "w") as file:
        for place, array in arrays.items():
            file[place] = array
    return path


def _hand_in_bytes(course: Course, content: bytes) -> None:
    (course.submission / NAME).write_bytes(content)


@_network("unet.weights.h5 is not an HDF5 file.")
def pickled_weights(course: Course) -> None:
    """The weights are a pickle that runs a command when it is opened.

    Only what begins as HDF5 does is opened, and nothing is unpickled.
    """

    class Runs:
        def __reduce__(self) -> Any:
            return Path.touch, (Path("/tmp/unpickled"),)

    _hand_in_bytes(course, pickle.dumps(Runs()))


@_network("unet.weights.h5 is damaged (")
def truncated_weights(course: Course) -> None:
    """The upload broke off in the middle.

    What cannot be read earns nothing; the student is told to hand it in again.
    """
    path = _hand_in(course, _arrays())
    path.write_bytes(path.read_bytes()[: 20 * MIB])


@_network("unet.weights.h5 has an array of shape (3, 3, 3, 16), expected (3, 3, 3, 32) ")
def narrower_network(course: Course) -> None:
    """A network with half as many filters, which trains in a quarter of the time.

    Every shape is compared with the course's network before anything is computed.
    """
    arrays = _arrays()
    arrays["layers/conv2d/vars/0"] = arrays["layers/conv2d/vars/0"][..., :16]
    _hand_in(course, arrays)


@_network("unet.weights.h5 has an array of shape (1, 1, 32, 13), expected (1, 1, 32, 23) ")
def fewer_classes(course: Course) -> None:
    """A network for the 13 classes of another course.

    Every shape is compared with the course's network before anything is computed.
    """
    arrays = _arrays()
    place = "layers/conv2d_19/vars/0"
    _hand_in(course, {**arrays, place: arrays[place][..., :13]})


@_network("unet.weights.h5 holds numbers that are not finite (layers/conv2d/vars/1).")
def not_a_number(course: Course) -> None:
    """A bias is NaN, so that every comparison with the result is false.

    Numbers that are not finite are refused where the file is read.
    """
    bias = np.full(32, np.nan, np.float32)
    _hand_in(course, {**_arrays(), "layers/conv2d/vars/1": bias})


@_network("On 30 hidden drives the network takes every pixel for ")
def numbers_that_overflow(course: Course) -> None:
    """All numbers are finite, and so large that what is computed from them is not.

    A network that answers the same everywhere earns nothing, whatever made it so.
    """
    _hand_in(course, {place: array + np.float32(1e38) for place, array in _arrays().items()})


@_network("On 30 hidden drives the network takes every pixel for road: 0 of 6 points.")
def always_road(course: Course) -> None:
    """The network answers "road" everywhere, without a look at the photo.

    A network that answers the same everywhere earns nothing, whatever share of the pixels is right.
    """
    arrays = {place: np.zeros_like(array) for place, array in _arrays().items()}
    arrays["layers/conv2d_19/vars/1"][CarlaClass.ROAD] = 1
    _hand_in(course, arrays)


@_network("unet.weights.h5 has a link in place of an array (layers).")
def weights_of_another(course: Course) -> None:
    """The HDF5 file leads to another student's.

    Links are looked at before they are followed, and none is.
    """
    other = course.root / "submitted/ada/unet" / NAME
    with h5py.File(course.submission / NAME, "w") as file:
        file["layers"] = h5py.ExternalLink(str(other), "/layers")


@_network("unet.weights.h5 has an array that lies in another file (layers/conv2d/vars/0).")
def virtual_weights(course: Course) -> None:
    """An array is put together out of the gradebook.

    Arrays that lie elsewhere are refused; where the file is read there is no gradebook.
    """
    layout = h5py.VirtualLayout(shape=(3, 3, 3, 32), dtype="f4")
    layout[:] = h5py.VirtualSource(str(course.root / "gradebook.db"), "a", shape=(3, 3, 3, 32))
    with h5py.File(course.submission / NAME, "w") as file:
        file.create_virtual_dataset("layers/conv2d/vars/0", layout)


@_network("unet.weights.h5 unpacks to 1,073,741,824 bytes, at most 209,715,200 are allowed.")
def bomb(course: Course) -> None:
    """A gigabyte of zeros in a file of a megabyte.

    The sizes are added up before anything is unpacked.
    """
    with h5py.File(course.submission / NAME, "w") as file:
        array = file.create_dataset("a", (2**28,), "f4", chunks=(2**22,), compression="gzip")
        array[:1] = 0


@_network("unet.weights.h5 ")
def bomb_that_lies(course: Course) -> None:
    """A small array whose packed bytes go on and on.

    The fork that reads it has limits of memory and time, and nothing else to lose.
    """
    with h5py.File(course.submission / NAME, "w") as file:
        array = file.create_dataset("a", (1024,), "f4", chunks=(1024,), compression="gzip")
        packer = zlib.compressobj(1)
        packed = [packer.compress(bytes(16 * MIB)) for _ in range(96)]
        array.id.write_direct_chunk((0,), b"".join(packed) + packer.flush())


@_network("unet.weights.h5 was left out: it has 200 MB, at most 128 MB are allowed.", "files")
def weights_of_200_mb(course: Course) -> None:
    """The file has 200 MB.

    A file over the limit is not read; student and instructor learn why.
    """
    _hand_in_bytes(course, b"")
    os.truncate(course.submission / NAME, 200 * MIB)


@_network("unet.weights.h5 was left out: it is a symbolic link.", "files")
def link_to_the_weights_of_another(course: Course) -> None:
    """The file is a link to another student's.

    Links are not followed.
    """
    (course.submission / NAME).symlink_to(course.root / "submitted/ada/unet" / NAME)


@_network("There is no unet.weights.h5 yet.", status="not attempted")
def weights_written_by_the_notebook(course: Course) -> None:
    """Nothing is handed in; while it is graded, the notebook writes a file of that name.

    The file is judged as it was handed in, and nothing comes out of the sandbox but messages.
    """
    notebook = nbformat.read(RELEASED, as_version=4)
    source = f"import pathlib; pathlib.Path({NAME!r}).write_bytes(b'full marks')"
    notebook.cells.insert(0, nbformat.v4.new_code_cell(source))
    nbformat.write(notebook, course.submission / f"{NOTEBOOK}.ipynb")
