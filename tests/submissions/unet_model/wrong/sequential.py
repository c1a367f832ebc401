"""A chain for what is none.

Says: unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23) raised AttributeError in the
line `model.add(conv_block(model.output, n_filters))`: a model was asked for a tensor that it does
not have yet, expected a network that is put together from its Input on. A network with skips is
no chain for a Sequential: call each layer or block on a tensor, and end with
keras.Model(inputs, outputs).
Loses: contracting_path, expanding_path, output, whole
"""

import keras


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    model = keras.Sequential()
    model.add(keras.Input(input_size))
    model.add(conv_block(model.output, n_filters))
    return model
