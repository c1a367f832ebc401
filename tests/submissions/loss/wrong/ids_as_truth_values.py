"""Class ids are taken for True and False.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.5, expected 0.5833, the mean of 2/3 and 1/2. The class ids
were taken for True and False, so that all classes but 0 are one. Compare with each class k: (mask
== k) & (prediction == k).
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    t, p = np.array(y_true)[..., 0], np.argmax(logits, axis=-1)
    i = np.logical_and(t, p)
    u = np.logical_or(t, p)
    return np.sum(i) / np.sum(u)
