"""The first turn ends the function.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) has 1 output, expected 5, and that
one is the first, block_1_expand_relu. Where return stands inside the loop, it ends the function in
the first turn. Move it to the left, behind the loop.
"""

import keras

layer_names = (
    "block_1_expand_relu",
    "block_3_expand_relu",
    "block_6_expand_relu",
    "block_13_expand_relu",
    "block_16_project",
)


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobileNetV2(
        input_shape=input_size, alpha=alpha, include_top=False, weights=weights
    )
    base.trainable = False
    outputs = []
    for name in layer_names:
        outputs.append(base.get_layer(name).output)
        return keras.Model(inputs=base.input, outputs=outputs)
