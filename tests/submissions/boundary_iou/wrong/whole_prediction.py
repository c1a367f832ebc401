"""The border of the truth beside the whole prediction.

Loses: score
Says: boundary_iou(large, moved, 2) gave 0.3818, expected 0.3585, 19 of 53 pixels. One border was
compared with the whole of the other mask. Take the border of the prediction too.
"""


def boundary_iou(truth, prediction, distance):
    a, b = border(truth, distance), prediction
    return (a & b).sum() / (a | b).sum()
