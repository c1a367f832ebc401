"""logits for from_logits.

Loses: compile_unet
Says: compile_unet(model) with 3 classes raised TypeError in the line
`loss=keras.losses.SparseCategoricalCrossentropy(logits=True),`: SparseCategoricalCrossentropy got
the argument 'logits', expected one that it knows. Write from_logits= in place of logits=.
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy(logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(n_classes, sparse_y_pred=False)],
    )
    return model
