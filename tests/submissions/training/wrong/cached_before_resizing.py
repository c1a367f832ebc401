"""Every epoch resizes all pictures again.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives prepares the pictures of the
train dataset again in the second epoch, expected them in memory. The cache keeps only what comes
before it. Call .cache() after both maps.
"""

import numpy as np
import tensorflow as tf


def make_dataset(images, masks, drives, batch_size=32, seed=1, cache_folder=None):
    names = sorted(set(drives))
    np.random.default_rng(seed).shuffle(names)
    a, b = int(0.8 * len(names)), int(0.9 * len(names))

    def make(chosen, training=False):
        keep = [i for i, d in enumerate(drives) if d in chosen]
        ds = tf.data.Dataset.from_tensor_slices(
            ([images[i] for i in keep], [masks[i] for i in keep])
        )
        ds = ds.map(process_path).cache().map(preprocess)
        if training:
            ds = ds.shuffle(500, seed=seed)
        return ds.batch(batch_size).prefetch(1)

    return make(names[:a], True), make(names[a:b]), make(names[b:])
