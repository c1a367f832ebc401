"""np.argmax without an axis gives one place in the flattened array, beyond the confusion matrix.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask raised IndexError in the line `matrix[int(t), int(p)] += 1`: the
index 4 was asked for along axis 1 of length 2, expected 0 to 1. Look where int(p) comes from, and
print it before this line.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.asarray(y_true)[..., 0].ravel()
    place = np.argmax(np.asarray(logits)).ravel()
    matrix = np.zeros((n_classes, n_classes))
    for t, p in zip(truth, place):
        matrix[int(t), int(p)] += 1
    shared = np.diag(matrix)
    union = matrix.sum(0) + matrix.sum(1) - shared
    return (shared[union > 0] / union[union > 0]).mean()
