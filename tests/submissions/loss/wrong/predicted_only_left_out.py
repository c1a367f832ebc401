"""A class that is predicted but not in the mask is left out.

Loses: mean_iou
Says: mean_iou with a class that is predicted but not in the mask gave 0.75, expected 0.5, the
mean of 1/2, 1 and 0. A class that is predicted but not in the mask was left out; it counts with
IoU 0. Leave out a class only when its union is empty.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = np.argmax(logits, axis=-1)
    ious = []
    for k in np.unique(truth):
        intersection = np.sum((truth == k) & (prediction == k))
        union = np.sum((truth == k) | (prediction == k))
        ious.append(intersection / union)
    return np.mean(ious)
