"""The weights are never passed on.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=0.35, weights='no_such_file.weights.h5') returned
Functional, expected MobileNetV2's complaint that there is no such file. The argument is not used.
Pass it on: weights=weights.
"""

import keras


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobileNetV2(
        input_shape=input_size, alpha=alpha, include_top=False, weights=None
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
