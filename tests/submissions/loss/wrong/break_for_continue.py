"""The loop ends at the first class that occurs nowhere.

Loses: mean_iou
Says: mean_iou with 23 classes of which 2 occur gave nan, expected 0.7083, the mean of 2/3 and 3/4.
The loop ended at the first class that occurs nowhere, and the later ones are missing. Write
continue in place of break.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    t, p = np.array(y_true)[..., 0], np.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        i, u = np.sum((t == k) & (p == k)), np.sum((t == k) | (p == k))
        if u == 0:
            break
        ious.append(i / u)
    return np.mean(ious)
