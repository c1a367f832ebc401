"""One answer of a network out of several: the same picture asked about more than once."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

LARGER = (1.5,)  # beside the picture's own size; what was tried is in docs/training.md


def shares_of(model: Any, photos: Array, scales: Sequence[float] = ()) -> Array:
    """The softmax's share of each class at each pixel, as the mean of several answers.

    Each picture is asked about at its own size and, where there are ``scales``, at those sizes too,
    and each time mirrored as well. ``LARGER`` makes four answers, six and a half times the
    arithmetic.

    Args:
        model: a network of photos of any size that gives logits.
        photos: shape (n, H, W, 3), from 0 to 1.
        scales: factors of height and width; none ask once.

    Returns:
        Shape (n, H, W, classes).
    """
    import tensorflow as tf

    if not scales:
        return np.asarray(tf.nn.softmax(model.predict(photos, batch_size=8, verbose=0)))
    size = np.array(photos.shape[1:3])
    views = [tf.image.resize(photos, np.rint(scale * size).astype(int)) for scale in (1, *scales)]
    answers = [
        tf.image.resize(shares, size)
        for view in views
        for shares in (shares_of(model, view), shares_of(model, view[:, :, ::-1])[:, :, ::-1])
    ]
    mean: Array = np.mean(answers, axis=0)
    return mean
