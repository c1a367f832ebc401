"""A slip that no known cause explains: only the neighbours in the same row are asked.

Loses: border
Says: border(square, 1) gave False at row 1, column 2, expected True. Only the neighbours on the
left and on the right were asked. Ask all eight.
"""

import numpy as np


def border(mask, distance):
    inside = mask
    for _ in range(distance):
        padded = np.pad(inside, 1)[1:-1]
        inside = inside & padded[:, :-2] & padded[:, 2:]
    return mask & ~inside
