"""nan where one of the masks is empty.

Loses: score
Says: boundary_iou(square, empty, 1) gave nan, expected 0, 0 of 16 pixels. Where only one of the
masks is empty the IoU is 0. Return np.nan only where neither has a border.
"""

import numpy as np


def boundary_iou(truth, prediction, distance):
    if not truth.any() or not prediction.any():
        return np.nan
    a, b = border(truth, distance), border(prediction, distance)
    return (a & b).sum() / (a | b).sum()
