"""The model is compiled and not returned.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave None, expected the model. The model is compiled,
but model.compile itself returns nothing. Put return model on a line of its own at the end.
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(n_classes, sparse_y_pred=False)],
    )
