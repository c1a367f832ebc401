"""The score in percent.

Loses: score
Says: boundary_iou(large, moved, 2) gave 35.85, expected 0.3585, 19 of 53 pixels. That is the score
in percent, 100 times as much. Leave the factor of 100 out.
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
    return 100 * (a & b).sum() / (a | b).sum()
