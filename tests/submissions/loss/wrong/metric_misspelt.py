"""accurracy.

Loses: compile_unet
Says: compile_unet(model) with 3 classes compiled the model, but evaluating a batch raised
ValueError: 'accurracy' is not the name of a metric that Keras knows, expected one such as
'accuracy'. Write 'accuracy'.
"""

import keras


def compile_unet(model):
    n_classes = model.output_shape[-1]
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accurracy", keras.metrics.MeanIoU(n_classes, sparse_y_pred=False)],
    )
    return model
