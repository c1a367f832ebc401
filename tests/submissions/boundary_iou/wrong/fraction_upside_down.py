"""The union divided by the intersection.

Loses: score
Says: boundary_iou(large, moved, 2) gave 2.789, expected 0.3585, 19 of 53 pixels. That is 1 divided
by the score: the fraction stands upside down. Divide the intersection by the union.
"""

import numpy as np


def border(mask, distance):
    inside = mask
    for _ in range(distance):
        p = np.pad(inside, 1)
        inside = (
            p[:-2, :-2]
            & p[:-2, 1:-1]
            & p[:-2, 2:]
            & p[1:-1, :-2]
            & p[1:-1, 1:-1]
            & p[1:-1, 2:]
            & p[2:, :-2]
            & p[2:, 1:-1]
            & p[2:, 2:]
        )
    return mask & ~inside


def boundary_iou(truth, prediction, distance):
    t = border(truth, distance)
    p = border(prediction, distance)
    intersection = np.sum(t & p)
    union = np.sum(t | p)
    if union == 0:
        return np.nan
    return union / intersection
