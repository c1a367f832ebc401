"""Only the diagonal neighbours are asked.

Loses: border
Says: border(holed, 1) gave False at row 2, column 3, expected True. Only the four diagonal
neighbours were asked. Ask those above, below, left and right too.
"""

import numpy as np


def border(mask, distance):
    inside = mask
    height, width = mask.shape
    for _ in range(distance):
        padded = np.pad(inside, 1)
        views = [
            padded[row : row + height, column : column + width]
            for row in range(3)
            for column in range(3)
            if (row == 1) == (column == 1)
        ]
        inside = np.all(views, axis=0)
    return mask & ~inside
