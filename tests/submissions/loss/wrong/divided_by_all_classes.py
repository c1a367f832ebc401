"""Classes that occur nowhere count as 0.

Loses: mean_iou
Says: mean_iou with 4 classes of which 2 occur gave 0.325, expected 0.65, the mean of 4/5 and 1/2.
The sum was divided by all 4 classes, so those that occur nowhere (here 2) count as 0. Average over
the classes whose union is not empty.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = np.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        intersection = np.sum((truth == k) & (prediction == k))
        union = np.sum((truth == k) | (prediction == k))
        if union > 0:
            ious.append(intersection / union)
    return sum(ious) / n_classes
