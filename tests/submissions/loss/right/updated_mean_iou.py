"""The subclass of MeanIoU that Stack Overflow knows."""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    y = tf.one_hot(tf.squeeze(y_true), logits.shape[-1])
    return tf.abs(tf.reduce_sum(y * tf.nn.log_softmax(logits), axis=-1))


class UpdatedMeanIoU(tf.keras.metrics.MeanIoU):
    def update_state(self, y_true, y_pred, sample_weight=None):
        return super().update_state(y_true, tf.argmax(y_pred, axis=-1), sample_weight)


def mean_iou(y_true, logits, n_classes):
    m = UpdatedMeanIoU(num_classes=n_classes)
    m.update_state(y_true, logits)
    return float(m.result())


def compile_unet(model):
    model.compile(
        optimizer=tf.keras.optimizers.Adam(learning_rate=0.001),
        loss=tf.keras.losses.SparseCategoricalCrossentropy(True),
        metrics=["sparse_categorical_accuracy", UpdatedMeanIoU(num_classes=model.output_shape[-1])],
    )
    return model
