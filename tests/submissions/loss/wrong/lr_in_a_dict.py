"""Adam(lr=...) of Keras 2 stands in a dictionary over several lines.

Loses: compile_unet
Says: compile_unet(model) with 3 classes raised ValueError in the line `"optimizer":
keras.optimizers.Adam(lr=0.001),`: Adam got the argument 'lr', expected one that it knows. Write
learning_rate= in place of lr=.
"""

import keras
import numpy as np
import tensorflow as tf


def compile_unet(model):
    n_classes = model.output_shape[-1]
    settings = {
        "optimizer": keras.optimizers.Adam(lr=0.001),
        "loss": keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        "metrics": [
            "accuracy",
            keras.metrics.MeanIoU(n_classes, name="mean_iou", sparse_y_pred=False),
        ],
    }
    model.compile(**settings)
    return model
