"""The datasets that make_dataset builds, read for two epochs and written down."""

import inspect
import shutil
import traceback
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import numpy as np

from grader.exercise import Case, Evidence, StudentFunction
from grader.exercises.training.files.probe import HEIGHT, WIDTH, write_mask, write_png

NAMES = ("train", "validation", "test")
STEPS = ("cache", "shuffle", "batch", "prefetch")
HELPERS = ("process_path", "preprocess")
PHOTOS, MASKS = "CameraRGB", "CameraMask"  # folders
FRAME_SIZE = (6, 8)
MOST_PARAMETERS = 12

Batches = list[list[int]]
Misuse = tuple[str, str]  # a helper, and what it was called on by mistake


def probe_dataset(function: StudentFunction, case: Case) -> Evidence:
    """Write frames that can be told apart, build the datasets, read them for two epochs.

    Frame i is a picture of the grey level i + 1 with the id i + 1 in every pixel of its mask. The
    files are deleted before the second epoch: only a cached dataset survives that.

    A mistake in ``process_path`` or ``preprocess`` costs the points of that part alone, so helpers
    of the check's own take their places, which know these frames only. Where these do not fit the
    call, the student's are left in; when those do not fit either, the evidence says what the call
    was about, or which of them raised.
    """
    misused: list[Misuse] = []
    try:
        with _folder() as folder, _sound_helpers(function, folder, misused):
            return _observe(function, case, folder)
    except Exception:
        return _observe_with_own_helpers(function, case, misused)


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that may be deleted before its time."""
    folder = Path(mkdtemp())
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _sound_helpers(
    function: StudentFunction, folder: Path, misused: list[Misuse]
) -> Iterator[None]:
    """Bind right helpers to the names that ``function`` looks up, until everything is read."""
    names = getattr(inspect.unwrap(function), "__globals__", {})
    own = {helper: names[helper] for helper in HELPERS if helper in names}
    names.update(zip(HELPERS, _helpers(folder, misused), strict=True))
    try:
        yield
    finally:
        for helper in HELPERS:
            del names[helper]
        names.update(own)


def _helpers(folder: Path, misused: list[Misuse]) -> tuple[Callable[..., Any], ...]:
    """``process_path`` and ``preprocess``, which note what they were called on by mistake.

    Both need a file, so that a pipeline that runs either of them again is noticed when the files
    are gone.
    """
    import tensorflow as tf

    read_frame, resize_frame = _graphs()
    marker = folder / "marker"
    marker.touch()
    read: list[bool] = []

    def process_path(image_path: Any, mask_path: Any) -> Any:
        paths = [tf.convert_to_tensor(path) for path in (image_path, mask_path)]
        if (kind := _misuse_of_reading(paths[0])) is not None:
            is_first = kind == "nothing" and not read
            misused.append(("process_path", "nothing at first" if is_first else kind))
        read.append(True)
        return read_frame(*paths)

    def preprocess(image: Any, mask: Any) -> Any:
        if tf.convert_to_tensor(image).dtype == tf.string:
            misused.append(("preprocess", "paths"))
        return resize_frame(image, mask, _none_of(tf.io.read_file(str(marker))))

    return tuple(map(tf.autograph.experimental.do_not_convert, (process_path, preprocess)))


def _misuse_of_reading(path: Any) -> str | None:
    """What was given in place of one path, if anything; an empty list becomes float32."""
    import tensorflow as tf

    if path.dtype == tf.float32 and path.shape.rank == 0:
        return "nothing"
    if path.dtype != tf.string:
        return "pictures"
    if path.shape.rank != 0:
        return "lists" if tf.executing_eagerly() else "batches"
    return None


@cache
def _graphs() -> tuple[Callable[..., Any], ...]:
    """Reading and resizing as graphs that are drawn once, for all pipelines."""
    import tensorflow as tf

    return tuple(tf.function(step, autograph=False) for step in (_read_frame, _resize_frame))


def _read_frame(image_path: Any, mask_path: Any) -> tuple[Any, Any]:
    """The frame that ``_write_frames`` put there; its number stands in the file's name.

    A path that is none of a mask gives a mask of zeros, which no frame has.
    """
    import tensorflow as tf

    mask = _filled(mask_path, 1, "uint8")
    is_mask = tf.strings.regex_full_match(mask_path, f".*{MASKS}.*")
    return _filled(image_path, 3, "float32") / 255, tf.where(is_mask, mask, tf.zeros_like(mask))


def _filled(path: Any, n_channels: int, dtype: str) -> Any:
    """A picture (height, width, channels) full of the frame's code; the file must be there.

    As with any decoded file, height and width are known only when it is read.
    """
    import tensorflow as tf

    number = tf.strings.to_number(tf.strings.substr(path, -len("000000.png"), 6), tf.int32)
    size = tf.concat([tf.constant(FRAME_SIZE) + _none_of(tf.io.read_file(path)), [n_channels]], 0)
    picture = tf.fill(size, tf.cast(number + 1, dtype))
    picture.set_shape((None, None, n_channels))
    return picture


def _none_of(content: Any) -> Any:
    """0 in a way that TensorFlow cannot simplify: it drops reads nobody uses."""
    import tensorflow as tf

    return tf.minimum(tf.strings.length(content), 0)


def _resize_frame(image: Any, mask: Any, nothing: Any) -> tuple[Any, Any]:
    """Frames of one colour at the network's size; in a batch too."""
    import tensorflow as tf

    return tuple(
        picture[..., :1, :1, :] * tf.ones((HEIGHT, WIDTH, 1), picture.dtype)
        + tf.cast(nothing, picture.dtype)
        for picture in (image, mask)
    )


def _observe_with_own_helpers(
    function: StudentFunction, case: Case, misused: list[Misuse]
) -> Evidence:
    try:
        with _folder() as folder:
            return _observe(function, case, folder)
    except Exception as error:
        if (parameters := _other_parameters(function)) is not None:
            return {"parameters": parameters}
        if misused:
            return {"misused": list(misused[0])}
        helper = _helper_that_raised(error)
        if helper is None:
            raise
        return {"helper": helper, "raised": type(error).__name__}


def _other_parameters(function: StudentFunction) -> list[str] | None:
    """The names in the def line, where it cannot take what the exercise passes."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    names = list(signature.parameters)
    try:
        places = list(signature.bind([], [], [], batch_size=1, seed=1).arguments)
    except TypeError:
        return names[:MOST_PARAMETERS]
    is_taken = places[2:3] in (["batch_size"], ["seed"], ["cache_folder"])
    return names[:MOST_PARAMETERS] if is_taken else None


def _helper_that_raised(error: BaseException) -> str | None:
    """``process_path`` or ``preprocess`` when the error came through it, also as traced code."""
    names = [frame.name for frame in traceback.extract_tb(error.__traceback__)]
    return next(
        (helper for helper in HELPERS for name in names if name in (helper, f"tf__{helper}")), None
    )


def _observe(function: StudentFunction, case: Case, folder: Path) -> Evidence:
    drives, options = case.arguments["drives"], case.arguments["options"]
    images, masks = _write_frames(folder, len(drives))
    result = function(images, masks, drives, **options)
    if not _are_datasets(result):
        return {"returned": _describe_result(result)}
    first = [_read(dataset, len(drives)) for dataset in result]
    splits = [
        [_read(dataset, len(drives)) for dataset in function(images, masks, drives, **other)]
        for other in _other_options(case)
    ]
    sessions = _in_other_sessions(function, images, masks, case)
    shutil.rmtree(folder)
    return {
        "datasets": {
            name: {
                "spec": _spec(dataset),
                "steps": _steps(dataset),
                "images": [image for batch in epoch for _, image in batch],
                "epochs": [_frames(epoch), _read_again(dataset, len(drives))],
            }
            for name, dataset, epoch in zip(NAMES, result, first, strict=True)
        },
        "other_splits": [[joined(_frames(epoch)) for epoch in split] for split in splits],
        "other_sessions": [[joined(_frames(epoch)) for epoch in split] for split in sessions],
    }


def _in_other_sessions(
    function: StudentFunction, images: list[str], masks: list[str], case: Case
) -> list[Any]:
    """The splits of drives that a set holds in another order; none when no seed is asked for.

    Another session of Python puts every text elsewhere in a set. Two things come near to that:
    texts with a hash of their own, and names that differ in their last letter. The first finds
    nothing where a set holds copies of the names, the second changes what is computed of a name.
    """
    drives = case.arguments["drives"]
    splits: list[Any] = []
    for same in _other_options(case)[:1]:
        for renamed in ([*map(_InOtherOrder, drives)], [f"{drive}_" for drive in drives]):
            try:
                datasets = function(images, masks, renamed, **same)
                splits.append([_read(dataset, len(drives)) for dataset in datasets])
            except Exception:
                return []
    return splits


class _InOtherOrder(str):
    """A text that a set puts elsewhere."""

    __slots__ = ()

    def __hash__(self) -> int:
        return zlib.crc32(self.encode()) * 2654435761 % 2**61


def _other_options(case: Case) -> list[dict[str, int]]:
    """The same call once more, then one for each other seed; none when no seed is asked for."""
    options, seeds = case.arguments["options"], case.arguments["other_seeds"]
    return [{**options, "seed": seed} for seed in (options["seed"], *seeds)] if seeds else []


def _write_frames(folder: Path, n_frames: int) -> tuple[list[str], list[str]]:
    images: list[str] = []
    masks: list[str] = []
    for kind, paths in ((PHOTOS, images), (MASKS, masks)):
        (folder / kind).mkdir()
        paths.extend(str(folder / kind / f"{i:06}.png") for i in range(n_frames))
    for i, (image, mask) in enumerate(zip(images, masks, strict=True)):
        photo_bytes, mask_bytes = _frame(i + 1)
        Path(image).write_bytes(photo_bytes)
        Path(mask).write_bytes(mask_bytes)
    return images, masks


@cache
def _frame(code: int) -> tuple[bytes, bytes]:
    """The files of a photo and its mask, full of this grey and this id."""
    with TemporaryDirectory() as place:
        photo, mask = Path(place, "photo.png"), Path(place, "mask.png")
        write_png(photo, np.full((*FRAME_SIZE, 3), code, np.uint8))
        write_mask(mask, np.full(FRAME_SIZE, code, np.uint8))
        return photo.read_bytes(), mask.read_bytes()


def _are_datasets(result: Any) -> bool:
    import tensorflow as tf

    return (
        isinstance(result, tuple | list)
        and len(result) == len(NAMES)
        and all(isinstance(dataset, tf.data.Dataset) for dataset in result)
    )


def _describe_result(result: Any) -> str:
    if not isinstance(result, tuple | list):
        return type(result).__name__
    return f"{len(result)} values ({', '.join(type(value).__name__ for value in result)})"


def _read(dataset: Any, n_frames: int) -> list[list[tuple[int, int]]]:
    """The batches of one epoch as (frame by its mask, frame by its image), endless ones cut.

    Empty when the elements are no pairs of pictures.
    """
    if not _are_pairs(_spec(dataset)):
        return []
    return [
        list(zip(_codes(mask, 1), _codes(image, 255), strict=True))
        for image, mask in islice(dataset, n_frames + 1)
    ]


def _are_pairs(spec: Any) -> bool:
    return not isinstance(spec, str) and len(spec) == 2 and all(len(s) >= 3 for s, _ in spec)


def _codes(pictures: Any, levels: int) -> list[int]:
    """Frame numbers from the first pixel of every picture, whose white is ``levels``."""
    corners = np.asarray(pictures)[..., 0, 0, 0].reshape(-1).astype(np.float64)
    return [round(float(corner)) - 1 for corner in np.nan_to_num(levels * corners)]


def _frames(epoch: list[list[tuple[int, int]]]) -> Batches:
    return [[frame for frame, _ in batch] for batch in epoch]


def joined(batches: Batches) -> list[int]:
    """The frames of all batches, in order."""
    return list(chain.from_iterable(batches))


def _read_again(dataset: Any, n_frames: int) -> Batches | None:
    """Batches of the second epoch, or None when it wants the deleted files."""
    import tensorflow as tf

    try:
        return _frames(_read(dataset, n_frames))
    except tf.errors.OpError:
        return None


def _spec(dataset: Any) -> Any:
    """Shapes and types of an element, or its description when it is no pair of tensors."""
    spec = dataset.element_spec
    try:
        return [[list(part.shape), part.dtype.name] for part in spec]
    except (AttributeError, TypeError, ValueError):
        return str(spec)


def _steps(dataset: Any) -> list[list[Any]]:
    """The steps of the pipeline, first to last, each with its size if it has one.

    TensorFlow keeps them in private attributes; without those the list is short and the judge
    says nothing about the order.
    """
    steps: list[list[Any]] = []
    while dataset is not None:
        name = type(dataset).__name__
        for step in STEPS:
            if step in name.lower():
                size = getattr(dataset, "_buffer_size", getattr(dataset, "_batch_size", None))
                steps.append([step, None if size is None else int(size)])
        dataset = getattr(dataset, "_input_dataset", None)
    return steps[::-1]
