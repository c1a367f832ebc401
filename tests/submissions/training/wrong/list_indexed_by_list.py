"""A list takes no list as an index.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives raised TypeError in the line `ds
= tf.data.Dataset.from_tensor_slices((images[keep], masks[keep]))`: the list images got several
places at once, keep, expected one number or a slice: only arrays take more. Write
np.array(images)[keep].
"""

import numpy as np
import tensorflow as tf


def make_dataset(images, masks, drives, batch_size=32, seed=1, cache_folder=None):
    names = sorted(set(drives))
    np.random.default_rng(seed).shuffle(names)
    a, b = int(0.8 * len(names)), int(0.9 * len(names))

    def make(chosen):
        keep = [i for i, d in enumerate(drives) if d in chosen]
        ds = tf.data.Dataset.from_tensor_slices((images[keep], masks[keep]))
        return (
            ds.map(process_path).map(preprocess).cache().shuffle(500).batch(batch_size).prefetch(1)
        )

    return make(names[:a]), make(names[a:b]), make(names[b:])
