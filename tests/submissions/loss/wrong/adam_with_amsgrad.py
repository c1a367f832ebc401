"""Adam's variant that never forgets a large gradient.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave Adam amsgrad=True, expected False, the default. Leave
amsgrad out: keras.optimizers.Adam().
"""

import keras


def compile_unet(model):
    model.compile(
        optimizer=keras.optimizers.Adam(amsgrad=True),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False)],
    )
    return model
