"""The split leaks; that the last frames are dropped matters less.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives gave a train dataset with
elements (32, 96, 128, 3) float32 and (32, 96, 128, 1) uint8, expected (None, 96, 128, 3) float32
and (None, 96, 128, 1) uint8. drop_remainder=True fixes the batch size and drops the last frames.
Leave it out.
"""

import numpy as np
import tensorflow as tf


def make_dataset(images, masks, drives, batch_size=32, seed=1, cache_folder=None):
    order = np.random.RandomState(seed).permutation(len(images))
    images, masks = np.array(images)[order], np.array(masks)[order]
    a, b = int(0.8 * len(order)), int(0.9 * len(order))

    def make(lo, hi):
        ds = tf.data.Dataset.from_tensor_slices((images[lo:hi], masks[lo:hi]))
        return ds.map(process_path).map(preprocess).batch(batch_size, drop_remainder=True)

    return make(0, a), make(a, b), make(b, None)
