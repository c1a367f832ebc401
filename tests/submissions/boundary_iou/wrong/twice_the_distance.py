"""Borders of twice the distance.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.5455, expected 0.3585, 19 of 53 pixels. That is the
score of borders with a distance of 4, asked for was 2. Pass distance on to border.
"""


def boundary_iou(truth, prediction, distance):
    a, b = border(truth, 2 * distance), border(prediction, 2 * distance)
    return (a & b).sum() / (a | b).sum()
