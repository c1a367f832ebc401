"""A small trained U-Net to look into: what it computes on the way, and what it looks at.

It has the levels of the course's U-Net and a quarter of its filters. Its weights come with the
course, so that it works before anybody has trained or written a network. They are those of the
experiment ``narrow small first, equal time`` in half precision; ``benchmarks/street_unet.py``
writes the file and measures what the halving costs. The street of each of ``streets.examples()``
was among those it learned from.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.errors import CourseError

WEIGHTS = Path(__file__).parents[1] / "recipes" / "street_unet.npz"
LEVELS = (1, 2, 3, 4, 5)
BOTTOM = LEVELS[-1]
SKIPS = LEVELS[:-1]
STRIDE = 2 ** len(SKIPS)  # height and width of a photo are multiples of it

Array = NDArray[Any]


class UnfitPhoto(CourseError):
    """A photo that the network cannot take, or a place that is not on it."""


class Pass(NamedTuple):
    """What the network computes for one photo.

    Attributes:
        maps: the maps (H, W, channels) of a path on a level. The paths are ``"down"``, what a
            block hands to the next level; ``"skip"``, what it hands across; ``"from below"``, what
            comes back up, doubled; ``"up"``, what the block on the way up makes of the last two.
            The bottom has the path ``"skip"`` only, which there leads up.
        logits: shape (H, W, n_classes).
    """

    maps: Mapping[tuple[str, int], Any]
    logits: Any


class Window(NamedTuple):
    """A square of pixels, of which some may lie beyond the picture's border."""

    top: int
    left: int
    side: int


def segment(photo: Array, without: Collection[int] = ()) -> Array:
    """The class of each pixel of a photo, shape (H, W).

    Args:
        photo: numbers from 0 to 1, shape (H, W, 3).
        without: levels whose skip connection carries zeros.
    """
    return np.asarray(run(photo, without).logits.numpy().argmax(axis=-1))


def run(photo: Any, without: Collection[int] = ()) -> Pass:
    """Everything that the network computes for a photo; arguments as for ``segment``.

    Raises:
        UnfitPhoto: the photo's shape is not one that the network takes.
        CourseError: there is no such skip connection, or the file of the weights is missing.
    """
    import tensorflow as tf

    _check(photo, without)
    maps = {}
    x = tf.convert_to_tensor(photo, tf.float32)[tf.newaxis]
    for level in LEVELS:
        x = maps["skip", level] = _two_convolutions(x, f"down {level}")
        if level != BOTTOM:
            x = maps["down", level] = tf.nn.max_pool2d(x, 2, 2, "VALID")
    for level in reversed(SKIPS):
        x = maps["from below", level] = _doubled(x, f"up {level} doubling")
        skip = maps["skip", level]
        carried = tf.zeros_like(skip) if level in without else skip
        x = maps["up", level] = _two_convolutions(tf.concat([x, carried], -1), f"up {level}")
    logits = _convolution(tf.nn.relu(_convolution(x, "last")), "logits")
    return Pass({place: stack[0] for place, stack in maps.items()}, logits[0])


def step(level: int) -> int:
    """How many pixels of the photo lie between two neighbours on a level."""
    return int(2 ** (level - 1))


def window(level: int, row: int, column: int) -> Window:
    """The receptive field, on the way down, of the number that a level has for a pixel."""
    # Two convolutions see one step further on each side, a pooling one step on one side.
    margin = sum(2 * step(above) for above in range(1, level + 1))
    top, left = (place // step(level) * step(level) - margin for place in (row, column))
    return Window(top, left, step(level) + 2 * margin)


def influence(photo: Array, row: int, column: int, level: int | None = None) -> Array:
    """How strongly each pixel of a photo moves what the network says of one of them.

    Args:
        photo: as for ``segment``.
        row: the pixel asked about, counted from the top.
        column: the same from the left.
        level: ask the way down on this level, and the sum of its numbers there. Without it, the
            logit of the class that wins at the pixel is asked.

    Returns:
        The absolute gradient, summed over the colours, shape (H, W).

    Raises:
        UnfitPhoto: the pixel is not on the photo, or as for ``run``.
    """
    import tensorflow as tf

    height, width = photo.shape[:2]
    if not (0 <= row < height and 0 <= column < width):
        raise UnfitPhoto(
            f"Row {row}, column {column} is not on the photo. Choose a row from 0 to {height - 1} "
            f"and a column from 0 to {width - 1}."
        )
    pixels = tf.convert_to_tensor(photo, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(pixels)
        computed = run(pixels)
        if level is None:
            number = tf.reduce_max(computed.logits[row, column])
        else:
            place = row // step(level), column // step(level)
            number = tf.reduce_sum(computed.maps["skip", level][place])
    return np.asarray(np.abs(tape.gradient(number, pixels)).sum(axis=-1))


def layer_names() -> list[str]:
    """The layers with weights, from the photo to the logits."""
    names = [f"down {level} {which}" for level in LEVELS for which in ("first", "second")]
    for level in reversed(SKIPS):
        names += [f"up {level} {which}" for which in ("doubling", "first", "second")]
    return [*names, "last", "logits"]


@lru_cache(maxsize=1)
def _weights() -> dict[str, Array]:
    if not WEIGHTS.exists():
        raise CourseError(
            f"The file {WEIGHTS.name} is missing; it belongs into {WEIGHTS.parent}. Restore it "
            "from the course's repository, or write it with benchmarks/street_unet.py."
        )
    with np.load(WEIGHTS) as arrays:
        return {name: arrays[name].astype(np.float32) for name in arrays.files}


def _two_convolutions(x: Any, block: str) -> Any:
    import tensorflow as tf

    for which in ("first", "second"):
        x = tf.nn.relu(_convolution(x, f"{block} {which}"))
    return x


def _convolution(x: Any, layer: str) -> Any:
    import tensorflow as tf

    weights = _weights()
    return tf.nn.conv2d(x, weights[f"{layer} kernel"], 1, "SAME") + weights[f"{layer} bias"]


def _doubled(x: Any, layer: str) -> Any:
    import tensorflow as tf

    kernel, bias = (_weights()[f"{layer} {role}"] for role in ("kernel", "bias"))
    n, height, width, _ = x.shape
    shape = (n, 2 * height, 2 * width, kernel.shape[2])
    return tf.nn.conv2d_transpose(x, kernel, shape, 2, "SAME") + bias


def _check(photo: Any, without: Collection[int]) -> None:
    shape = tuple(np.shape(photo))
    if len(shape) != 3 or shape[2] != 3 or any(side % STRIDE or not side for side in shape[:2]):
        raise UnfitPhoto(
            f"The photo has the shape {shape}, expected (height, width, 3) with a height and a "
            f"width that {STRIDE} divides. Cut it to such a size, for example (96, 128, 3)."
        )
    unknown = sorted(set(without) - set(SKIPS))
    if unknown:
        raise CourseError(
            f"There is no skip connection on level {unknown[0]}; there is one on each of "
            f"{', '.join(map(str, SKIPS))}. Pass levels of these, or none."
        )
