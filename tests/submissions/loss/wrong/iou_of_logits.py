"""MeanIoU compares logits with class ids.

Loses: compile_unet
Says: compile_unet(model) with 3 classes compiled the model, but evaluating a batch raised
InvalidArgumentError: a metric that compares class ids got 96 numbers for 32 pixels, expected one
id for each: it got the logits. Pass sparse_y_pred=False to keras.metrics.MeanIoU, and
num_classes=model.output_shape[-1].
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(n_classes)],
    )
    return model
