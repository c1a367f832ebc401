"""What goes into the layers.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) gives the tensors of
block_1_expand_BN, block_3_expand_BN, block_6_expand_BN, block_13_expand_BN,
block_16_depthwise_relu, expected those of block_1_expand_relu, block_3_expand_relu,
block_6_expand_relu, block_13_expand_relu, block_16_project. They are what goes into these layers.
Write base.get_layer(name).output.
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
    base = keras.applications.MobileNetV2(
        input_shape=input_size, alpha=alpha, include_top=False, weights=weights
    )
    outputs = [base.get_layer(name).input for name in layer_names]
    model = keras.Model(inputs=base.input, outputs=outputs)
    model.trainable = False
    return model
