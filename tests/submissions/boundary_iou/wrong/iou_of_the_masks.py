"""The IoU of the masks themselves.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.5455, expected 0.3585, 19 of 53 pixels. That is the IoU
of the whole masks. Take the border of each mask first, with the distance that was passed.
"""

import numpy as np


def boundary_iou(truth, prediction, distance):
    either = (truth | prediction).sum()
    return (truth & prediction).sum() / either if either else np.nan
