"""The border of a mask, in several ways, and the overlap of two."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grader.exercises.boundary_iou.probe import Mask

Steps = Iterable[tuple[int, ...]]  # rows and columns to another pixel


def border(mask: Mask, distance: int) -> Mask:
    """Pixels of the mask from which ``distance`` steps, diagonal ones too, lead out of it.

    Beyond the frame of the picture is outside. That is the mask within the distance of its contour
    in Cheng, Girshick, Dollár, Berg and Kirillov, *Boundary IoU*, CVPR 2021.
    """
    return mask & ~inside_of(mask, distance)


def inside_of(mask: Mask, distance: int, beyond: bool = False) -> Mask:
    """Pixels around which a square lies in the mask; ``beyond`` is what counts off the picture."""
    size = 2 * distance + 1
    padded = np.pad(mask, distance, constant_values=beyond)
    inside: Mask = np.all(sliding_window_view(padded, (size, size)), axis=(-2, -1))
    return inside


def around(mask: Mask, distance: int) -> Mask:
    """The mask and what lies around it, as far as the distance."""
    return ~inside_of(~mask, distance, beyond=True)


def inside_by_steps(mask: Mask, steps: Steps, rounds: int = 1) -> Mask:
    """Pixels from which all of these steps lead into the mask; as often as there are rounds."""
    height, width = mask.shape
    steps = list(steps)
    most = max(abs(size) for step in steps for size in step)
    for _ in range(rounds):
        padded = np.pad(mask, most)
        mask = np.logical_and.reduce(
            [
                padded[most + down : most + down + height, most + right : most + right + width]
                for down, right in steps
            ]
        )
    return mask


def inside_rolled(mask: Mask, distance: int) -> Mask:
    """As ``inside_of``, in a picture whose opposite edges touch."""
    size = 2 * distance + 1
    padded = np.pad(mask, distance, mode="wrap")
    inside: Mask = np.all(sliding_window_view(padded, (size, size)), axis=(-2, -1))
    return inside


def inside_by_slices(mask: Mask, distance: int) -> Mask:
    """As ``inside_of``, by slices of the mask itself: empty ones, where they start below 0."""
    inside = np.zeros_like(mask)
    for row, column in np.ndindex(mask.shape):
        rows = slice(row - distance, row + distance + 1)
        inside[row, column] = mask[rows, column - distance : column + distance + 1].all()
    return inside


def inside_without_frame(mask: Mask, distance: int) -> Mask:
    """As ``inside_of``, by steps that leave the pixels at the frame as they are."""
    middle = far_from_frame(mask, 1)
    for _ in range(distance):
        mask = np.where(middle, inside_of(mask, 1), mask)
    return mask


def far_from_frame(mask: Mask, distance: int) -> Mask:
    """The pixels that are so far from the frame of the picture, whatever the mask."""
    return inside_of(np.ones_like(mask), distance)


def boundary_iou(truth: Mask, prediction: Mask, distance: int) -> float:
    """IoU of the borders of two masks; NaN where neither has a border."""
    return overlap(border(truth, distance), border(prediction, distance))


def overlap(first: Mask, second: Mask) -> float:
    """Pixels in both over pixels in either; NaN where both are empty."""
    return ratio((first & second).sum(), (first | second).sum())


def ratio(part: Any, whole: Any) -> float:
    """NaN where there is nothing to divide by."""
    return float(part / whole) if whole else float("nan")
