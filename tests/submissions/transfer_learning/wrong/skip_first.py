"""The skip connection before the upsampled tensor.

Loses: decoder
Says: Step 1, row 10: Concatenate joins [the Conv2D, the Activation of step 1], expected [the
Activation of step 1, the Conv2D]. Join the output of upsample, first, with the encoder's output
of the same height: the last but one in step 1, then upwards.
"""

import keras


def pets_unet(backbone, n_classes=3):
    tensor = backbone.outputs[-1]
    for filters, skip in zip((512, 256, 128, 64), reversed(backbone.outputs[:-1])):
        tensor = upsample(filters, 4)(tensor)
        tensor = keras.layers.Concatenate()([skip, tensor])
    logits = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")(tensor)
    return keras.Model(inputs=backbone.inputs, outputs=logits)
