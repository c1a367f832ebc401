"""Divided by the pixels of the mask alone.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.8333, expected 0.5833, the mean of 2/3 and 1/2. The
intersection was divided by the pixels of the mask alone (that is the recall). Divide by the
union of mask and prediction.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = np.argmax(logits, axis=-1)
    recalls = []
    for k in np.unique(truth):
        recalls.append(np.mean(prediction[truth == k] == k))
    return np.mean(recalls)
