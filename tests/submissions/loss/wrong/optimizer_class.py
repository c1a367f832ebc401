"""The class of the optimizer.

Loses: compile_unet
Says: compile_unet(model) with 3 classes raised ValueError in the line
`model.compile(optimizer=keras.optimizers.Adam,
loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy",
keras.metrics.MeanIoU(n_classes, sparse_y_pred=False)],)`: the class Adam stands where an
optimizer is expected. Make an object of it with brackets: Adam().
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer=keras.optimizers.Adam,
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(n_classes, sparse_y_pred=False)],
    )
    return model
