"""MobilenetV2 for MobileNetV2.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) raised AttributeError in the line
`base = keras.applications.MobilenetV2(input_shape=input_size, alpha=alpha, include_top=False,
weights=weights)`: keras.applications has no MobilenetV2, expected a name that it has. Capitals
count. Write keras.applications.MobileNetV2.
"""

import keras


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobilenetV2(
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
    return model
