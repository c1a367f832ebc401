"""All intersections over all unions.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.6, expected 0.5833, the mean of 2/3 and 1/2. All
intersections were added before dividing by all unions, so large classes weigh more. Divide
class by class, then take the mean.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = np.argmax(logits, axis=-1)
    ids = np.arange(n_classes)
    one = truth[..., None] == ids
    other = prediction[..., None] == ids
    return np.sum(one & other) / np.sum(one | other)
