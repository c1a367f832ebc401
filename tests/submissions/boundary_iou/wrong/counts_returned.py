"""Both counts come back, not divided.

Loses: score
Says: boundary_iou(large, moved, 2) gave an array of shape (2,), expected one number between 0 and
1. Divide the pixels in both borders by those in either, and return what comes out.
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
    return (a & b).sum(), (a | b).sum()
