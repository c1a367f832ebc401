"""Three classes whatever is asked for.

Loses: output
Says: With n_classes=5, the output, row 23: Conv2DTranspose has filters 3, expected 5. Pass
n_classes as the first argument of the Conv2DTranspose of the output.
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), reversed(backbone.outputs[:-1])):
        tensor = upsample(filters, 4)(tensor)
        tensor = keras.layers.Concatenate()([tensor, skip])
    logits = keras.layers.Conv2DTranspose(3, 3, strides=2, padding="same")(tensor)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
