"""The inputs are returned as they came.

Says: Row 2: Conv2D with 32 filters is missing; the network ends before it. The block has two
convolutions, the second called on the output of the first.
Loses: layers, outputs, options
"""


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    return inputs, inputs
