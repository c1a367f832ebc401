"""The loss leaves class 0 out, as if it were the background.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave a loss of 0.3979 on a batch of logits, expected
0.4248. The pixels of class 0 were left out, and every class counts. Leave ignore_class out:
SparseCategoricalCrossentropy(from_logits=True).
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=0),
        metrics=["accuracy", keras.metrics.MeanIoU(n_classes, sparse_y_pred=False)],
    )
    return model
