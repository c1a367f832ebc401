"""No metrics at all.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave no metrics on a batch, expected one of 0.8125, the
accuracy. Add 'accuracy' to the list of metrics.
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[],
    )
    return model
