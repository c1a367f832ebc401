"""He normal by its definition."""

from tensorflow.keras.initializers import VarianceScaling
from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(
        n_filters,
        3,
        activation="relu",
        padding="same",
        kernel_initializer=VarianceScaling(2.0, "fan_in", "truncated_normal", seed=1),
    )(inputs)
    conv = Conv2D(
        n_filters,
        3,
        activation="relu",
        padding="same",
        kernel_initializer=VarianceScaling(2.0, "fan_in", "truncated_normal", seed=1),
    )(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
