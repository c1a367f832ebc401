"""The masks are compared near the borders.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.5283, expected 0.3585, 19 of 53 pixels. That is the IoU
of the masks near the borders, and they agree there on pixels that are border of only one. Compare
the two borders.
"""


def boundary_iou(truth, prediction, distance):
    band = border(truth, distance) | border(prediction, distance)
    return (truth & prediction & band).sum() / ((truth | prediction) & band).sum()
