"""argmax is forgotten: scores are asked whether they are a class id.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0, expected 0.5833, the mean of 2/3 and 1/2. No pixel has a
class id of its own: argmax is missing, or has no axis and gives one number for the whole batch.
Write np.argmax(logits, axis=-1).
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = y_true[..., 0]
    ious = []
    for k in range(n_classes):
        intersection = np.sum((truth == k) & (logits == k))
        union = np.sum((truth == k) | (logits == k))
        if union > 0:
            ious.append(intersection / union)
    return np.mean(ious)
