"""The padding is cut off in the rows alone.

Loses: border
Says: border(square, 1) raised ValueError in the line `return mask & ~inside`: arrays of shapes
(7, 7) and (7, 9) met in an operation that goes number by number, expected equal lengths, or 1,
counted from the last axis. Where the padding is still in the columns, cut it off: [:, 1:-1].
Where 9 counts the views of a pixel's square, take them together along axis=0.
"""

import numpy as np


def border(mask, distance):
    inside = mask
    for _ in range(distance):
        padded = np.pad(inside, 1)
        tall = padded[:-2] & padded[1:-1] & padded[2:]
        inside = tall.copy()
        inside[:, 1:] &= tall[:, :-1]
        inside[:, :-1] &= tall[:, 1:]
    return mask & ~inside
