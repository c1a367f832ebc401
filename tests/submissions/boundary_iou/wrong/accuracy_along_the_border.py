"""The accuracy in a band along the true border.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.525, expected 0.3585, 19 of 53 pixels. That is the
accuracy along the true border, which is blind to pixels further out. Compare the two borders.
"""

import numpy as np


def boundary_iou(truth, prediction, distance):
    band = border(truth, distance)
    return (truth == prediction)[band].mean() if band.any() else np.nan
