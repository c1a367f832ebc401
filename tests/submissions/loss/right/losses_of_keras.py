"""Keras's own loss without reduction, and a confusion matrix of TensorFlow."""

import keras
import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")(
        y_true, logits
    )


def mean_iou(y_true, logits, n_classes):
    m = tf.math.confusion_matrix(
        tf.reshape(y_true, [-1]), tf.reshape(tf.argmax(logits, -1), [-1]), n_classes
    )
    m = tf.cast(m, tf.float32)
    i = tf.linalg.diag_part(m)
    u = tf.reduce_sum(m, 0) + tf.reduce_sum(m, 1) - i
    keep = u > 0
    return tf.reduce_mean(tf.boolean_mask(i, keep) / tf.boolean_mask(u, keep))


def compile_unet(model):
    model.compile(
        loss=[keras.losses.SparseCategoricalCrossentropy(from_logits=True)],
        optimizer=keras.optimizers.get("Adam"),
        metrics=[
            keras.metrics.SparseCategoricalAccuracy(name="accuracy"),
            keras.metrics.MeanIoU(
                num_classes=model.output_shape[-1], sparse_y_pred=False, name="miou"
            ),
        ],
    )
    return model
