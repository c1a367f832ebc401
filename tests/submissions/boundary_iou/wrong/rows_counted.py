"""len counts the rows of a picture, not its pixels.

Loses: score
Says: boundary_iou(large, moved, 2) gave 1, expected 0.3585, 19 of 53 pixels. Every call gives 1,
whatever is passed. Compute it from the arguments.
"""


def boundary_iou(truth, prediction, distance):
    a, b = border(truth, distance), border(prediction, distance)
    return len(a & b) / len(a | b)
