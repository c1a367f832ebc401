"""Only the start of the slices moves.

Loses: border
Says: border(square, 1) raised ValueError in the line `inside = np.all([p[r:h, c:w] for r in
range(3) for c in range(3)], axis=0)`: arrays of different shapes were put together, expected one
shape for all. Slices differ in length where only the start moves, and where they reach over the
edge: write padded[row : row + height]. On that line p has the shape (9, 9). That of a picture
begins with its height: height, width = mask.shape.
"""

import numpy as np


def border(mask, distance):
    h, w = mask.shape
    inside = mask
    for _ in range(distance):
        p = np.pad(inside, 1)
        inside = np.all([p[r:h, c:w] for r in range(3) for c in range(3)], axis=0)
    return mask & ~inside
