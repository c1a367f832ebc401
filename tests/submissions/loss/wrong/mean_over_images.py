"""One mean IoU an image, then their mean.

Loses: mean_iou
Says: mean_iou on a batch of 2 masks gave 0.7917, expected 0.775, the mean of 3/4 and 4/5. That is
the mean of one mean IoU for each image. Count intersection and union over the whole batch first,
then divide.
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    ious_of_images = []
    for mask, scores in zip(np.array(y_true)[..., 0], np.array(logits)):
        truth, prediction = mask, np.argmax(scores, axis=-1)
        ious = []
        for k in range(n_classes):
            intersection = np.sum((truth == k) & (prediction == k))
            union = np.sum((truth == k) | (prediction == k))
            if union > 0:
                ious.append(intersection / union)
        ious_of_images.append(np.mean(ious))
    return np.mean(ious_of_images)
