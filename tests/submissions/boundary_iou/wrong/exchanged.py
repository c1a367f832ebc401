"""True and False are exchanged.

Loses: border
Says: border(square, 1) gave True at row 0, column 0, expected False. True and False are
exchanged. Give True for the border.
"""

import numpy as np


def border(mask, distance):
    height, width = mask.shape
    inside = mask
    for _ in range(distance):
        padded = np.pad(inside, 1)
        views = [
            padded[row : row + height, column : column + width]
            for row in range(3)
            for column in range(3)
        ]
        inside = np.all(views, axis=0)
    return ~mask | inside
