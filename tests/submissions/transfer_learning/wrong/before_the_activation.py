"""The normalisation's output in place of the activation's.

Loses: encoder
Says: encoder(input_size=(64, 96, 3), alpha=0.35, weights=None) gives the tensor of
block_3_expand_BN as output 2, expected that of block_3_expand_relu. That is before the
activation. Take the layer whose name ends in _relu.
"""

import keras


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobileNetV2(
        input_shape=input_size, alpha=alpha, include_top=False, weights=weights
    )
    names = [
        "block_1_expand_relu",
        "block_3_expand_BN",
        "block_6_expand_relu",
        "block_13_expand_relu",
        "block_16_project",
    ]
    model = keras.Model(inputs=base.input, outputs=[base.get_layer(n).output for n in names])
    model.trainable = False
    return model
