"""and in place of &.

Loses: border
Says: border(square, 1) raised ValueError in the line `return mask and not inside`: not asks a whole
array for one answer, expected one for each pixel. Write ~inside in place of not inside.
"""

import numpy as np


def border(mask, distance):
    padded = np.pad(mask, distance)
    height, width = mask.shape
    inside = mask
    for row in range(2 * distance + 1):
        for column in range(2 * distance + 1):
            inside = inside & padded[row : row + height, column : column + width]
    return mask and not inside
