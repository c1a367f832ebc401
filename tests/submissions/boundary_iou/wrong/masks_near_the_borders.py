"""The masks are compared near the borders.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.5283, expected 0.3585, 19 of 53 pixels. That is the IoU
of the masks near the borders, and they agree there on pixels that are border of only one. Compare
the two borders.
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
    band = border(truth, distance) | border(prediction, distance)
    return (truth & prediction & band).sum() / ((truth | prediction) & band).sum()
