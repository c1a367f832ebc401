"""MeanIoU leaves a class out.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave the metrics accuracy = 0.8125, mean_iou = 0.5 on a
batch, expected one of 0.6786, the mean IoU. The pixels of class 0 were left out, and every class
counts. Leave ignore_class out.
"""

import keras


def compile_unet(model):
    model.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[
            "accuracy",
            keras.metrics.MeanIoU(
                model.output_shape[-1], sparse_y_pred=False, name="mean_iou", ignore_class=0
            ),
        ],
    )
    return model
