"""Each view takes the place of the one before.

Loses: border
Says: border(square, 1) gave False at row 1, column 1, expected True. Only the neighbour below on
the right was asked: each view took the place of the one before. Write inside = inside & view.
"""

import numpy as np


def border(mask, distance):
    h, w = mask.shape
    inside = mask
    for _ in range(distance):
        p = np.pad(inside, 1)
        for r in range(3):
            for c in range(3):
                inside = p[r : r + h, c : c + w]
    return mask & ~inside
