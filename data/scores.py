"""How good predicted masks are: confusion matrix, IoU of each class, accuracy and mean IoU.

And a contestant that any network has to beat.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.classes import N_CLASSES, CarlaClass

Array = NDArray[Any]
Mask = NDArray[np.integer[Any]]


def confusion(truth: Mask, prediction: Mask, n_classes: int = N_CLASSES) -> Array:
    """How many pixels of each true class (row) were given each class (column).

    Args:
        truth: class ids, any shape.
        prediction: class ids, the same shape.
        n_classes: number of classes.

    Returns:
        Counts, shape (n_classes, n_classes).
    """
    pairs = truth.ravel().astype(np.int64) * n_classes + prediction.ravel().astype(np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)


def class_table(counts: Array) -> pd.DataFrame:
    """Share of the pixels and IoU of every class that occurs, the most frequent first.

    Args:
        counts: a confusion matrix, shape (n_classes, n_classes).

    Returns:
        Columns ``share`` and ``iou``, indexed by class id.
    """
    both = np.diag(counts)
    either = counts.sum(axis=0) + counts.sum(axis=1) - both
    present = np.flatnonzero(either)
    table = pd.DataFrame(
        {
            "share": counts.sum(axis=1)[present] / counts.sum(),
            "iou": both[present] / either[present],
        },
        index=pd.Index(present, name="class"),
    )
    return table.sort_values("share", ascending=False)


def scores(counts: Array) -> dict[str, float]:
    """Accuracy and mean IoU out of a confusion matrix, shape (n_classes, n_classes)."""
    return {
        "accuracy": float(np.trace(counts) / counts.sum()),
        "mean IoU": float(class_table(counts)["iou"].mean()),
    }


def two_colour_picture(masks: Mask) -> Array:
    """At each position road or sky, whichever stands there in more of the masks.

    Args:
        masks: class ids, shape (n, H, W).

    Returns:
        One mask, uint8, shape (H, W): the best guess of someone who never looks at a photo and
        knows two classes.
    """
    road = (masks == CarlaClass.ROAD).sum(axis=0)
    sky = (masks == CarlaClass.SKY).sum(axis=0)
    return np.where(sky > road, CarlaClass.SKY, CarlaClass.ROAD).astype(np.uint8)
