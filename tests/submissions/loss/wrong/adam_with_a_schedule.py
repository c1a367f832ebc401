"""A learning rate that falls.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave Adam a learning_rate that is 2.656e-08 after a
million steps, expected 0.001 for ever, the default. Leave learning_rate out:
keras.optimizers.Adam().
"""

import keras


def compile_unet(model):
    rate = keras.optimizers.schedules.ExponentialDecay(1e-3, 10_000, 0.9)
    model.compile(
        optimizer=keras.optimizers.Adam(rate),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False)],
    )
    return model
