"""MeanIoU compares logits with class ids.

Loses: compile_unet
Says: compile_unet(model) with 3 classes compiled the model, but evaluating a batch raised
InvalidArgumentError, expected a loss and two metrics. The loss fits, so a metric does not:
MeanIoU compares class ids and got logits. Pass sparse_y_pred=False, and
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
