"""~ of whole numbers.

Loses: border
Says: border(square, 1) gave -1 at row 0, column 0, expected False. ~ turns round each bit of a
whole number: 0 becomes −1, 1 becomes −2. Keep True and False, and write mask & ~inside.
"""

import numpy as np


def border(mask, distance):
    h, w = mask.shape
    inside = mask.astype(int)
    for _ in range(distance):
        p = np.pad(inside, 1)
        inside = np.min([p[r : r + h, c : c + w] for r in range(3) for c in range(3)], axis=0)
    return ~inside
