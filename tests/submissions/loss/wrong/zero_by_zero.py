"""An absent class gives 0 / 0.

Loses: mean_iou
Says: mean_iou with 4 classes of which 2 occur gave nan, expected 0.65, the mean of 4/5 and 1/2. A
class that occurs nowhere gave 0 / 0. Leave out classes whose union is empty before dividing.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = np.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        intersection = np.sum((truth == k) & (prediction == k))
        union = np.sum((truth == k) | (prediction == k))
        ious.append(intersection / union)
    return np.mean(ious)
