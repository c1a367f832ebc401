"""NumPy picks rows and columns, which is not possible inside tf.data.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels raised NotImplementedError inside Dataset.map in the
line `image, mask = np.asarray(image), np.asarray(mask)`, expected an image and a mask as when it
is called by itself. In there the arguments are placeholders, without values and with sizes that
may be None. Use TensorFlow's operations alone: tf.image.resize.
"""

import numpy as np


def preprocess(image, mask):
    image, mask = np.asarray(image), np.asarray(mask)
    rows = np.arange(96) * image.shape[0] // 96
    columns = np.arange(128) * image.shape[1] // 128
    return image[rows][:, columns], mask[rows][:, columns]
