"""np.roll brings pixels in from the opposite edge.

Loses: border
Says: border(road, 1) gave False at row 5, column 0, expected True. np.roll brings pixels in
from the opposite edge. Pad the mask with False and cut views.
"""

import numpy as np


def border(mask, distance):
    inside = mask
    for rows in range(-distance, distance + 1):
        for columns in range(-distance, distance + 1):
            inside = inside & np.roll(mask, (rows, columns), axis=(0, 1))
    return mask & ~inside
