"""The share of pixels on which both borders agree.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.5802, expected 0.3585, 19 of 53 pixels. That is the
share of pixels on which the two borders agree, and most are in neither. Divide the pixels in
both borders by those in either.
"""


def boundary_iou(truth, prediction, distance):
    first, second = border(truth, distance), border(prediction, distance)
    return (first == second).mean()
