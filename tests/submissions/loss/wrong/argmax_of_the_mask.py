"""argmax of y_true in place of the logits.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.375, expected 0.5833, the mean of 2/3 and 1/2. The prediction
is class 0 everywhere, as argmax of y_true gives it, whose last axis has one place, and a cast of
shares to whole numbers. Write np.argmax(logits, axis=-1).
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = np.argmax(y_true, axis=-1)
    ious = []
    for k in range(n_classes):
        intersection = np.sum((truth == k) & (prediction == k))
        union = np.sum((truth == k) | (prediction == k))
        if union > 0:
            ious.append(intersection / union)
    return np.mean(ious)
