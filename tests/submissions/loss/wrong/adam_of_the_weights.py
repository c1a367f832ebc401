"""An optimizer gets the weights, as in PyTorch.

Loses: compile_unet
Says: compile_unet(model) with 3 classes raised ValueError in the line `optimizer =
keras.optimizers.Adam(model.trainable_variables)`: the first thing in an optimizer's brackets is no
number, expected the learning rate there or nothing. An optimizer of Keras is not told the weights.
Write keras.optimizers.Adam().
"""

import keras


def compile_unet(model):
    optimizer = keras.optimizers.Adam(model.trainable_variables)
    model.compile(
        optimizer=optimizer,
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False)],
    )
    return model
