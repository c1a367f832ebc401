"""An empty pair counts as all right.

Loses: score
Says: boundary_iou(empty, empty, 1) gave 1, expected nan. Neither mask has a border, and 0 / 0
is not a number: a mean has to leave it out. Return np.nan there.
"""

import numpy as np


def border(mask, distance):
    height, width = mask.shape
    inside = mask
    for _ in range(distance):
        padded = np.pad(inside, 1)
        views = [
            padded[row : row + height, column : column + width]
            for row in range(3)
            for column in range(3)
        ]
        inside = np.all(views, axis=0)
    return mask & ~inside


def boundary_iou(truth, prediction, distance):
    first, second = border(truth, distance), border(prediction, distance)
    either = (first | second).sum()
    return (first & second).sum() / either if either else 1.0
