"""The inside of the mask that came in is set to False.

Loses: border
Says: border(square, 1) gave the right border and changed 9 pixels of the mask that it was given,
expected that mask to stay as it was: the next call gets another one. An assignment such as mask &=
… or mask[…] = … writes into it. Begin with a copy: mask = mask.copy().
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
        ]
        inside = np.all(views, axis=0)
    mask[inside] = False
    return mask
