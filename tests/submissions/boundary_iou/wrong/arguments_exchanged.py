"""Mask and distance change places.

Loses: score
Says: boundary_iou(large, moved, 2) raised AttributeError in the line `h, w = mask.shape`: a number
has no shape, expected an array there. Look at the order of the arguments in the line `a, b =
border(distance, truth), border(distance, prediction)`: two of them may be exchanged.
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
    a, b = border(distance, truth), border(distance, prediction)
    return (a & b).sum() / (a | b).sum()
