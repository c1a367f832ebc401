"""nan where the borders do not meet.

Loses: score
Says: boundary_iou(square, dot, 1) gave nan, expected 0, 0 of 17 pixels. Borders without a common
pixel have an IoU of 0. Return np.nan only where neither has a border.
"""

import numpy as np


def border(mask, distance):
    h, w = mask.shape
    inside = mask
    for _ in range(distance):
        p = np.pad(inside, 1)
        inside = np.all([p[r : r + h, c : c + w] for r in range(3) for c in range(3)], axis=0)
    return mask & ~inside


def boundary_iou(truth, prediction, distance):
    a, b = border(truth, distance), border(prediction, distance)
    i = (a & b).sum()
    if i == 0:
        return np.nan
    return i / (a | b).sum()
