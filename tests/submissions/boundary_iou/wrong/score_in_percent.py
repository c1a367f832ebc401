"""The score in percent.

Loses: score
Says: boundary_iou(large, moved, 2) gave 35.85, expected 0.3585, 19 of 53 pixels. That is the score
in percent, 100 times as much. Leave the factor of 100 out.
"""


def boundary_iou(truth, prediction, distance):
    a, b = border(truth, distance), border(prediction, distance)
    return 100 * (a & b).sum() / (a | b).sum()
