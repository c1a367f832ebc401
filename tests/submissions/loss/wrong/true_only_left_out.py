"""A class that is in the mask but not predicted is left out.

Loses: mean_iou
Says: mean_iou with a class that is in the mask but not predicted gave 0.75, expected 0.5, the mean
of 1, 1/2 and 0. A class that is in the mask but not predicted was left out; it counts with IoU 0.
Leave out a class only when its union is empty.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth, found = np.asarray(y_true)[..., 0], np.argmax(logits, axis=-1)
    ious = [
        np.sum((truth == k) & (found == k)) / np.sum((truth == k) | (found == k))
        for k in range(n_classes)
        if np.any(found == k)
    ]
    return np.mean(ious)
