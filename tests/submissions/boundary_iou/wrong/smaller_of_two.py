"""The smaller of boundary IoU and the IoU of the masks.

Loses: score
Says: boundary_iou(large, ring, 1) gave 0.4898, expected 1, 24 of 24 pixels. That is the IoU of the
masks, which is smaller here. Return that of the borders whichever is smaller.
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
    def iou(a, b):
        return np.sum(a & b) / np.sum(a | b) if np.any(a | b) else np.nan

    of_borders = iou(border(truth, distance), border(prediction, distance))
    return np.fmin(of_borders, iou(truth, prediction))
