"""The sum is forgotten.

Loses: score
Says: boundary_iou(large, moved, 2) gave an array of shape (9, 9), expected one number between 0
and 1. Count its pixels with .sum() before dividing.
"""


def boundary_iou(truth, prediction, distance):
    first, second = border(truth, distance), border(prediction, distance)
    return (first & second) / max((first | second).sum(), 1)
