"""IMG_HEIGHT and IMG_WIDTH are another notebook's names.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels raised NameError in the line `image =
tf.image.resize(image, (IMG_HEIGHT, IMG_WIDTH), method="nearest")`: the name IMG_HEIGHT is not
known, expected a line that gives it its value, IMG_HEIGHT = …, in a cell above that has run. Write
that line, or the value itself in place of IMG_HEIGHT; where the line is there, compare the
spelling.
"""

import tensorflow as tf


def preprocess(image, mask):
    image = tf.image.resize(image, (IMG_HEIGHT, IMG_WIDTH), method="nearest")
    mask = tf.image.resize(mask, (IMG_HEIGHT, IMG_WIDTH), method="nearest")
    return image, mask
