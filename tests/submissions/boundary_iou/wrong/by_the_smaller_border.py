"""Divided by the smaller border.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.5938, expected 0.3585, 19 of 53 pixels. The pixels in
both were divided by those of the smaller border. Divide by those in either: a | b.
"""

import numpy as np


def boundary_iou(truth, prediction, distance):
    a, b = border(truth, distance), border(prediction, distance)
    return (a & b).sum() / min(a.sum(), b.sum()) if (a | b).any() else np.nan
