"""The photo's path stands in both places.

Loses: make_dataset
Says: make_dataset(images, masks, drives) on 90 frames of 10 drives gave a train dataset whose
images do not belong to their masks, expected pairs of the same frame. None of them is the mask of
a frame. Take the masks from the paths in masks: tf.data.Dataset.from_tensor_slices((images,
masks)).
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
            ([images[i] for i in keep], [images[i] for i in keep])
        )
        ds = ds.map(process_path).map(preprocess).cache()
        if training:
            ds = ds.shuffle(500, seed=seed)
        return ds.batch(batch_size).prefetch(1)

    return make(names[:a], True), make(names[a:b]), make(names[b:])
