"""Mean IoU alone.

Loses: compile_unet
Says: compile_unet(model) with 3 classes gave the metrics mean_iou = 0.6786 on a batch, expected
one of 0.8125, the accuracy. Add 'accuracy' to the list of metrics.
"""

import keras


def compile_unet(model):
    iou = keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False, name="mean_iou")
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adam", loss=loss, metrics=[iou])
    return model
