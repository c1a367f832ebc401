"""False stands in the place of dropout_prob.

Loses: contracting_path, expanding_path, output, whole
Says: Block 5, row 17: Dropout with rate 0.3 is missing; MaxPooling2D comes in its place. Pass
dropout_prob=0.3 to the conv_block of block 5.
"""

from tensorflow import keras


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    inputs = keras.Input(input_size)
    c1 = conv_block(inputs, n_filters)
    c2 = conv_block(c1[0], n_filters * 2)
    c3 = conv_block(c2[0], n_filters * 4)
    c4 = conv_block(c3[0], n_filters * 8, dropout_prob=0.3)
    c5 = conv_block(c4[0], n_filters * 16, False)
    u = upsampling_block(c5[0], c4[1], n_filters * 8)
    u = upsampling_block(u, c3[1], n_filters * 4)
    u = upsampling_block(u, c2[1], n_filters * 2)
    u = upsampling_block(u, c1[1], n_filters)
    x = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(u)
    return keras.Model(inputs, keras.layers.Conv2D(n_classes, 1, padding="same")(x))
