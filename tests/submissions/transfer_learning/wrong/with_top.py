"""The classifier on top is left where it is.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) is built with the top of
MobileNetV2, which tells classes of whole pictures, expected it without. With its ImageNet weights
that takes pictures of 224 × 224 only. Pass include_top=False.
"""

import keras

layer_names = [
    "block_1_expand_relu",
    "block_3_expand_relu",
    "block_6_expand_relu",
    "block_13_expand_relu",
    "block_16_project",
]


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobileNetV2(input_shape=input_size, alpha=alpha, weights=weights)
    outputs = [base.get_layer(name).output for name in layer_names]
    model = keras.Model(inputs=base.input, outputs=outputs)
    model.trainable = False
    return model
