"""The mask is gone when it is needed.

Loses: border
Says: border(square, 1) gave False at row 1, column 1, expected True. No pixel is border here. A
pixel is inside only if all nine pixels of the square around it are in the mask. Keep the mask as it
came, under its own name, and take the inside away from it: mask & ~inside.
"""

import numpy as np


def border(mask, distance):
    h, w = mask.shape
    for _ in range(distance):
        p = np.pad(mask, 1)
        mask = np.all([p[r : r + h, c : c + w] for r in range(3) for c in range(3)], axis=0)
    return mask & ~mask
