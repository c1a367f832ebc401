"""The whole shape stands for the number of classes.

Loses: compile_unet
Says: compile_unet(model) with 3 classes raised TypeError in the line
`keras.metrics.MeanIoU(num_classes=model.output_shape, sparse_y_pred=False),`: a whole shape stands
where one number is expected. Take the one that is meant: [-1] is the last, the classes, as in
model.output_shape[-1].
"""

import keras


def compile_unet(model):
    model.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[
            "accuracy",
            keras.metrics.MeanIoU(num_classes=model.output_shape, sparse_y_pred=False),
        ],
    )
    return model
