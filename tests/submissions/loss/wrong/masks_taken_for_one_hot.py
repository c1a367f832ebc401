"""MeanIoU is told that the masks are one-hot.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave the metrics accuracy = 0.8125, mean_iou = 0.1354 on a
batch, expected one of 0.6786, the mean IoU. The masks were taken for one-hot, which made every
pixel class 0. Write keras.metrics.MeanIoU(num_classes=model.output_shape[-1], sparse_y_pred=False)
in its place.
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[
            "accuracy",
            keras.metrics.MeanIoU(n_classes, "mean_iou", sparse_y_pred=False, sparse_y_true=False),
        ],
    )
    return model
