"""A model has no n_classes.

Loses: compile_unet
Says: compile_unet(model) with 3 classes raised AttributeError in the line
`keras.metrics.MeanIoU(num_classes=model.n_classes, sparse_y_pred=False),`: a model has no
n_classes, expected something that it has. The last axis of what it gives counts the classes. Write
model.output_shape[-1].
"""

import keras


def compile_unet(model):
    model.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[
            "accuracy",
            keras.metrics.MeanIoU(num_classes=model.n_classes, sparse_y_pred=False),
        ],
    )
    return model
