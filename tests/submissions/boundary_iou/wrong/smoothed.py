"""A small number saves the division, and an empty pair counts as nothing right.

Loses: score
Says: boundary_iou(empty, empty, 1) gave 0, expected nan. Neither mask has a border, and 0 / 0
is not a number: a mean has to leave it out. Return np.nan there.
"""


def boundary_iou(truth, prediction, distance):
    first, second = border(truth, distance), border(prediction, distance)
    return (first & second).sum() / ((first | second).sum() + 1e-7)
