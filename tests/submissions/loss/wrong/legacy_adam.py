"""An optimizer of Keras 2.

Loses: compile_unet
Says: compile_unet(model) with 3 classes raised ImportError in the line
`optimizer=tf.keras.optimizers.legacy.Adam(),`: optimizers.legacy is gone, expected
keras.optimizers. Write keras.optimizers.Adam().
"""

import keras
import tensorflow as tf


def compile_unet(model):
    model.compile(
        optimizer=tf.keras.optimizers.legacy.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False)],
    )
    return model
