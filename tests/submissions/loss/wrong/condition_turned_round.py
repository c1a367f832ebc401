"""== in place of >: the list stays empty.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave nan, expected 0.5833, the mean of 2/3 and 1/2. All classes occur
here. So no IoU was kept, as with if union == 0, or one was asked for beyond the last class. Write
if union > 0, in a loop over range(n_classes).
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth = np.array(y_true)[..., 0]
    prediction = np.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        intersection = np.sum((truth == k) & (prediction == k))
        union = np.sum((truth == k) | (prediction == k))
        if union == 0:
            ious.append(intersection / union)
    return np.mean(ious)
