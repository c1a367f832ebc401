"""The IoU of the masks themselves.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.5455, expected 0.3585, 19 of 53 pixels. That is the IoU
of the whole masks. Take the border of each mask first, with the distance that was passed.
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
    either = (truth | prediction).sum()
    return (truth & prediction).sum() / either if either else np.nan
