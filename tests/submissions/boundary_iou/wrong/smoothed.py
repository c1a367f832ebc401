"""A small number saves the division, and an empty pair counts as nothing right.

Loses: score
Says: boundary_iou(empty, empty, 1) gave 0, expected nan. Neither mask has a border, and 0 / 0
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
    return (first & second).sum() / ((first | second).sum() + 1e-7)
