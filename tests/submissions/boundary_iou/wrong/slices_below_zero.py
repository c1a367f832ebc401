"""Slices that start below 0.

Loses: border
Says: border(square, 2) gave False at row 1, column 1, expected True. Near the frame a slice that
starts below 0 is empty, and .all() of nothing is True. Pad the mask with False first.
"""

import numpy as np


def border(mask, distance):
    h, w = mask.shape
    out = np.zeros_like(mask)
    for r in range(h):
        for c in range(w):
            win = mask[r - distance : r + distance + 1, c - distance : c + distance + 1]
            out[r, c] = mask[r, c] and not win.all()
    return out
