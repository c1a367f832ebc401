"""Numbers of pairs do not fit into uint8.

Loses: mean_iou
Says: mean_iou with 23 classes of which 2 occur gave 0, expected 0.7083, the mean of 2/3 and 3/4.
n_classes times a class id does not fit into uint8, the type of the mask, where 256 is 0 again.
Cast the mask to int32 or int64 first.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    t = np.array(y_true).ravel()
    p = np.argmax(logits, axis=-1).ravel().astype(np.uint8)
    m = np.bincount(n_classes * t + p, minlength=n_classes**2)[: n_classes**2].reshape(
        n_classes, n_classes
    )
    i = np.diag(m)
    u = m.sum(0) + m.sum(1) - i
    return np.mean(i[u > 0] / u[u > 0])
