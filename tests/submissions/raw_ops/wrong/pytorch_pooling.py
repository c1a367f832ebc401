"""A function of PyTorch.

Loses: maxpool_down
Says: maxpool_down(inputs) on one 5 × 5 map by hand raised NameError in the line `return
F.max_pool2d(inputs, 2)`: the name F is not known, expected a name of Keras: F is PyTorch's. Look
for a layer in keras.layers, for numbers in tf.nn.
"""


def maxpool_down(inputs):
    return F.max_pool2d(inputs, 2)
