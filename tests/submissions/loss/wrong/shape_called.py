"""Brackets behind output_shape.

Loses: compile_unet
Says: compile_unet(model) with 3 classes raised TypeError in the line `n_classes =
model.output_shape()[-1]`: output_shape was called like a function, expected no brackets behind it:
it holds the sizes already. Write output_shape in place of output_shape().
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape()[-1]
    model.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(num_classes=n_classes, sparse_y_pred=False)],
    )
    return model
