"""Accuracy in place of IoU.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.75, expected 0.5833, the mean of 2/3 and 1/2. That is the
accuracy: the share of pixels with the right class. Count intersection and union for each class.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = np.argmax(logits, axis=-1)
    return np.mean(truth == prediction)
