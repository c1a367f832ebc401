"""Eight of nine pixels are enough.

Loses: border
Says: border(notched, 1) gave False at row 3, column 3, expected True. A pixel with eight of nine
in the mask counts as inside. A pixel is inside only if all nine pixels of the square around it are
in the mask. Ask for == 9.
"""

import numpy as np


def border(mask, distance):
    h, w = mask.shape
    inside = mask
    for _ in range(distance):
        p = np.pad(inside.astype(int), 1)
        n = sum(p[r : r + h, c : c + w] for r in range(3) for c in range(3))
        inside = inside & (n >= 8)
    return mask & ~inside
