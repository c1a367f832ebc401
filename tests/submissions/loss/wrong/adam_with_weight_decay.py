"""The weights are drawn to 0.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave Adam weight_decay=0.0001, expected None, the default.
Leave weight_decay out: keras.optimizers.Adam().
"""

import keras


def compile_unet(model):
    model.compile(
        optimizer=keras.optimizers.Adam(weight_decay=1e-4),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False)],
    )
    return model
