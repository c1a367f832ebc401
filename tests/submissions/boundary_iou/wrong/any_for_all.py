"""One neighbour in the mask is enough to be inside.

Loses: border
Says: border(square, 1) gave False at row 1, column 1, expected True. No pixel is border here. A
pixel is inside only if all nine pixels of the square around it are in the mask. Keep the mask as it
came, under its own name, and take the inside away from it: mask & ~inside.
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
        inside = np.any(views, axis=0)
    return mask & ~inside
