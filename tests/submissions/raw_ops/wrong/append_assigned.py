"""append gives None.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 raised AttributeError in the line `out =
out.append(tf.Variable(g.uniform((h, w, i, o), -limit, limit)))`: out.append gives None, expected a
list: it changes out in place. Write out.append(…) in a line of its own, without =.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    out = []
    for h, w, i, o in shapes:
        limit = (6 / (h * w * (i + o))) ** 0.5
        out = out.append(tf.Variable(g.uniform((h, w, i, o), -limit, limit)))
    return out
