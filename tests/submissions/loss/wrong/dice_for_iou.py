"""The Dice coefficient in place of IoU.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.7333, expected 0.5833, the mean of 2/3 and 1/2. That is
the Dice coefficient, 2 · intersection / (truth + prediction). Divide the intersection by the
union: truth + prediction − intersection.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = np.argmax(logits, axis=-1)
    dice = []
    for k in range(n_classes):
        both = np.sum((truth == k) & (prediction == k))
        total = np.sum(truth == k) + np.sum(prediction == k)
        if total > 0:
            dice.append(2 * both / total)
    return np.mean(dice)
