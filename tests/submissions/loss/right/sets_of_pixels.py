"""Sets of pixels, a graph and einsum."""

import keras
import numpy as np
import tensorflow as tf


@tf.function
def pixelwise_crossentropy(y_true, logits):
    one_hot = tf.cast(y_true == tf.cast(tf.range(tf.shape(logits)[-1]), y_true.dtype), logits.dtype)
    return tf.math.reduce_logsumexp(logits, -1) - tf.einsum("bhwc,bhwc->bhw", one_hot, logits)


def mean_iou(y_true, logits, n_classes):
    t, p = np.asarray(y_true).flatten().tolist(), np.argmax(logits, axis=-1).flatten().tolist()
    ious = []
    for k in sorted(set(t) | set(p)):
        a, b = {i for i, x in enumerate(t) if x == k}, {i for i, x in enumerate(p) if x == k}
        ious.append(len(a & b) / len(a | b))
    return sum(ious) / len(ious)


def compile_unet(model):
    n_classes = model.outputs[0].shape[-1]
    iou = keras.metrics.MeanIoU(
        num_classes=n_classes, sparse_y_true=True, sparse_y_pred=False, axis=-1
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(loss=loss, optimizer="Adam", metrics=["accuracy", iou], run_eagerly=True)
    return model
