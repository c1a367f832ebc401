"""The rim of the picture is cut off.

Loses: border
Says: border(square, 1) gave False at row 1, column 1, expected True. The rim of the picture was
cut off, wherever the mask ends. Ask for each pixel whether its neighbours are in the mask.
"""

import numpy as np


def border(mask, distance):
    inner = np.zeros_like(mask)
    inner[distance:-distance, distance:-distance] = mask[distance:-distance, distance:-distance]
    return mask & ~inner
