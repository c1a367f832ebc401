"""A wrong border, and a score that is right for it.

Loses: border
Says: border(square, 1) gave True at row 2, column 2, expected False. These are more steps than
were asked for. Take as many steps inwards as the distance says: range(distance).
"""

import numpy as np


def border(mask, distance):
    height, width = mask.shape
    inside = mask
    for _ in range(distance + 1):
        padded = np.pad(inside, 1)
        views = [
            padded[row : row + height, column : column + width]
            for row in range(3)
            for column in range(3)
        ]
        inside = np.all(views, axis=0)
    return mask & ~inside
