"""With less than ten drives nothing is held out.

Loses: make_dataset
Says: make_dataset(images, masks, drives, batch_size=4) on 16 frames of 8 drives got an empty list
for one of the three datasets, expected at least one drive in each. Cut the list of drive names into
three pieces of which none is empty: with n = max(1, len(names) // 10) take names[:n], names[n : 2 *
n] and names[2 * n :].
"""

import numpy as np
import tensorflow as tf


def make_dataset(images, masks, drives, batch_size=32, seed=1):
    """Train, validation and test datasets with about 80, 10 and 10 % of the drives."""
    names = sorted(set(drives))
    np.random.default_rng(seed).shuffle(names)
    n_held_out = len(names) // 10
    validation_names = names[:n_held_out]
    test_names = names[n_held_out : 2 * n_held_out]
    train_names = names[2 * n_held_out :]

    def read(chosen):
        frames = [i for i, drive in enumerate(drives) if drive in chosen]
        paths = ([images[i] for i in frames], [masks[i] for i in frames])
        dataset = tf.data.Dataset.from_tensor_slices(paths)
        dataset = dataset.map(process_path, num_parallel_calls=tf.data.AUTOTUNE)
        dataset = dataset.map(preprocess, num_parallel_calls=tf.data.AUTOTUNE)
        return dataset.cache()

    def batch(dataset):
        return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)

    train = batch(read(train_names).shuffle(500, seed=seed))
    return train, batch(read(validation_names)), batch(read(test_names))
