"""The pixels in both borders, not divided.

Loses: score
Says: boundary_iou(large, moved, 2) gave 19, expected 0.3585, 19 of 53 pixels. That is the
number of pixels in both borders. Divide it by those in either.
"""


def boundary_iou(truth, prediction, distance):
    first, second = border(truth, distance), border(prediction, distance)
    return (first & second).sum()
