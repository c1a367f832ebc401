"""A metric that nobody asked for.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave the metrics accuracy = 0.8125, mean_iou = 0.6786, top
= 0.9375 on a batch, expected accuracy and mean IoU alone. Take top out of the list of metrics.
"""

import keras


def compile_unet(model):
    iou = keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False, name="mean_iou")
    top = keras.metrics.SparseTopKCategoricalAccuracy(2, name="top")
    model.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", iou, top],
    )
    return model
