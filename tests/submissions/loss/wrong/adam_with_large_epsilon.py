"""Another small number below the line.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave Adam epsilon=0.001, expected 1e-07, the default.
Leave epsilon out: keras.optimizers.Adam().
"""

import keras


def compile_unet(model):
    model.compile(
        optimizer=keras.optimizers.Adam(epsilon=1e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False)],
    )
    return model
