"""and in place of &.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask raised ValueError in the line `intersection = np.sum(truth == k and
prediction == k)`: Python was to decide whether a whole array is true, expected one answer. In
conditions for each element write & and | in place of and and or, each side in brackets; for the
whole array write .any() or .all().
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = np.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        intersection = np.sum(truth == k and prediction == k)
        union = np.sum((truth == k) | (prediction == k))
        if union:
            ious.append(intersection / union)
    return np.mean(ious)
