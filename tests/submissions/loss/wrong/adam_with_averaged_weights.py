"""The weights become an average of those before.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave Adam use_ema=True, expected False, the default. Leave
use_ema out: keras.optimizers.Adam().
"""

import keras


def compile_unet(model):
    model.compile(
        optimizer=keras.optimizers.Adam(use_ema=True),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False)],
    )
    return model
