"""The encoder is left to learn from the first step on.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) has 1,811,072 trainable
parameters, expected 0. The first, large steps of an untrained decoder would spoil what it has
learned. Set trainable = False on the model that you return.
"""

import keras


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobileNetV2(
        input_shape=input_size, alpha=alpha, include_top=False, weights=weights
    )
    names = [
        "block_1_expand_relu",
        "block_3_expand_relu",
        "block_6_expand_relu",
        "block_13_expand_relu",
        "block_16_project",
    ]
    model = keras.Model(inputs=base.input, outputs=[base.get_layer(n).output for n in names])
    return model
