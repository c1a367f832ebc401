"""The argument n_classes is not used.

Loses: mean_iou
Says: mean_iou with a class that is predicted but not in the mask gave 0.75, expected 0.5, the mean
of 1/2, 1 and 0. Only 2 classes were counted, a number that is fixed in the code. Take the argument
n_classes.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    t, p = np.array(y_true)[..., 0], np.argmax(logits, axis=-1)
    ious = []
    for k in range(2):
        i, u = np.sum((t == k) & (p == k)), np.sum((t == k) | (p == k))
        if u:
            ious.append(i / u)
    return np.mean(ious)
