"""& binds closer than ==.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask raised ValueError in the line `intersection = np.sum(truth == k &
prediction == k)`: & and | come before ==, so this compares three things in a row, expected two
comparisons. Put each of them in brackets: (a == k) & (b == k).
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = np.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        intersection = np.sum(truth == k & prediction == k)
        union = np.sum((truth == k) | (prediction == k))
        if union:
            ious.append(intersection / union)
    return np.mean(ious)
