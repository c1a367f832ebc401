"""Only what the last round took.

Loses: border
Says: border(square, 2) gave False at row 1, column 1, expected True. Only what the last round took
is there. Keep the mask as it came, and take what is inside at the end away from it: mask &
~inside.
"""

import numpy as np


def _inside(m):
    h, w = m.shape
    p = np.pad(m, 1)
    return np.all([p[r : r + h, c : c + w] for r in range(3) for c in range(3)], axis=0)


def border(mask, distance):
    for _ in range(distance):
        before = mask
        mask = _inside(mask)
    return before & ~mask
