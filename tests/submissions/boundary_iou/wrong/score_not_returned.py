"""Nothing is returned.

Loses: score
Says: boundary_iou(large, moved, 2) gave NoneType, expected one number between 0 and 1. A function
that ends without return gives None. End it with return and the score.
"""


def boundary_iou(truth, prediction, distance):
    first, second = border(truth, distance), border(prediction, distance)
    score = (first & second).sum() / max((first | second).sum(), 1)
