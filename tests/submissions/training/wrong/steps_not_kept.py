"""What each step gives is dropped.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives gave a train dataset with
elements (96, 128, 3) float32 and (96, 128, 1) uint8, expected (None, 96, 128, 3) float32 and
(None, 96, 128, 1) uint8. There is no batch axis. Each step gives a new dataset: write dataset =
dataset.batch(batch_size), after the shuffle, and go on with that.
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
        ds = ds.map(process_path).map(preprocess)
        ds.cache()
        if training:
            ds.shuffle(500, seed=seed)
        ds.batch(batch_size)
        ds.prefetch(1)
        return ds

    return make(names[:a], True), make(names[a:b]), make(names[b:])
