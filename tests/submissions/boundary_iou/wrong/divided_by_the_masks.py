"""A slip that no known cause explains: the union of the masks below the line.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.3455, expected 0.3585, 19 of 53 pixels. Below the line
are pixels in either mask, expected those in either border. Write a | b of the borders.
"""

import numpy as np


def border(mask, distance):
    height, width = mask.shape
    inside = mask
    for _ in range(distance):
        padded = np.pad(inside, 1)
        views = [
            padded[row : row + height, column : column + width]
            for row in range(3)
            for column in range(3)
        ]
        inside = np.all(views, axis=0)
    return mask & ~inside


def boundary_iou(truth, prediction, distance):
    first, second = border(truth, distance), border(prediction, distance)
    either = (truth | prediction).sum()
    return (first & second).sum() / either if either else np.nan
