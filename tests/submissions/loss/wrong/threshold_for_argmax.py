"""Logits are compared with 0.5, as in binary segmentation.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.5, expected 0.5833, the mean of 2/3 and 1/2. Every logit
above 0.5 was taken for its class, so that a pixel has several classes or none. Take argmax of the
logits over the last axis.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    t = np.array(y_true)[..., 0]
    ious = []
    for k in range(n_classes):
        p = np.array(logits)[..., k] > 0.5
        i, u = np.sum((t == k) & p), np.sum((t == k) | p)
        if u:
            ious.append(i / u)
    return np.mean(ious)
