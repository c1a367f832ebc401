"""Places in place of a mask.

Loses: border
Says: border(square, 1) gave the shape (16, 2), expected (7, 7). These look like places of
pixels. Return True and False for every pixel.
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
    return np.argwhere(mask & ~inside)
