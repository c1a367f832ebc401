"""The metric has a number of classes that stands in the code.

Loses: compile_unet
Says: compile_unet(model) with 25 classes gave the metrics accuracy = 0.3776, iou = 0.2166 on a
batch, expected one of 0.2286, the mean IoU. Its number of classes is smaller than that of the
model, so that pixels of the others were left out. Write num_classes=model.output_shape[-1].
"""

import keras


def compile_unet(model):
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[
            "accuracy",
            keras.metrics.MeanIoU(num_classes=23, sparse_y_pred=False, name="iou"),
        ],
    )
    return model
