"""The size of the input is fixed.

Loses: encoder
Says: encoder(input_size=(64, 96, 3), alpha=0.35, weights=None) has an output 1 of shape (None, 128,
128, 48), expected (None, 32, 48, 48), that of block_1_expand_relu. The size of the input is another
one. Pass input_shape=input_size to MobileNetV2.
"""

import keras


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobileNetV2(
        input_shape=(256, 256, 3), alpha=alpha, include_top=False, weights=weights
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
    return model
