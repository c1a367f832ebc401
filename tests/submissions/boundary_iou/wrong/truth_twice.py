"""The border of the truth, twice.

Loses: score
Says: boundary_iou(large, moved, 2) gave 1, expected 0.3585, 19 of 53 pixels. The border of the
truth was compared with itself, or len() counted rows in place of pixels. Take one border of each
mask, and count with np.sum.
"""


def boundary_iou(truth, prediction, distance):
    a, b = border(truth, distance), border(truth, distance)
    return (a & b).sum() / (a | b).sum()
