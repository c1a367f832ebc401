"""The border lies around the mask.

Loses: border
Says: border(square, 1) gave True at row 0, column 0, expected False. These pixels lie around
the mask. The border is the outermost part of the mask itself: step inwards.
"""

import numpy as np


def border(mask, distance):
    height, width = mask.shape
    grown = mask
    for _ in range(distance):
        padded = np.pad(grown, 1)
        views = [
            padded[row : row + height, column : column + width]
            for row in range(3)
            for column in range(3)
        ]
        grown = np.any(views, axis=0)
    return grown & ~mask
