"""| in place of &.

Loses: border
Says: border(square, 1) gave True at row 0, column 0, expected False. | puts mask and the rest
together. What is in the mask and not inside is mask & ~inside.
"""

import numpy as np


def border(mask, distance):
    h, w = mask.shape
    inside = mask
    for _ in range(distance):
        p = np.pad(inside, 1)
        inside = np.all([p[r : r + h, c : c + w] for r in range(3) for c in range(3)], axis=0)
    return mask | ~inside
