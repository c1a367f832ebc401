"""The last layer is called on another variable.

Loses: decoder
Says: The output: Conv2DTranspose is called on (None, 32, 48, 8), an output of backbone, expected
what the last step gives. No step leads to the output. Call it on the tensor that Concatenate gave
last.
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), reversed(backbone.outputs[:-1]), strict=True):
        tensor = upsample(filters, 4)(tensor)
        tensor = keras.layers.Concatenate()([tensor, skip])
    logits = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(skip)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
