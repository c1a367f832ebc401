"""Padded by the distance, for one window of 3x3.

Loses: border, score
Says: border(square, 2) raised ValueError in the line `return mask & ~inside`: arrays of shapes (7,
7) and (9, 9) met in an operation that goes number by number, expected equal lengths, or 1, counted
from the last axis. The smaller lacks 2 in both. Windows of 3x3 take off 2: pad by 1 before them,
np.pad(mask, 1), and by no more.
"""

import numpy as np


def border(mask, distance):
    inside = mask
    p = np.pad(mask, distance)
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
    return mask & ~inside
