"""The line that the exercise cell came with stands below an answer without a return.

Says: mean_iou came to the line `raise NotImplementedError()`, and no return came before it. Once
your code is written, delete that line, run the cell, then this one.
Loses: mean_iou
"""

import numpy as np


def mean_iou(y_true, logits, n_classes):
    truth, prediction = np.asarray(y_true)[..., 0], np.argmax(logits, axis=-1)
    ious = []
    for one in range(n_classes):
        either = np.sum((truth == one) | (prediction == one))
        if either:
            ious.append(np.sum((truth == one) & (prediction == one)) / either)
    result = np.mean(ious)
    # YOUR CODE HERE
    raise NotImplementedError()
