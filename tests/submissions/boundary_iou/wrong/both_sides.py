"""The border has both sides of the contour.

Loses: border
Says: border(square, 1) gave True at row 0, column 0, expected False. This border has both
sides, pixels around the mask too. Keep those of the mask: & mask.
"""

import numpy as np


def moved(mask):
    height, width = mask.shape
    padded = np.pad(mask, 1)
    return [padded[i : i + height, j : j + width] for i in range(3) for j in range(3)]


def border(mask, distance):
    grown = inside = mask
    for _ in range(distance):
        grown = np.any(moved(grown), axis=0)
        inside = np.all(moved(inside), axis=0)
    return grown & ~inside
