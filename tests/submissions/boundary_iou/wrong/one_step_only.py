"""The distance is not used.

Loses: border
Says: border(square, 2) gave False at row 2, column 2, expected True. That is the border of distance
1. Repeat the step, distance times, each time with what the last one left inside: padded =
np.pad(inside, 1). The return stands behind the loop.
"""

import numpy as np


def border(mask, distance):
    height, width = mask.shape
    padded = np.pad(mask, 1)
    views = [padded[i : i + height, j : j + width] for i in range(3) for j in range(3)]
    return mask & ~np.all(views, axis=0)
