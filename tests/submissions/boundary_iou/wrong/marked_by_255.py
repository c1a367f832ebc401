"""The border is marked by 255.

Loses: border
Says: border(square, 1) gave 255 at row 1, column 1, expected True. The border is right and marked
by 255. Return True and False: leave the factor out.
"""

import numpy as np


def _inside(m):
    h, w = m.shape
    p = np.pad(m, 1)
    return np.all([p[r : r + h, c : c + w] for r in range(3) for c in range(3)], axis=0)


def border(mask, distance):
    inside = mask
    for _ in range(distance):
        inside = _inside(inside)
    return (mask & ~inside).astype(np.uint8) * 255
