"""The pooled tensors are kept in place of the skips.

Says: Block 6: Concatenate got (None, 12, 16, 256) and (None, 6, 8, 256), expected (None, 12, 16,
256) and (None, 12, 16, 256). The second is the pooled tensor of block 4, element 0 of what its
block returns. Pass element 1, the skip connection.
Loses: expanding_path, output, whole
"""

import keras
from keras.layers import Conv2D


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    inputs = keras.Input(input_size)
    x = inputs
    skips = []
    for i in range(4):
        x, skip = conv_block(x, n_filters * 2**i, dropout_prob=0.3 if i == 3 else 0)
        skips.append(x)
    x, skip = conv_block(x, n_filters * 16, dropout_prob=0.3, max_pooling=False)
    for i, skip in zip((3, 2, 1, 0), reversed(skips)):
        x = upsampling_block(x, skip, n_filters * 2**i)
    x = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(x)
    outputs = Conv2D(n_classes, 1, padding="same")(x)
    return keras.Model(inputs=inputs, outputs=outputs)
