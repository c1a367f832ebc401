"""The padding repeats the edge, so the frame is no border.

Loses: border
Says: border(road, 1) gave False at row 5, column 0, expected True. Pixels beyond the frame
count as mask here, but they are outside. Pad with False.
"""

import numpy as np


def border(mask, distance):
    height, width = mask.shape
    inside = mask
    for _ in range(distance):
        padded = np.pad(inside, 1, mode="edge")
        views = [
            padded[row : row + height, column : column + width]
            for row in range(3)
            for column in range(3)
        ]
        inside = np.all(views, axis=0)
    return mask & ~inside
