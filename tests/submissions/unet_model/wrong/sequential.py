"""A chain for what is none.

Says: unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23) raised AttributeError in the
line `model.add(conv_block(model.output, n_filters))`: a model was asked for a tensor that it does
not have yet, expected a network that is put together from its Input on. A U-Net is no chain for a
Sequential: call each layer or block on a tensor, and end with keras.Model(inputs, outputs).
Loses: contracting_path, expanding_path, output, whole
"""

import keras
from keras.layers import Conv2D, Conv2DTranspose, Dropout, MaxPooling2D, concatenate


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = MaxPooling2D(2)(conv) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    model = keras.Sequential()
    model.add(keras.Input(input_size))
    model.add(conv_block(model.output, n_filters))
    return model
