"""A class called Adam that takes steps of SGD.

Loses: compile_unet
Says: compile_unet(model) with 3 classes uses the optimizer Adam, expected Adam as Keras has it.
Pass optimizer=keras.optimizers.Adam() or optimizer='adam'.
"""

import keras


class Adam(keras.optimizers.SGD):
    pass


def compile_unet(model):
    model.compile(
        optimizer=Adam(0.001),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False)],
    )
    return model
