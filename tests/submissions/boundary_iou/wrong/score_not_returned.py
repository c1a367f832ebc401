"""Nothing is returned.

Loses: score
Says: boundary_iou(large, moved, 2) gave NoneType, expected one number between 0 and 1. A function
that ends without return gives None. End it with return and the score.
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
    score = (first & second).sum() / max((first | second).sum(), 1)
