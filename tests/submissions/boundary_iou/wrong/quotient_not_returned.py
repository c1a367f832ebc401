"""The last line computes the score and does not return it.

Loses: score
Says: boundary_iou(large, moved, 2) gave NoneType, expected one number between 0 and 1. Its last
line, `np.sum(t & p) / np.sum(t | p)`, has no return in front. Write return np.sum(t & p) / np.sum(t
| p).
"""

import numpy as np


def border(mask, distance):
    inside = mask
    height, width = mask.shape
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
    t, p = border(truth, distance), border(prediction, distance)
    np.sum(t & p) / np.sum(t | p)
