"""A slice that ends a pixel too early.

Loses: border
Says: border(square, 1) gave False at row 2, column 5, expected True. The square reaches one pixel
less far below and on the right: a slice ends before its second number. It has 2 * distance + 1
pixels a side.
"""

import numpy as np


def border(mask, distance):
    h, w = mask.shape
    p = np.pad(mask, distance)
    out = np.zeros_like(mask)
    for r in range(h):
        for c in range(w):
            win = p[r : r + 2 * distance, c : c + 2 * distance]
            out[r, c] = mask[r, c] and not win.all()
    return out
