"""A division of whole numbers makes the bound 0.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from 0 to 0 (standard deviation 0), expected uniform ones from −limit to limit with
limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). All numbers are 0. Either nothing
is drawn, or the bound is 0, as a division of whole numbers by // makes it. fan_in is height · width
· in, fan_out is height · width · out. Use limit = √(6 / (fan_in + fan_out)).
"""

import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    weights = []
    for h, w, i, o in shapes:
        limit = (6 // (h * w * (i + o))) ** 0.5
        weights.append(tf.Variable(g.uniform((h, w, i, o), -limit, limit)))
    return weights
