"""Dice in place of IoU.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.5278, expected 0.3585, 19 of 53 pixels. That is the
Dice coefficient, 2 · both / (truth + prediction). Divide the pixels in both borders by those in
either.
"""

import numpy as np


def boundary_iou(truth, prediction, distance):
    first, second = border(truth, distance), border(prediction, distance)
    total = first.sum() + second.sum()
    return 2 * (first & second).sum() / total if total else np.nan
