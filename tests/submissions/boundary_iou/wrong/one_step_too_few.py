"""One step too few.

Loses: border
Says: border(square, 1) gave False at row 1, column 1, expected True. This is one step less than was
asked for. Take as many steps inwards as the distance says: range(distance).
"""

import numpy as np


def border(mask, distance):
    height, width = mask.shape
    inside = mask
    for _ in range(1, distance):
        padded = np.pad(inside, 1)
        views = [
            padded[row : row + height, column : column + width]
            for row in range(3)
            for column in range(3)
        ]
        inside = np.all(views, axis=0)
    return mask & ~inside
