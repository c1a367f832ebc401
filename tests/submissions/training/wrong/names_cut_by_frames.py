"""The list of names is cut at shares of the number of frames.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives got an empty list for one of the
three datasets, expected at least one drive in each. Cut the list of drive names into three pieces
of which none is empty: with n = max(1, len(names) // 10) take names[:n], names[n : 2 * n] and
names[2 * n :].
"""

import numpy as np
import tensorflow as tf


def make_dataset(images, masks, drives, batch_size=32, seed=1, cache_folder=None):
    names = sorted(set(drives))
    np.random.default_rng(seed).shuffle(names)
    a, b = int(0.8 * len(images)), int(0.9 * len(images))

    def make(chosen, training=False):
        keep = [i for i, d in enumerate(drives) if d in chosen]
        ds = tf.data.Dataset.from_tensor_slices(
            ([images[i] for i in keep], [masks[i] for i in keep])
        )
        ds = ds.map(process_path).map(preprocess).cache()
        if training:
            ds = ds.shuffle(500, seed=seed)
        return ds.batch(batch_size).prefetch(1)

    return make(names[:a], True), make(names[a:b]), make(names[b:])
