"""Adam with a learning rate that the exercise does not ask for.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave Adam learning_rate=1, expected 0.001, the default.
Steps that large jump over what they look for. Leave learning_rate out: keras.optimizers.Adam().
"""

import keras


def compile_unet(model):
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=1.0),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False)],
    )
    return model
