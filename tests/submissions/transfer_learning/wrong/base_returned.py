"""The whole base, with the one output it has by itself.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) has 1 output, expected 5. It is
MobileNetV2 itself, which ends in out_relu. Return the model with the 5 outputs in its place, the
one that keras.Model(inputs=base.input, outputs=[…]) gives.
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
    model.trainable = False
    return base
