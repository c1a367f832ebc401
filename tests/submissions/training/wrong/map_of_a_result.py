"""process_path is called, and map gets what it gives.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives called process_path on a whole
list of paths, expected one pair: a dataset calls it for each. Write
tf.data.Dataset.from_tensor_slices((images, masks)).map(process_path), without brackets behind
process_path.
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
        ds = (
            ds.map(process_path(images, masks))
            .map(preprocess)
            .cache()
            .shuffle(500)
            .batch(batch_size)
        )
        return ds.prefetch(1)

    return make(names[:a], True), make(names[a:b]), make(names[b:])
