"""Python's not, of a whole array.

Loses: border, score
Says: border(square, 1) raised ValueError in the line `return mask & (not inside)`: not asks a whole
array for one answer, expected one for each pixel. Write ~inside in place of not inside.
"""

import numpy as np


def border(mask, distance):
    inside = mask
    for _ in range(distance):
        p = np.pad(inside, 1)
        inside = (
            p[:-2, :-2]
            & p[:-2, 1:-1]
            & p[:-2, 2:]
            & p[1:-1, :-2]
            & p[1:-1, 1:-1]
            & p[1:-1, 2:]
            & p[2:, :-2]
            & p[2:, 1:-1]
            & p[2:, 2:]
        )
    return mask & (not inside)
