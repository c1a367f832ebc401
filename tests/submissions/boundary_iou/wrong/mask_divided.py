"""The brackets of the sums are closed in the wrong places.

Loses: score
Says: boundary_iou(large, moved, 2) raised TypeError in the line `return np.sum(t & p / t | p)`: /
comes before & and |, so that a mask was divided; expected counts on both sides of it. Count each
first: np.sum(a & b) / np.sum(a | b).
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
    return np.sum(t & p / t | p)
