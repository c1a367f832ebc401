"""MeanIoU gets logits.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask raised InvalidArgumentError in the line `m.update_state(y_true,
logits)`: a metric that compares class ids got 8 numbers for 4 pixels, expected one id for each: it
got the logits. Pass sparse_y_pred=False to keras.metrics.MeanIoU, and num_classes=n_classes.
"""

import keras


def mean_iou(y_true, logits, n_classes):
    m = keras.metrics.MeanIoU(num_classes=n_classes)
    m.update_state(y_true, logits)
    return m.result()
