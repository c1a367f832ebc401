"""The two arguments of upsampling_block are exchanged.

Loses: expanding_path, output, whole
Says: Block 6, row 18: Conv2DTranspose is fed by the Dropout of block 4, expected the Dropout of
block 5. That is the skip connection, which comes second. Pass to block 6 the output of block 5
first, and the skip connection of block 4 second.
"""

from tensorflow import keras
from tensorflow.keras.layers import Conv2D, Input


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    inputs = Input(input_size)
    cblock1 = conv_block(inputs, n_filters)
    cblock2 = conv_block(cblock1[0], n_filters * 2)
    cblock3 = conv_block(cblock2[0], n_filters * 4)
    cblock4 = conv_block(cblock3[0], n_filters * 8, dropout_prob=0.3)
    cblock5 = conv_block(cblock4[0], n_filters * 16, dropout_prob=0.3, max_pooling=False)
    ublock6 = upsampling_block(cblock4[1], cblock5[0], n_filters * 8)
    ublock7 = upsampling_block(cblock3[1], ublock6, n_filters * 4)
    ublock8 = upsampling_block(cblock2[1], ublock7, n_filters * 2)
    ublock9 = upsampling_block(cblock1[1], ublock8, n_filters)
    conv9 = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        ublock9
    )
    conv10 = Conv2D(n_classes, 1, padding="same")(conv9)
    model = keras.Model(inputs=inputs, outputs=conv10)
    return model
