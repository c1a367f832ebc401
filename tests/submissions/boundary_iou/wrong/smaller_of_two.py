"""The smaller of boundary IoU and the IoU of the masks.

Loses: score
Says: boundary_iou(large, ring, 1) gave 0.4898, expected 1, 24 of 24 pixels. That is the IoU of the
masks, which is smaller here. Return that of the borders whichever is smaller.
"""

import numpy as np


def boundary_iou(truth, prediction, distance):
    def iou(a, b):
        return np.sum(a & b) / np.sum(a | b) if np.any(a | b) else np.nan

    of_borders = iou(border(truth, distance), border(prediction, distance))
    return np.fmin(of_borders, iou(truth, prediction))
