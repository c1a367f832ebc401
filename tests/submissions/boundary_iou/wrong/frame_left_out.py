"""Loops that stay away from the frame.

Loses: border
Says: border(square, 2) gave False at row 1, column 1, expected True. No pixel near the frame of
the picture is border here: the loop leaves them out. Pad the mask with False and go over all
pixels.
"""

import numpy as np


def border(mask, distance):
    h, w = mask.shape
    out = np.zeros_like(mask)
    for r in range(distance, h - distance):
        for c in range(distance, w - distance):
            if (
                mask[r, c]
                and not mask[r - distance : r + distance + 1, c - distance : c + distance + 1].all()
            ):
                out[r, c] = True
    return out
