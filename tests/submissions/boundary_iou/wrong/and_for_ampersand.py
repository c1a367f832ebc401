"""and in place of &.

Loses: border
Says: border(square, 1) raised ValueError in the line `return mask and not inside`: Python was to
decide whether a whole array is true, expected one answer. In conditions for each element write &
and | in place of and and or, each side in brackets; for the whole array write .any() or .all().
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
