"""The tensor of logits in place of a model.

Loses: output
Says: pets_unet returned one tensor, expected a keras.Model with one output, the logits. End it
with `return keras.Model(inputs=backbone.inputs, outputs=logits)`.
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), reversed(backbone.outputs[:-1])):
        tensor = upsample(filters, 4)(tensor)
        tensor = keras.layers.Concatenate()([tensor, skip])
    logits = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(tensor)
    return logits
