"""The function of the exercise before as metric.

Loses: compile_unet
Says: compile_unet(model) with 3 classes compiled the model, but evaluating a batch raised
TypeError: Keras called your mean_iou without 'n_classes': it gives a metric the masks and the
logits only. Write keras.metrics.MeanIoU(num_classes=model.output_shape[-1], sparse_y_pred=False) in
its place.
"""

import keras
import numpy as np


def mean_iou(y_true, logits, n_classes):
    t, p = np.array(y_true)[..., 0], np.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        i, u = np.sum((t == k) & (p == k)), np.sum((t == k) | (p == k))
        if u:
            ious.append(i / u)
    return np.mean(ious)


def compile_unet(model):
    model.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", mean_iou],
    )
    return model
