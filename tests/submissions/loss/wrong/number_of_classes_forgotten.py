"""MeanIoU without num_classes.

Loses: compile_unet
Says: compile_unet(model) with 3 classes raised TypeError in the line `iou =
keras.metrics.MeanIoU(sparse_y_true=True, sparse_y_pred=False)`: MeanIoU was called without
'num_classes', the number of classes. Write
keras.metrics.MeanIoU(num_classes=model.output_shape[-1], sparse_y_pred=False).
"""

import keras


def compile_unet(model):
    iou = keras.metrics.MeanIoU(sparse_y_true=True, sparse_y_pred=False)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy", iou])
    return model
