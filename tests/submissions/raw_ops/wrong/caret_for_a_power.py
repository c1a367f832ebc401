"""^ in place of **.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 raised TypeError in the line `lim = (6 /
(h * w * (i + o))) ^ 0.5`: ^ got numbers, expected True and False or whole ones. A power is written
**.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    out = []
    for h, w, i, o in shapes:
        lim = (6 / (h * w * (i + o))) ^ 0.5
        out.append(tf.Variable(g.uniform((h, w, i, o), -lim, lim)))
    return out
