"""Each round pads by the whole distance.

Loses: border
Says: border(square, 2) gave True at row 3, column 3, expected False. Each round pads by distance,
and takes one step only, so the views are moved aside. Pad by 1 in each of the rounds:
np.pad(inside, 1).
"""

import numpy as np


def border(mask, distance):
    h, w = mask.shape
    inside = mask
    for _ in range(distance):
        p = np.pad(inside, distance)
        inside = np.all([p[r : r + h, c : c + w] for r in range(3) for c in range(3)], axis=0)
    return mask & ~inside
