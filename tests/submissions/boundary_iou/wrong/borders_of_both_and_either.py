"""Masks are put together before their borders are taken.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.6364, expected 0.3585, 19 of 53 pixels. The border was
taken of what the masks have in common and of both together. Take the border of each mask first,
then a & b and a | b.
"""


def boundary_iou(truth, prediction, distance):
    a, b = border(truth & prediction, distance), border(truth | prediction, distance)
    return a.sum() / b.sum()
