"""The window reaches over the edge.

Loses: border
Says: border(square, 1) raised ValueError in the line `inside = inside & padded[row : row + height,
column : column + width]`: arrays of shapes (7, 7) and (7, 6) met in an operation that goes number
by number, expected equal lengths, or 1, counted from the last axis. On that line inside has the
shape (7, 7), padded (7, 7). Look which of them is another than you meant.
"""

import numpy as np


def border(mask, distance):
    padded = mask
    height, width = mask.shape
    inside = mask
    for row in range(2 * distance + 1):
        for column in range(2 * distance + 1):
            inside = inside & padded[row : row + height, column : column + width]
    return mask & ~inside
