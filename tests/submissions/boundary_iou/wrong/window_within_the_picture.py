"""A window that stays within the picture.

Loses: border
Says: border(square, 1) raised ValueError in the line `return mask & ~inside`: arrays of shapes (7,
7) and (5, 5) met in an operation that goes number by number, expected equal lengths, or 1, counted
from the last axis. The smaller lacks 2 in both. Windows of 3x3 take off 2: pad by 1 before them,
np.pad(mask, 1), and by no more.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def border(mask, distance):
    size = 2 * distance + 1
    inside = sliding_window_view(mask, (size, size)).all(axis=(-2, -1))
    return mask & ~inside
