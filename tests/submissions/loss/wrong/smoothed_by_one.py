"""1 is added to both parts of the fraction.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.7083, expected 0.5833, the mean of 2/3 and 1/2. 1 was added
to both parts of the fraction, and the cases are small enough to show it. Leave it out, and average
over the classes whose union is not empty.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes, smooth=1):
    t, p = np.array(y_true)[..., 0], np.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        i, u = np.sum((t == k) & (p == k)), np.sum((t == k) | (p == k))
        ious.append((i + smooth) / (u + smooth))
    return np.mean(ious)
