"""keras.ops, the IoU of MeanIoU itself, a metric that subclasses it, and an optimizer likewise."""

import keras
from keras import ops


def pixelwise_crossentropy(y_true, logits):
    log_p = ops.log_softmax(logits, axis=-1)
    truth = ops.one_hot(ops.squeeze(y_true, -1), logits.shape[-1])
    return -ops.sum(truth * log_p, axis=-1)


def mean_iou(y_true, logits, n_classes):
    metric = keras.metrics.MeanIoU(num_classes=n_classes, sparse_y_pred=False)
    metric.update_state(y_true, logits)
    return metric.result()


class IoUOfLogits(keras.metrics.MeanIoU):
    def update_state(self, y_true, y_pred, sample_weight=None):
        return super().update_state(y_true, ops.argmax(y_pred, axis=-1), sample_weight)


class Optimizer(keras.optimizers.Adam):
    pass


def compile_unet(model):
    model.compile(
        optimizer=Optimizer(),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["acc", IoUOfLogits(model.output_shape[-1], name="iou")],
    )
    return model
