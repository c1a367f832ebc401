"""A class where its name as text is no name.

Loses: compile_unet
Says: compile_unet(model) with 3 classes compiled the model, but evaluating a batch raised
ValueError: 'SparseCategoricalCrossEntropy' is not the name of a loss that Keras knows, expected
one such as 'sparse_categorical_crossentropy'. For logits use
keras.losses.SparseCategoricalCrossentropy(from_logits=True).
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss="SparseCategoricalCrossEntropy",
        metrics=["accuracy", keras.metrics.MeanIoU(n_classes, sparse_y_pred=False)],
    )
    return model
