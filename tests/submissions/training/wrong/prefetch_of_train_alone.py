"""Validation and test are not prepared ahead.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives has no prefetch in validation
and test, expected it as the last step: it prepares the next batch while the network learns. Add
.prefetch(tf.data.AUTOTUNE) at the end.
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
        ds = ds.map(process_path).map(preprocess).cache()
        if training:
            return ds.shuffle(500, seed=seed).batch(batch_size).prefetch(1)
        return ds.batch(batch_size)

    return make(names[:a], True), make(names[a:b]), make(names[b:])
