"""return stands in the loop over the classes.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.6667, expected 0.5833, the mean of 2/3 and 1/2. That is the
IoU of the first class alone. Make a list in front of the loop, put each class's IoU into it, and
return its mean behind the loop.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    t, p = np.array(y_true)[..., 0], np.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        i, u = np.sum((t == k) & (p == k)), np.sum((t == k) | (p == k))
        if u:
            ious.append(i / u)
        return np.mean(ious)
