"""Divided by the predicted border alone.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.5938, expected 0.3585, 19 of 53 pixels. That is the
share of the predicted border that is right. Divide by the pixels in either border.
"""

import numpy as np


def boundary_iou(truth, prediction, distance):
    first, second = border(truth, distance), border(prediction, distance)
    return (first & second).sum() / second.sum() if second.any() else np.nan
