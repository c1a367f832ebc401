"""A minus between arrays of True and False.

Loses: border
Says: border(square, 1) raised TypeError in the line `return mask - inside`: - got arrays of True
and False, expected numbers. To take the one from the other write a & ~b.
"""

import numpy as np


def border(mask, distance):
    padded = np.pad(mask, distance)
    height, width = mask.shape
    inside = mask
    for row in range(2 * distance + 1):
        for column in range(2 * distance + 1):
            inside = inside & padded[row : row + height, column : column + width]
    return mask - inside
