"""Diagonal neighbours are forgotten.

Loses: border
Says: border(notched, 1) gave False at row 3, column 3, expected True. Only the neighbours
above, below, left and right were asked. Ask the four diagonal ones too.
"""

import numpy as np


def border(mask, distance):
    inside = mask
    for _ in range(distance):
        padded = np.pad(inside, 1)
        sides = [padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]]
        inside = inside & np.all(sides, axis=0)
    return mask & ~inside
