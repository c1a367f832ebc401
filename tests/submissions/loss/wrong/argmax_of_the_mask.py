"""The mask is taken for one-hot.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.25, expected 0.5833, the mean of 2/3 and 1/2. argmax over the
mask's last axis, which has length 1, gives 0 everywhere. The mask holds class ids already:
y_true[..., 0].
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    y, p = np.argmax(y_true, axis=-1), np.argmax(logits, axis=-1)
    out = []
    for c in range(n_classes):
        u = ((y == c) | (p == c)).sum()
        if u:
            out.append(((y == c) & (p == c)).sum() / u)
    return np.mean(out)
