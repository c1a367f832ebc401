"""Height and width of the mask are exchanged.

Loses: border
Says: border(notched, 1) raised ValueError in the line `inside = np.all(views, axis=0)`: arrays of
different shapes were put together, expected one shape for all. Slices differ in length where only
the start moves, and where they reach over the edge: write padded[row : row + height]. Print the
shape of each. That of a picture begins with its height: height, width = mask.shape.
"""

import numpy as np


def border(mask, distance):
    width, height = mask.shape
    inside = mask
    for _ in range(distance):
        padded = np.pad(inside, 1)
        views = [padded[r : r + height, c : c + width] for r in range(3) for c in range(3)]
        inside = np.all(views, axis=0)
    return mask & ~inside
