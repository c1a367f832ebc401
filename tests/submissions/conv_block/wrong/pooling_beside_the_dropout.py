"""The dropout feeds the skip connection only: the pooling passes it by.

Says: With dropout_prob=0.1: next_layer pools the output of the second Conv2D, expected the output
of the Dropout. The pooling passes the dropout by. Pool the tensor that comes out of the dropout.
Loses: outputs, options
"""

from keras import layers


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    options = {"activation": "relu", "padding": "same", "kernel_initializer": "he_normal"}
    conv = layers.Conv2D(n_filters, 3, **options)(inputs)
    conv = layers.Conv2D(n_filters, 3, **options)(conv)
    skip = layers.Dropout(dropout_prob)(conv) if dropout_prob > 0 else conv
    return (layers.MaxPooling2D(2)(conv) if max_pooling else skip), skip
