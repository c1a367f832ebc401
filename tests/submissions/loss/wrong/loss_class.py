"""The class of the loss.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave a loss of 1.154 on a batch of logits, expected
0.4248. The loss is the class SparseCategoricalCrossentropy. Use
keras.losses.SparseCategoricalCrossentropy(from_logits=True).
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy,
        metrics=["accuracy", keras.metrics.MeanIoU(n_classes, sparse_y_pred=False)],
    )
    return model
