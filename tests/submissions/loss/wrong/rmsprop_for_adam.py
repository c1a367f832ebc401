"""RMSprop in place of Adam.

Loses: compile_unet
Says: compile_unet(model) with 3 classes uses the optimizer RMSprop, expected Adam. Pass
optimizer=keras.optimizers.Adam() or optimizer='adam'.
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer="rmsprop",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(n_classes, sparse_y_pred=False)],
    )
    return model
