"""range(2) in place of range(3).

Loses: border
Says: border(square, 1) gave False at row 2, column 5, expected True. Only the three neighbours
above and on the left were asked. The square has three rows and three columns: range(3).
"""

import numpy as np


def border(mask, distance):
    h, w = mask.shape
    inside = mask
    for _ in range(distance):
        p = np.pad(inside, 1)
        for r in range(2):
            for c in range(2):
                inside = inside & p[r : r + h, c : c + w]
    return mask & ~inside
