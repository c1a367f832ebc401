"""The loss function is called before there are masks.

Loses: compile_unet
Says: compile_unet(model) with 3 classes raised TypeError in the line
`loss=keras.losses.sparse_categorical_crossentropy(from_logits=True),`:
sparse_categorical_crossentropy was called without masks and logits, and those come later. Give
compile an object that waits for them:
loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True).
"""

import keras


def compile_unet(model):
    model.compile(
        optimizer="adam",
        loss=keras.losses.sparse_categorical_crossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False)],
    )
    return model
