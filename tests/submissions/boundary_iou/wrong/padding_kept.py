"""The ring of padding is still there.

Loses: border
Says: border(square, 1) gave the shape (9, 9), expected (7, 7). The padding is still there. Cut
it off again.
"""

import numpy as np


def border(mask, distance):
    padded = inside = np.pad(mask, 1)
    for _ in range(distance):
        rolled = [np.roll(inside, (i, j), axis=(0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        inside = np.all(rolled, axis=0)
    return padded & ~inside
