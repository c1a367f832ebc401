"""The padded mask itself stands beside its shifted views.

Loses: border
Says: border(square, 1) raised ValueError in the line `inside = padded & padded[:-2, :-2] &
padded[:-2, 1:-1] & padded[:-2, 2:]`: arrays of shapes (9, 9) and (7, 7) met in an operation that
goes number by number, expected equal lengths, or 1, counted from the last axis. padded stands whole
beside views that are cut from it. Its middle is padded[1:-1, 1:-1]. Write that in its place.
"""

import numpy as np


def border(mask, distance):
    inside = mask
    for _ in range(distance):
        padded = np.pad(inside, 1)
        inside = padded & padded[:-2, :-2] & padded[:-2, 1:-1] & padded[:-2, 2:]
        inside = inside & padded[1:-1, :-2] & padded[1:-1, 2:]
        inside = inside & padded[2:, :-2] & padded[2:, 1:-1] & padded[2:, 2:]
    return mask & ~inside
