"""The inside is sought in the mask itself, under a second name.

Loses: border
Says: border(square, 1) gave no border and took 16 pixels out of the mask that it was given,
expected that mask to stay as it was. The array in which you look for the inside is that mask
itself, under a second name. Begin with a copy: inside = mask.copy().
"""

import numpy as np


def border(mask, distance):
    inside = mask
    height, width = mask.shape
    for _ in range(distance):
        padded = np.pad(inside, 1)
        for row in range(3):
            for column in range(3):
                inside &= padded[row : row + height, column : column + width]
    return mask & ~inside
