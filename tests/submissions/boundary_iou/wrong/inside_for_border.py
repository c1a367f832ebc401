"""The pixels inside the border are returned.

Loses: border
Says: border(square, 1) gave False at row 1, column 1, expected True. These are the pixels
inside the border. Take them away from the mask: mask & ~inside.
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
    return inside
