"""^ in place of |.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.5588, expected 0.3585, 19 of 53 pixels. The pixels in
both were divided by those in only one of the borders (^). Divide by those in either: a | b.
"""

import numpy as np


def boundary_iou(truth, prediction, distance):
    a, b = border(truth, distance), border(prediction, distance)
    u = (a ^ b).sum()
    return (a & b).sum() / u if (a | b).any() else np.nan
