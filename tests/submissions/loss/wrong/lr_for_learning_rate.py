"""lr for learning_rate.

Loses: compile_unet
Says: compile_unet(model) with 3 classes raised ValueError in the line
`optimizer=keras.optimizers.Adam(lr=0.001),`: Adam got the argument 'lr', expected one that it
knows. Write learning_rate= in place of lr=.
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer=keras.optimizers.Adam(lr=0.001),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(n_classes, sparse_y_pred=False)],
    )
    return model
