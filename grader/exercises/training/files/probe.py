"""What process_path, preprocess and create_mask give, written down."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.arrays import Numbers, is_array, plain, record
from grader.exercise import Case, Evidence, StudentFunction

Pixels = NDArray[np.uint8]

HEIGHT, WIDTH = 96, 128  # what preprocess makes of every frame
HIGHEST_ID = 22
SAMPLED = slice(3, None, 8)  # every eighth row and column of a resized picture, off the middle
MAX_IDS = 24
ALPHA = 255


def write_png(path: Path, colours: Pixels) -> None:
    """Write (height, width, 3) colours as an RGBA file, opaque as the recordings are."""
    from PIL import Image

    opaque = np.full((*colours.shape[:2], 1), ALPHA, np.uint8)
    Image.fromarray(np.concatenate([colours, opaque], axis=-1)).save(path)


def write_mask(path: Path, ids: Pixels) -> None:
    """Write (height, width) class ids into the red channel of an RGBA file."""
    write_png(path, np.stack([ids, np.zeros_like(ids), np.zeros_like(ids)], axis=-1))


def probe_file(function: StudentFunction, case: Case) -> Evidence:
    """Write the two files, call ``process_path`` on their paths, record what it gives."""
    with TemporaryDirectory() as folder:
        image_path, mask_path = Path(folder, "image.png"), Path(folder, "mask.png")
        write_png(image_path, np.array(case.arguments["image"], np.uint8))
        write_mask(mask_path, np.array(case.arguments["mask"], np.uint8))
        return _record_pair(function(str(image_path), str(mask_path)), record)


def probe_resize(function: StudentFunction, case: Case) -> Evidence:
    """Call ``preprocess`` on a frame made of blocks and record a sample of the result."""
    import tensorflow as tf

    ids = np.kron(case.arguments["ids"], np.ones([case.arguments["block"]] * 2))
    image = tf.constant(colours_of(ids), tf.float32)
    mask = tf.constant(ids[..., np.newaxis], tf.uint8)
    return _record_pair(function(image, mask), _record_sample)


def colours_of(ids: Any) -> Numbers:
    """An image in [0, 1] for (height, width) ids: one colour for each id."""
    red = ids / HIGHEST_ID
    return np.stack([red, 1 - red, np.ones_like(red)], axis=-1)


def _record_sample(picture: Any) -> Evidence:
    """Shape and range of the whole picture, its first ids, and every eighth row and column."""
    recorded = record(picture)
    if not is_array(recorded) or len(recorded["shape"]) < 2:
        return recorded
    values = np.asarray(picture)
    sample = record(values[SAMPLED, SAMPLED])["values"]
    ids = [plain(value) for value in np.unique(values)[:MAX_IDS]]
    return {**recorded, "values": None, "sample": sample, "ids": ids}


def probe_mask(function: StudentFunction, case: Case) -> Evidence:
    """Call ``create_mask`` on a batch of logits."""
    import tensorflow as tf

    return {"mask": record(function(tf.constant(case.arguments["logits"], tf.float32)))}


def _record_pair(result: Any, how: Callable[[Any], Evidence]) -> Evidence:
    if not isinstance(result, tuple | list) or len(result) != 2:
        return {"returned": type(result).__name__}
    return {"image": how(result[0]), "mask": how(result[1])}
