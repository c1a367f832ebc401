"""The size of the frame is asked for in Python, which does not know it inside tf.data.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels raised ValueError inside Dataset.map in the line `rows =
tf.range(96) * image.shape[0] // 96`, expected an image and a mask as when it is called by itself.
In there the arguments are placeholders, without values and with sizes that may be None. Use
TensorFlow's operations alone: tf.image.resize.
"""

import tensorflow as tf


def preprocess(image, mask):
    rows = tf.range(96) * image.shape[0] // 96
    columns = tf.range(128) * image.shape[1] // 128
    image = tf.gather(tf.gather(image, rows), columns, axis=1)
    mask = tf.gather(tf.gather(mask, rows), columns, axis=1)
    return image, mask
