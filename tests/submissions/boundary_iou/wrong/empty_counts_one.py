"""An empty pair counts as all right.

Loses: score
Says: boundary_iou(empty, empty, 1) gave 1, expected nan. Neither mask has a border, and 0 / 0
is not a number: a mean has to leave it out. Return np.nan there.
"""


def boundary_iou(truth, prediction, distance):
    first, second = border(truth, distance), border(prediction, distance)
    either = (first | second).sum()
    return (first & second).sum() / either if either else 1.0
