"""Nothing is returned.

Loses: border
Says: border(square, 1) gave NoneType, expected an array of True and False. A function that ends
without return gives None. End it with return and the border.
"""

import numpy as np


def border(mask, distance):
    height, width = mask.shape
    inside = mask
    for _ in range(distance):
        padded = np.pad(inside, 1)
        views = [
            padded[row : row + height, column : column + width]
            for row in range(3)
            for column in range(3)
        ]
        inside = np.all(views, axis=0)
    mask = mask & ~inside
