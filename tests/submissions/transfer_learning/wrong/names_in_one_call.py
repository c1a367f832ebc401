"""get_layer is asked for all layers at once.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) raised ValueError in the line
`outputs = base.get_layer(layer_names).output`: get_layer got several names at once, expected one.
Take one after the other: [base.get_layer(name).output for name in names].
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
    outputs = base.get_layer(layer_names).output
    model = keras.Model(inputs=base.input, outputs=outputs)
    model.trainable = False
    return model
