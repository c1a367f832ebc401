"""A metric of NumPy, which no graph can run.

Loses: compile_unet
Says: compile_unet(model) with 3 classes compiled the model, but evaluating a batch raised
NotImplementedError in the line `t, p = np.array(y_true)[..., 0], np.argmax(logits, axis=-1)`:
NumPy got a tensor of TensorFlow, expected numbers. Inside tf.data, tf.function and model.fit a
tensor holds no numbers yet: the function is called once, to write down its steps. Use the function
of tf that does the same: tf.reduce_mean for np.mean, tf.where for np.where.
"""

import keras
import numpy as np


def _mean_iou(y_true, logits, n_classes):
    t, p = np.array(y_true)[..., 0], np.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        i, u = np.sum((t == k) & (p == k)), np.sum((t == k) | (p == k))
        if u:
            ious.append(i / u)
    return np.mean(ious)


def compile_unet(model):
    n = model.output_shape[-1]

    def iou(y_true, y_pred):
        return _mean_iou(y_true, y_pred, n)

    model.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", iou],
    )
    return model
