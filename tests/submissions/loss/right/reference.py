"""The reference answers of exercise 4."""

import keras
import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    """The loss of every pixel, (batch, height, width)."""
    # exp(logit - largest) is at most 1, so it cannot overflow.
    largest = tf.reduce_max(logits, axis=-1, keepdims=True)
    shifted = logits - largest
    log_sum = tf.math.log(tf.reduce_sum(tf.exp(shifted), axis=-1))

    one_hot = tf.one_hot(y_true[..., 0], depth=logits.shape[-1])
    true_logit = tf.reduce_sum(one_hot * shifted, axis=-1)
    return log_sum - true_logit


def mean_iou(y_true, logits, n_classes):
    """Mean intersection over union of the classes in the mask or in the prediction."""
    truth = tf.cast(y_true[..., 0], tf.int64)
    prediction = tf.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        intersection = tf.math.count_nonzero((truth == k) & (prediction == k))
        union = tf.math.count_nonzero((truth == k) | (prediction == k))
        if union > 0:
            ious.append(float(intersection / union))
    return sum(ious) / len(ious)


def compile_unet(model):
    """Compile the model for training on logits and return it."""
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[
            "accuracy",
            keras.metrics.MeanIoU(num_classes=n_classes, sparse_y_pred=False, name="mean_iou"),
        ],
    )
    return model
