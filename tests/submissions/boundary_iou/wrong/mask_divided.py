"""The brackets of the sums are closed in the wrong places.

Loses: score
Says: boundary_iou(large, moved, 2) raised TypeError in the line `return np.sum(t & p / t | p)`: /
comes before & and |, so that a mask was divided; expected counts on both sides of it. Count each
first: np.sum(a & b) / np.sum(a | b).
"""

import numpy as np


def boundary_iou(truth, prediction, distance):
    t, p = border(truth, distance), border(prediction, distance)
    return np.sum(t & p / t | p)
