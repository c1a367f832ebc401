"""boundary_iou finds the borders by itself, rows and columns one after the other."""

import numpy as np


def squeezed(mask, distance, axis):
    padded = np.pad(mask, distance)
    moved = [np.roll(padded, step, axis) for step in range(-distance, distance + 1)]
    return np.logical_and.reduce(moved)[distance:-distance, distance:-distance]


def border(mask, distance):
    return mask > squeezed(squeezed(mask, distance, 0), distance, 1)


def boundary_iou(truth, prediction, distance):
    first = truth & ~squeezed(squeezed(truth, distance, 0), distance, 1)
    second = prediction & ~squeezed(squeezed(prediction, distance, 0), distance, 1)
    counts = np.bincount((first.astype(int) + second).ravel(), minlength=3)
    either = counts[1] + counts[2]
    return np.float32(counts[2] / either) if either else np.float32(np.nan)
