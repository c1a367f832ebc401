"""A small number on both sides makes absent classes perfect.

Loses: mean_iou
Says: mean_iou with 4 classes of which 2 occur gave 0.825, expected 0.65, the mean of 4/5 and 1/2.
Classes that occur nowhere (here 2) count as 1, perhaps through a small number added to both parts
of the fraction. Average over the classes whose union is not empty.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = np.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        intersection = np.sum((truth == k) & (prediction == k))
        union = np.sum((truth == k) | (prediction == k))
        ious.append((intersection + 1e-7) / (union + 1e-7))
    return np.mean(ious)
