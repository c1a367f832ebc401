"""The frame of the mask that came in is set to False.

Loses: border
Says: border(road, 1) changed 14 pixels of the mask that it was given and gave the border of what
came of it, expected that of the mask as it was. An assignment such as mask[…] = … writes into it.
Leave it out.
"""

import numpy as np


def border(mask, distance):
    mask[0] = mask[-1] = mask[:, 0] = mask[:, -1] = False
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
    return mask & ~inside
