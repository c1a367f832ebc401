"""The IoU of every class in place of their mean.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave an array of shape (2,), expected one number between 0 and 1.
That looks like one IoU a class or an image. Return their mean.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = np.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        intersection = np.sum((truth == k) & (prediction == k))
        union = np.sum((truth == k) | (prediction == k))
        if union > 0:
            ious.append(intersection / union)
    return ious
