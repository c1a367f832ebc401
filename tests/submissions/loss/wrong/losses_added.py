"""The loss of a batch is the sum over its pixels.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave a loss of 13.59 on a batch of logits, expected
0.4248. The losses of the pixels were added, expected their mean. Leave reduction out:
SparseCategoricalCrossentropy(from_logits=True).
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum"),
        metrics=["accuracy", keras.metrics.MeanIoU(n_classes, sparse_y_pred=False)],
    )
    return model
