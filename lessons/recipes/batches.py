"""What may happen to a batch on its way to the network: augmentation, and half the size.

Both go after the cache, so that every epoch sees other pictures, and both treat a photo and its
mask alike: one decision for the two, and a mask is never interpolated. ``untuned`` changes no
picture; it saves the time that TensorFlow may waste at the end of an epoch.
"""

from typing import Any

from grader.quiet import quiet

with quiet():  # TensorFlow writes log lines when it is imported
    import tensorflow as tf


SMALLEST_CROP = 0.6  # of height and width
BRIGHTNESS = 0.15  # added or taken away, of the full range
CONTRAST = 0.3  # more or less


def augmented(batches: Any, seed: int = 1) -> Any:
    """Flip, crop and re-expose every photo at random, its mask alike; new in every epoch.

    Args:
        batches: a dataset of photos, (batch, H, W, 3) float32 in [0, 1], and masks,
            (batch, H, W, 1) uint8.
        seed: the same seed gives the same pictures in the same order.

    Returns:
        A dataset of the same shapes and types.
    """
    seeds = tf.data.Dataset.random(seed, rerandomize_each_iteration=True)
    numbered = tf.data.Dataset.zip((batches, seeds))
    changed = numbered.map(
        lambda batch, number: augment(batch[0], batch[1], tf.stack([number, 0])),
        num_parallel_calls=tf.data.AUTOTUNE,
    )
    return changed.prefetch(tf.data.AUTOTUNE)


def augment(photos: Any, masks: Any, seed: Any) -> tuple[Any, Any]:
    """One batch of photos, (batch, H, W, 3), and masks, (batch, H, W, 1), changed at random.

    ``seed``: two whole numbers, as for ``tf.random.stateless_uniform``.
    """
    where, light = tf.unstack(tf.random.split(seed, 2))
    boxes = _random_boxes(tf.shape(photos)[0], where)
    size, numbers = tf.shape(photos)[1:3], tf.range(tf.shape(photos)[0])
    photos_there = tf.image.crop_and_resize(photos, boxes, numbers, size)
    masks_there = tf.image.crop_and_resize(masks, boxes, numbers, size, method="nearest")
    photos_there.set_shape(photos.shape)
    masks_there.set_shape(masks.shape)
    return _exposed_anew(photos_there, light), tf.cast(masks_there, masks.dtype)


def _random_boxes(n: Any, seed: Any) -> Any:
    """Corners (top, left, bottom, right) as shares of the picture; left > right is a flip."""
    draws = tf.random.stateless_uniform((4, n), seed)
    side = SMALLEST_CROP + (1 - SMALLEST_CROP) * draws[0]
    top, left = (1 - side) * draws[1], (1 - side) * draws[2]
    flipped = draws[3] < 0.5
    ends = tf.where(flipped, left + side, left), tf.where(flipped, left, left + side)
    return tf.stack([top, ends[0], top + side, ends[1]], axis=1)


def _exposed_anew(photos: Any, seed: Any) -> Any:
    """Brighter or darker, with more or less contrast, each photo by its own amount."""
    draws = 2 * tf.random.stateless_uniform((2, tf.shape(photos)[0], 1, 1, 1), seed) - 1
    middle = tf.reduce_mean(photos, axis=(1, 2, 3), keepdims=True)
    contrasted = (photos - middle) * (1 + CONTRAST * draws[0]) + middle
    return tf.clip_by_value(contrasted + BRIGHTNESS * draws[1], 0, 1)


def halved(batches: Any) -> Any:
    """Every second pixel in both directions: a quarter of the work for a first look.

    Args:
        batches: a dataset of photos, (batch, H, W, 3), and masks, (batch, H, W, 1).

    Returns:
        A dataset of photos, (batch, H/2, W/2, 3), and masks, (batch, H/2, W/2, 1).
    """
    return batches.map(
        lambda photos, masks: (photos[:, ::2, ::2], masks[:, ::2, ::2]),
        num_parallel_calls=tf.data.AUTOTUNE,
    ).prefetch(tf.data.AUTOTUNE)


def untuned(batches: Any) -> Any:
    """The same batches from a pipeline that does not tune itself while it runs.

    TensorFlow's tuner looks after 10 ms, 20, 40 and so on, up to a minute, and the end of an epoch
    waits until it has stopped. The tuner is woken a moment before it can see that it shall stop
    (``CancellationManager`` calls its callbacks first and sets its flag afterwards). When it looks
    too early it sleeps on to its next time, and an epoch of 11 seconds ends after 20.

    Args:
        batches: a dataset. Steps that leave the number of calls to ``tf.data.AUTOTUNE`` use one
            for each processor.
    """
    options = tf.data.Options()
    options.autotune.enabled = False
    return batches.with_options(options)
