"""Each number of a gradient is cut.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave Adam clipvalue=0.5, expected None, the default. Leave
clipvalue out: keras.optimizers.Adam().
"""

import keras


def compile_unet(model):
    model.compile(
        optimizer=keras.optimizers.Adam(clipvalue=0.5),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False)],
    )
    return model
