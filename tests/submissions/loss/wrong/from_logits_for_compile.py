"""from_logits is passed to compile.

Loses: compile_unet
Says: compile_unet(model) with 3 classes raised TypeError in the line
`model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", from_logits=True,
metrics=["accuracy", keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False)],)`:
compile got the argument 'from_logits', expected one that it knows. The loss wants to know of
logits: loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True).
"""

import keras


def compile_unet(model):
    model.compile(
        optimizer="adam",
        loss="sparse_categorical_crossentropy",
        from_logits=True,
        metrics=["accuracy", keras.metrics.MeanIoU(model.output_shape[-1], sparse_y_pred=False)],
    )
    return model
