"""np.all without an axis.

Loses: border
Says: border(square, 1) gave True at row 2, column 2, expected False. That is the whole mask: no
pixel counts as inside. One is inside where all nine views are True, np.all(views, axis=0), or
where their sum is 9.
"""

import numpy as np


def border(mask, distance):
    h, w = mask.shape
    inside = mask
    for _ in range(distance):
        p = np.pad(inside, 1)
        inside = np.all([p[r : r + h, c : c + w] for r in range(3) for c in range(3)])
    return mask & ~inside
