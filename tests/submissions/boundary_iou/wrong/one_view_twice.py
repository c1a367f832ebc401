"""One view stands there twice.

Loses: border
Says: border(holed, 1) gave False at row 2, column 2, expected True. The neighbour below on the
right was not asked. Where the views are written one by one, compare them two by two: one may stand
there twice.
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
            & p[2:, 1:-1]
        )
    return mask & ~inside
