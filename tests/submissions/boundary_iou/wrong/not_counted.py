"""The sum is forgotten.

Loses: score
Says: boundary_iou(large, moved, 2) gave an array of shape (9, 9), expected one number between 0
and 1. Count its pixels with .sum() before dividing.
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
    return (first & second) / max((first | second).sum(), 1)
