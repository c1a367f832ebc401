"""What process_path, preprocess and create_mask give, written down."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from grader.checks.arrays import Numbers, is_array, plain, record
from grader.checks.exercise import Case, Evidence, StudentFunction
from grader.checks.probing import describe_error

Pixels = NDArray[np.uint8]
Recorder = Callable[[Any], Evidence]

HEIGHT, WIDTH = 96, 128  # what preprocess makes of every frame
HIGHEST_ID = 22
SAMPLED = slice(3, None, 8)  # every eighth row and column of a resized picture, off the middle
MAX_IDS = 24
ALPHA = 255


def write_png(file: Path | BinaryIO, colours: Pixels) -> None:
    """Write (height, width, 3) colours as an RGBA file, opaque as the recordings are."""
    from PIL import Image

    opaque = np.full((*colours.shape[:2], 1), ALPHA, np.uint8)
    Image.fromarray(np.concatenate([colours, opaque], axis=-1)).save(file, "PNG")


def write_mask(file: Path | BinaryIO, ids: Pixels) -> None:
    """Write (height, width) class ids into the red channel of an RGBA file."""
    write_png(file, np.stack([ids, np.zeros_like(ids), np.zeros_like(ids)], axis=-1))


def as_it_stands(dataset: Any) -> Any:
    """A dataset that TensorFlow does not rewrite before it reads it: that takes longer here."""
    import tensorflow as tf

    options = tf.data.Options()
    options.autotune.enabled = False
    options.experimental_optimization.apply_default_optimizations = False
    return dataset.with_options(options)


def write_mask_in_blue(path: Path, ids: Pixels) -> None:
    """Write the ids into the blue channel, and less than that into the green one."""
    write_png(path, np.stack([np.zeros_like(ids), ids // 2, ids], axis=-1))


def probe_file(function: StudentFunction, case: Case) -> Evidence:
    """Write the two files, map ``process_path`` over their paths, record what it gives."""
    import tensorflow as tf

    with TemporaryDirectory() as folder:
        image_path, mask_path = Path(folder, "image.png"), Path(folder, "mask.png")
        write_png(image_path, np.array(case.arguments["image"], np.uint8))
        write = write_mask_in_blue if case.arguments["in_blue"] else write_mask
        write(mask_path, np.array(case.arguments["mask"], np.uint8))
        paths = str(image_path), str(mask_path)
        dataset = tf.data.Dataset.from_tensors(paths)
        return _record_mapped(function, dataset, paths, record)


def probe_resize(function: StudentFunction, case: Case) -> Evidence:
    """Map ``preprocess`` over a frame made of blocks and record a sample of the result.

    As with any file, the size of the frame is known only when it is read.
    """
    import tensorflow as tf

    ids = np.kron(case.arguments["ids"], np.ones([case.arguments["block"]] * 2))
    frame = colours_of(ids).astype(np.float32), ids[..., np.newaxis].astype(np.uint8)
    dataset = tf.data.Dataset.from_tensors(frame)
    larger = dataset.from_tensors(
        tuple(np.pad(picture, ((0, 1), (0, 1), (0, 0))) for picture in frame)
    )
    dataset = dataset.concatenate(larger).take(1)
    return _record_mapped(function, dataset, tuple(map(tf.constant, frame)), _record_sample)


def _record_mapped(
    function: StudentFunction, dataset: Any, arguments: Sequence[Any], how: Recorder
) -> Evidence:
    """What ``function`` makes of the one element of ``dataset``, inside ``tf.data``.

    Where it raises it is called on ``arguments``, the same element, by itself: what it raises
    there too comes through.
    """
    try:
        mapped = dataset.map(function)
        (result,) = as_it_stands(mapped)
    except Exception as error:
        returned = function(*arguments)
        return raised_inside(error) if _is_pair(returned) else _no_pair(type(returned))
    if not _is_pair(mapped.element_spec):
        return _no_pair(type(mapped.element_spec))
    image, mask = map(how, result)
    ranks = [spec.shape.rank for spec in mapped.element_spec]
    return {"image": image, "mask": mask, "ranks": ranks}


def raised_inside(error: Exception) -> Evidence:
    """An error of a function that raises inside ``tf.data`` only."""
    return {"raised_inside": describe_error(error)}


def _is_pair(result: Any) -> bool:
    return isinstance(result, tuple | list) and len(result) == 2


def _no_pair(kind: type) -> Evidence:
    return {"returned": kind.__name__.removesuffix("Spec")}


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
