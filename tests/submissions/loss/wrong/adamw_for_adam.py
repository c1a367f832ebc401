"""Adam's relative with weight decay.

Loses: compile_unet
Says: compile_unet(model) with 3 classes uses the optimizer AdamW, expected Adam. Pass
optimizer=keras.optimizers.Adam() or optimizer='adam'.
"""

import keras


def compile_unet(model):
    model.compile(
        optimizer=keras.optimizers.AdamW(),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False)],
    )
    return model
