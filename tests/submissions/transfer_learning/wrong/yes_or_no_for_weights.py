"""The arguments of MobileNetV2 are given by place, the third for the fourth.

Loses: encoder
Says: encoder(input_size=(256, 256, 3), alpha=1.0, weights=None) raised ValueError in the line
`mobilenet = keras.applications.MobileNetV2(input_size, alpha, weights, False)`: weights got a yes
or no, expected 'imagenet', None or the path of a file. By their places MobileNetV2 takes
input_shape, alpha, include_top and weights. Pass each by its name: alpha=alpha, include_top=False,
weights=weights.
"""

import keras
import numpy as np
import pandas as pd
import tensorflow as tf


def encoder(input_size=(256, 256, 3), alpha=1.0, weights="imagenet"):
    mobilenet = keras.applications.MobileNetV2(input_size, alpha, weights, False)
    wanted = [
        "block_1_expand_relu",
        "block_3_expand_relu",
        "block_6_expand_relu",
        "block_13_expand_relu",
        "block_16_project",
    ]
    tensors = list(map(lambda name: mobilenet.get_layer(name).output, wanted))
    down = keras.Model(mobilenet.input, tensors)
    down.trainable = False
    return down
