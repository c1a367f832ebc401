"""Loops over pixels, an array of 0 and 1, sets of places."""

import numpy as np


def border(mask, distance):
    height, width = mask.shape
    found = np.zeros(mask.shape, dtype=int)
    for row in range(height):
        for column in range(width):
            if mask[row, column] and not surrounded(mask, row, column, distance):
                found[row, column] = 1
    return found


def surrounded(mask, row, column, distance):
    height, width = mask.shape
    if row < distance or column < distance:
        return False
    if row + distance >= height or column + distance >= width:
        return False
    return mask[
        row - distance : row + distance + 1, column - distance : column + distance + 1
    ].all()


def boundary_iou(truth, prediction, distance):
    first = set(map(tuple, np.argwhere(border(truth, distance))))
    second = set(map(tuple, np.argwhere(border(prediction, distance))))
    if not first | second:
        return float("nan")
    return len(first & second) / len(first | second)
