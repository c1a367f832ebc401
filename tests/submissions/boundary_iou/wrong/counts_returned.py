"""Both counts come back, not divided.

Loses: score
Says: boundary_iou(large, moved, 2) gave an array of shape (2,), expected one number between 0 and
1. Divide the pixels in both borders by those in either, and return what comes out.
"""


def boundary_iou(truth, prediction, distance):
    a, b = border(truth, distance), border(prediction, distance)
    return (a & b).sum(), (a | b).sum()
