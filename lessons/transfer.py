"""Where MobileNetV2's ImageNet weights come from; the only reader of COURSE_MOBILENETV2.

A file that somebody names comes first, then a file in the data directory, then Keras, which
downloads the weights once and keeps them. Without any of these a notebook runs with random ones.
"""

import contextlib
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.location import data_directory
from grader import settings
from grader.errors import CourseError
from grader.quiet import quiet

VARIABLE = "COURSE_MOBILENETV2"
FOLDER = "mobilenetv2"  # inside the data directory
_TIMEOUT = 20.0  # seconds without a byte


@dataclass(frozen=True)
class Weights:
    """What a MobileNetV2 starts with.

    Attributes:
        source: what its argument ``weights`` takes: a file, "imagenet", or None for random ones.
        origin: one line that says what they are.
    """

    source: str | None
    origin: str

    @property
    def are_learned(self) -> bool:
        """Whether they come from ImageNet."""
        return self.source is not None


def imagenet_weights(alpha: float, side: int, file: Path | str | None = None) -> Weights:
    """The weights of a MobileNetV2 without its top, if they can be had.

    Args:
        alpha: the width of the network, as MobileNetV2 takes it.
        side: height and width of its input.
        file: where the weights lie; None looks at the variable COURSE_MOBILENETV2, then into
            ``mobilenetv2`` in the data directory, then asks Keras (not in a short run).

    Returns:
        The weights, or random ones where there is neither a file nor a network.

    Raises:
        CourseError: a file was named that is missing or holds other weights.
    """
    named = file or os.environ.get(VARIABLE)
    if named:
        path = Path(named).expanduser()
        reason = _why_not(str(path), alpha, side) if path.is_file() else "does not exist"
        if reason:
            raise CourseError(
                f"The file of weights {path} {reason}. Expected: weights of MobileNetV2 with "
                f"alpha={alpha} without its top. Name another file in {VARIABLE}, or unset it."
            )
        return Weights(str(path), f"ImageNet weights from {path.name}")
    for path in sorted((data_directory() / FOLDER).glob(f"*_{alpha}_*no_top*.h5")):
        if _why_not(str(path), alpha, side) is None:
            return Weights(str(path), f"ImageNet weights from {path.name}")
    if not settings.is_short() and _why_not("imagenet", alpha, side) is None:
        return Weights("imagenet", "ImageNet weights, as Keras keeps them")
    return Weights(
        None,
        "random weights: there is no file of ImageNet weights, and none was downloaded. What "
        "follows runs, but nothing is transferred",
    )


def _why_not(source: str, alpha: float, side: int) -> str | None:
    """None when Keras can build the network with these weights, else what is wrong."""
    import keras

    try:
        with quiet(), _in_time():
            keras.applications.MobileNetV2(
                input_shape=(side, side, 3), alpha=alpha, include_top=False, weights=source
            )
    except Exception as error:  # Keras raises all kinds, a bare Exception without a network
        return f"cannot be read as such ({type(error).__name__})"
    return None


@contextlib.contextmanager
def _in_time() -> Iterator[None]:
    """Give up on a network that says nothing."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_TIMEOUT)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
