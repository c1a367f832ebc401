"""Only the eight pixels exactly so far away.

Loses: border
Says: border(pierced, 2) gave False at row 3, column 3, expected True. Only the eight pixels
exactly so far away were asked, and those between are skipped. Take one step after the other, as
many as the distance says.
"""

import numpy as np


def border(mask, distance):
    h, w = mask.shape
    p = np.pad(mask, distance)
    inside = mask
    for r in (0, distance, 2 * distance):
        for c in (0, distance, 2 * distance):
            inside = inside & p[r : r + h, c : c + w]
    return mask & ~inside
