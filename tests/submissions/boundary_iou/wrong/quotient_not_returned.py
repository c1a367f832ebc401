"""The last line computes the score and does not return it.

Loses: score
Says: boundary_iou(large, moved, 2) gave NoneType, expected one number between 0 and 1. Its last
line, `np.sum(t & p) / np.sum(t | p)`, has no return in front. Write return np.sum(t & p) / np.sum(t
| p).
"""

import numpy as np


def boundary_iou(truth, prediction, distance):
    t, p = border(truth, distance), border(prediction, distance)
    np.sum(t & p) / np.sum(t | p)
