"""The union counts shared pixels twice.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.2639, expected 0.3585, 19 of 53 pixels. The pixels in
both borders were counted twice below the line. Count those in either: a | b.
"""

import numpy as np


def boundary_iou(truth, prediction, distance):
    first, second = border(truth, distance), border(prediction, distance)
    total = first.sum() + second.sum()
    return (first & second).sum() / total if total else np.nan
