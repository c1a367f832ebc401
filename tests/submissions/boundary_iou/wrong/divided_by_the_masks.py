"""A slip that no known cause explains: the union of the masks below the line.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.3455, expected 0.3585, 19 of 53 pixels. Below the line
are pixels in either mask, expected those in either border. Write a | b of the borders.
"""

import numpy as np


def boundary_iou(truth, prediction, distance):
    first, second = border(truth, distance), border(prediction, distance)
    either = (truth | prediction).sum()
    return (first & second).sum() / either if either else np.nan
