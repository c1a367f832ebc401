"""boundary_iou takes borders with a distance of 1 whatever is asked for.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.1579, expected 0.3585, 19 of 53 pixels. That is the
score of borders with a distance of 1, asked for was 2. Pass distance on to border.
"""

import numpy as np


def border(mask, distance):
    inside = mask
    for _ in range(distance):
        padded = np.pad(inside, 1)
        rows, columns = mask.shape
        shifts = [padded[i : i + rows, j : j + columns] for i in range(3) for j in range(3)]
        inside = np.logical_and.reduce(shifts)
    return mask & ~inside


def boundary_iou(truth, prediction, distance):
    first, second = border(truth, 1), border(prediction, 1)
    either = (first | second).sum()
    return (first & second).sum() / either if either else np.nan
