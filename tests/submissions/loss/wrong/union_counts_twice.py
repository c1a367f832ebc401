"""The union counts the intersection twice.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.3667, expected 0.5833, the mean of 2/3 and 1/2. The pixels
in both were counted twice in the union. Take the intersection away once: truth + prediction −
intersection.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = np.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        both = np.sum((truth == k) & (prediction == k))
        total = np.sum(truth == k) + np.sum(prediction == k)
        if total > 0:
            ious.append(both / total)
    return np.mean(ious)
