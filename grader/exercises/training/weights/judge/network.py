"""The course's U-Net from the arrays of a weights file.

Which array belongs where is decided here. What runs on them is a list of steps, which is data:
the task that takes it (``grader.errands.segment``) knows no network.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.classes import N_CLASSES
from grader.checks.exercise import RunErrand
from grader.errands import Unusable
from grader.errands.packing import Arrays, pack, unpack
from grader.exercises.training.weights.probe import Network

N_FILTERS = 32
N_CHANNELS = 3
LEVELS = (1, 2, 4, 8, 16)  # filters of the contracting blocks, in units of N_FILTERS

Shape = tuple[int, ...]
Step = tuple[str, ...]
U8 = NDArray[np.uint8]

_LAYER = re.compile(r"^(.*?)(?:_(\d{1,9}))?$", re.DOTALL)
_KINDS = ("conv2d", "conv2d_transpose")


def open_network(content: bytes, run: RunErrand) -> Network:
    """The function that a file of weights makes of photos; it raises ``Unusable`` if it is none."""

    def segment(photos: U8) -> U8:
        weights = arranged(read(content, run))
        order = pack(weights, photos.tobytes(), photos=photos.shape, steps=list(steps()))
        answer = run("segment", order)
        return _ids(answer, photos.shape[:3])

    return segment


def read(content: bytes, run: RunErrand) -> Arrays:
    """The floating-point arrays of a Keras weights file (``*.weights.h5``) by their paths.

    A path is the place in the file, such as ``layers/conv2d/vars/0``; Keras counts the layers of
    each class in the order in which the model holds them.

    Raises:
        Unusable: it is no such file, is damaged, too large or made to do harm.
    """
    try:
        arrays = unpack(run("read_weights", content))
    except ValueError as error:
        raise Unusable("could not be read: the answer is in no known form") from error
    if not all(np.isfinite(array).all() for array in arrays.values()):
        raise Unusable("holds numbers that are not finite")
    return arrays


def steps() -> Iterator[Step]:
    """What the network does to a batch of photos, one step after the other.

    ``convolve`` and ``enlarge`` name the layer whose kernel and bias they take; ``keep`` lays the
    batch aside, ``join`` appends to its channels what was laid aside last.
    """
    convolutions = (f"conv2d {number}" for number in range(2 * (2 * len(LEVELS) - 1) + 2))
    for level in range(len(LEVELS)):
        if level:
            yield from (("keep",), ("pool",))
        yield from _block(convolutions)
    for number in range(len(LEVELS) - 1):
        yield from (("enlarge", f"conv2d_transpose {number}"), ("join",))
        yield from _block(convolutions)
    yield from (("convolve", next(convolutions)), ("relu",), ("convolve", next(convolutions)))


def _block(convolutions: Iterator[str]) -> Iterator[Step]:
    for _ in range(2):
        yield from (("convolve", next(convolutions)), ("relu",))


def kernel_shapes() -> dict[str, list[Shape]]:
    """The shapes of all kernels in the order in which Keras counts the layers of each class."""
    filters = [N_FILTERS * level for level in LEVELS]
    inputs = [N_CHANNELS, *filters]
    shapes: dict[str, list[Shape]] = {kind: [] for kind in _KINDS}
    for given, made in zip(inputs, filters, strict=False):
        shapes["conv2d"] += [(3, 3, given, made), (3, 3, made, made)]
    for below, made in zip(filters[:0:-1], filters[-2::-1], strict=True):
        shapes["conv2d_transpose"] += [(3, 3, made, below)]
        shapes["conv2d"] += [(3, 3, 2 * made, made), (3, 3, made, made)]
    shapes["conv2d"] += [(3, 3, N_FILTERS, N_FILTERS), (1, 1, N_FILTERS, N_CLASSES)]
    return shapes


def arranged(arrays: Arrays) -> Arrays:
    """Kernel and bias of each layer under the names that ``steps`` uses.

    Raises:
        Unusable: they are of another network, or of none.
    """
    layers = _layers(arrays)
    found: Arrays = {}
    for kind, shapes in kernel_shapes().items():
        places = [place for place, (of, _) in layers.items() if of == kind]
        places.sort(key=lambda place: layers[place][1])
        for number, (place, shape) in enumerate(zip_longest(places, shapes)):
            if shape is None or place is None:
                raise Unusable(
                    f"has {len(places)} layers of the kind {kind}, expected the {len(shapes)} of "
                    "the course's unet_model()"
                )
            bias = (shape[2 if kind == "conv2d_transpose" else 3],)
            for variable, (role, expected) in enumerate((("kernel", shape), ("bias", bias))):
                path = f"{place}/vars/{variable}"
                _check_shape(path, arrays, expected)
                found[f"{kind} {number} {role}"] = arrays[path]
    return found


def _layers(arrays: Arrays) -> dict[str, tuple[str, Any]]:
    """The place of each layer with its kind and a key that sorts them as the model holds them.

    A model within the model holds layers of its own; it comes before the layers beside it.
    """
    layers = {}
    for path in arrays:
        if not path.startswith("layers/"):
            continue  # an optimizer's state
        place, _, _ = path.partition("/vars/")
        names = re.split(r"(?:^|/)layers/", place)[1:]
        parsed = [_parsed(name) for name in names]
        kind = parsed[-1][0] if parsed else ""
        if kind not in _KINDS or path not in (f"{place}/vars/0", f"{place}/vars/1"):
            raise Unusable(f"has an array that the course's unet_model() has not ({path})")
        layers[place] = (kind, [(of in _KINDS, number) for of, number in parsed])
    return layers


def _parsed(name: str) -> tuple[str, int]:
    match = _LAYER.match(name)
    assert match is not None
    return match[1], int(match[2] or 0)


def _check_shape(path: str, arrays: Arrays, expected: Shape) -> None:
    if path not in arrays:
        raise Unusable(f"has no array {path}, expected one of shape {expected}")
    got = arrays[path].shape
    if got != expected:
        raise Unusable(
            f"has an array of shape {got}, expected {expected} ({path}): it is of another network "
            "than the course's unet_model()"
        )


def _ids(answer: bytes, shape: Shape) -> U8:
    """The class ids in an answer, which comes from a process that read what anybody wrote."""
    ids = np.frombuffer(answer, np.uint8)
    if ids.size != np.prod(shape) or ids.max() >= N_CLASSES:
        raise ValueError(f"The answer of the task 'segment' is none: {ids.size} numbers.")
    return ids.reshape(shape)
