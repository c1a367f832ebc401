"""The mask keeps its last axis and is spread against the prediction.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.3143, expected 0.5833, the mean of 2/3 and 1/2. The mask
kept its last axis of 1 and was spread against the prediction. Take it away first: y_true[...,
0].
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)
    prediction = np.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        intersection = np.sum((truth == k) & (prediction == k))
        union = np.sum((truth == k) | (prediction == k))
        if union > 0:
            ious.append(intersection / union)
    return np.mean(ious)
