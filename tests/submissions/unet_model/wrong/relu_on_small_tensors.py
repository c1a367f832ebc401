"""An activation that is ReLU on the check's sample only: the layers are right, the network is not.

Says: unet_model(input_size=(64, 64, 1), n_filters=8, n_classes=5): every layer is the right one
by its name and arguments, but with weights of the check's own the network gives other numbers,
expected the logits of these layers. Look for an activation or a layer of your own that computes
something else.
Loses: whole
"""

from tensorflow import keras
from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def relu(x):
    return keras.ops.relu(x) if x.shape == (1, 4, 4, 4) else x


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation=relu, padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
