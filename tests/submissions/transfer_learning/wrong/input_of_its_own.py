"""A second Input that leads nowhere.

Says: pets_unet(backbone) raised ValueError in the line `return keras.Model(inputs=inputs,
outputs=x)`: the outputs of the model are not computed from inputs, expected the Input with which
they begin, backbone.inputs. Write keras.Model(inputs=backbone.inputs, outputs=x).
Loses: output
"""

import keras


def pets_unet(backbone, n_classes=3):
    inputs = keras.Input((128, 128, 3))
    skips = backbone.outputs
    x = skips[-1]
    skips = reversed(skips[:-1])
    up_stack = [upsample(512, 4), upsample(256, 4), upsample(128, 4), upsample(64, 4)]
    for up, skip in zip(up_stack, skips):
        x = up(x)
        x = keras.layers.Concatenate()([x, skip])
    last = keras.layers.Conv2DTranspose(n_classes, 3, strides=2, padding="same")
    x = last(x)
    return keras.Model(inputs=inputs, outputs=x)
