"""Slices that end one pixel early beside slices that end two.

Loses: border
Says: border(square, 1) raised ValueError in the line `rows = padded[1:-1, 1:-1] & padded[1:, 1:-1]
& padded[:-1, 1:-1]`: arrays of shapes (7, 7) and (8, 7) met in an operation that goes number by
number, expected equal lengths, or 1, counted from the last axis. They differ by 1: a slice of one
starts or ends one pixel off. Beside the middle [1:-1] the neighbours are [:-2] and [2:].
"""

import numpy as np


def border(mask, distance):
    inside = mask
    for _ in range(distance):
        padded = np.pad(inside, 1)
        rows = padded[1:-1, 1:-1] & padded[1:, 1:-1] & padded[:-1, 1:-1]
        inside = rows & padded[1:-1, 1:] & padded[1:-1, :-1]
    return mask & ~inside
