"""Every round starts from the mask again.

Loses: border
Says: border(square, 2) gave False at row 2, column 2, expected True. That is the border of distance
1. Repeat the step, distance times, each time with what the last one left inside: padded =
np.pad(inside, 1). The return stands behind the loop.
"""

import numpy as np


def border(mask, distance):
    height, width = mask.shape
    inside = mask
    for _ in range(distance):
        padded = np.pad(mask, 1)
        views = [
            padded[row : row + height, column : column + width]
            for row in range(3)
            for column in range(3)
        ]
        inside = np.all(views, axis=0)
    return mask & ~inside
