"""nan where the borders do not meet.

Loses: score
Says: boundary_iou(square, dot, 1) gave nan, expected 0, 0 of 17 pixels. Borders without a common
pixel have an IoU of 0. Return np.nan only where neither has a border.
"""

import numpy as np


def boundary_iou(truth, prediction, distance):
    a, b = border(truth, distance), border(prediction, distance)
    i = (a & b).sum()
    if i == 0:
        return np.nan
    return i / (a | b).sum()
