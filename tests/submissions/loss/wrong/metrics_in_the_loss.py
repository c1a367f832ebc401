"""Mean squared error between class ids and logits.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave a loss of 6.338 on a batch of logits, expected
0.4248. The loss is mse. Use keras.losses.SparseCategoricalCrossentropy(from_logits=True).
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss="mse",
        metrics=["accuracy", keras.metrics.MeanIoU(n_classes, sparse_y_pred=False)],
    )
    return model
