"""The list of names holds each drive once for every frame.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives put 47 frames into both train
and validation, expected none. A network that has seen a picture is not tested by it. Whole drives
are in both. Cut a list that holds every name once, sorted(set(drives)), into three pieces that do
not overlap.
"""

import numpy as np
import tensorflow as tf


def make_dataset(images, masks, drives, batch_size=32, seed=1, cache_folder=None):
    names = list(drives)
    np.random.default_rng(seed).shuffle(names)
    a, b = int(0.8 * len(names)), int(0.9 * len(names))

    def make(chosen, training=False):
        keep = [i for i, d in enumerate(drives) if d in set(chosen)]
        ds = tf.data.Dataset.from_tensor_slices(
            ([images[i] for i in keep], [masks[i] for i in keep])
        )
        ds = ds.map(process_path).map(preprocess).cache()
        if training:
            ds = ds.shuffle(500, seed=seed)
        return ds.batch(batch_size).prefetch(1)

    return make(names[:a], True), make(names[a:b]), make(names[b:])
