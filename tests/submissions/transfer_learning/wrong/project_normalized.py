"""The normalisation behind the layer that is asked for.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) has 1,843,264 parameters, expected
1,841,984. One output comes from the layer block_16_project_BN. Take block_16_project.
"""

import keras

layer_names = [
    "block_1_expand_relu",
    "block_3_expand_relu",
    "block_6_expand_relu",
    "block_13_expand_relu",
    "block_16_project_BN",
]


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    base = keras.applications.MobileNetV2(
        input_shape=input_size, alpha=alpha, include_top=False, weights=weights
    )
    outputs = [base.get_layer(name).output for name in layer_names]
    model = keras.Model(inputs=base.input, outputs=outputs)
    model.trainable = False
    return model
