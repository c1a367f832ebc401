"""argmax as a method of a tensor.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask raised AttributeError in the line `prediction =
logits.argmax(axis=-1)`: a TensorFlow tensor has no argmax, expected a function of tf. Write
tf.argmax(x, axis=-1).
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = logits.argmax(axis=-1)
    ious = []
    for k in range(n_classes):
        intersection = np.sum((truth == k) & (prediction == k))
        union = np.sum((truth == k) | (prediction == k))
        if union:
            ious.append(intersection / union)
    return np.mean(ious)
