"""The datasets that make_dataset builds, read for two epochs and written down."""

import inspect
import os
import shutil
import traceback
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np

from grader.checks.exercise import Case, Evidence, StudentFunction
from grader.exercises.training.files.probe import HEIGHT, WIDTH, as_it_stands, write_mask, write_png

NAMES = ("train", "validation", "test")
STEPS = ("cache", "shuffle", "batch", "prefetch")
HELPERS = ("process_path", "preprocess")
PHOTOS, MASKS = "CameraRGB", "CameraMask"  # folders
FRAME_SIZE = (6, 8)
MOST_PARAMETERS = 12
_FRAME = (("float32", (None, None, 3)), ("uint8", (None, None, 1)))

Batches = list[list[int]]
Split = list[list[int]]  # the frames of each dataset
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
    are gone. They compute in NumPy: a graph of few operations is drawn in less time.
    """
    import tensorflow as tf

    marker = folder / "marker"
    marker.touch()
    read: list[bool] = []

    def process_path(image_path: Any, mask_path: Any) -> Any:
        paths = [tf.convert_to_tensor(path) for path in (image_path, mask_path)]
        if (kind := _misuse_of_reading(paths[0])) is not None:
            is_first = kind == "nothing" and not read
            misused.append(("process_path", "nothing at first" if is_first else kind))
        read.append(True)
        if any(path.dtype != tf.string or path.shape.rank for path in paths):
            raise TypeError("process_path got no paths.")
        return _computed(_read_frame, paths, _FRAME)

    def preprocess(image: Any, mask: Any) -> Any:
        pictures = [tf.convert_to_tensor(picture) for picture in (image, mask)]
        if pictures[0].dtype == tf.string:
            misused.append(("preprocess", "paths"))
        if any(
            picture.dtype == tf.string or picture.shape.rank in (0, 1, 2) for picture in pictures
        ):
            raise TypeError("preprocess got no pictures.")

        def resize(*frame: Any) -> Any:
            marker.stat()
            return [_resized(picture) for picture in frame]

        resized = [(picture.dtype, _resized_shape(picture.shape)) for picture in pictures]
        return _computed(resize, pictures, resized)

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


def _computed(
    function: Callable[..., Any], inputs: Sequence[Any], promised: Sequence[tuple[Any, Any]]
) -> tuple[Any, ...]:
    """What a function of arrays gives, with the dtypes and shapes that it promises."""
    import tensorflow as tf

    results = tf.numpy_function(function, inputs, [dtype for dtype, _ in promised])
    for result, (_, shape) in zip(results, promised, strict=True):
        result.set_shape(shape)
    return tuple(results)


def _read_frame(image_path: Any, mask_path: Any) -> tuple[Any, ...]:
    """The frame that ``_write_frames`` put there; its number stands in the file's name.

    A path that is none of a mask gives a mask of zeros, which no frame has.
    """
    paths = [np.asarray(path).item() for path in (image_path, mask_path)]
    for path in paths:
        os.stat(path)  # it must be there
    grey, id_ = (int(path[-len("000000.png") : -len(".png")]) + 1 for path in paths)
    is_mask = MASKS.encode() in paths[1]
    mask = np.full((*FRAME_SIZE, 1), id_ * is_mask, np.uint8)
    return np.full((*FRAME_SIZE, 3), grey / 255, np.float32), mask


def _resized(picture: Any) -> Any:
    """Frames of one colour at the network's size; a batch too."""
    corner = picture[..., :1, :1, :]
    return np.broadcast_to(corner, (*corner.shape[:-3], HEIGHT, WIDTH, corner.shape[-1]))


def _resized_shape(shape: Any) -> Any:
    return shape if shape.rank is None else [*shape[:-3], HEIGHT, WIDTH, shape[-1]]


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
    splits, sessions = _other_calls(function, images, masks, case, [*map(_frames_of, first)])
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
        "other_splits": splits,
        "other_sessions": sessions,
    }


def _other_calls(
    function: StudentFunction, images: list[str], masks: list[str], case: Case, first: Split
) -> tuple[list[Split], list[Split]]:
    """The splits of one more call and of other seeds; those of other sessions. None of no seeds.

    Another session of Python puts every text elsewhere in a set. Two things come near to that:
    texts with a hash of their own, and names that differ in their last letter. The first finds
    nothing where a set holds copies of the names, the second changes what is computed of a name.

    A call is left out where another one has shown the same: a split that is as ``first`` in another
    session is so in this one, and one seed that gives another split is enough.
    """
    drives, options = case.arguments["drives"], case.arguments["options"]
    other_seeds = case.arguments["other_seeds"]
    if not other_seeds:
        return [], []

    def split(names: list[str], **changed: int) -> Split:
        datasets = function(images, masks, names, **{**options, **changed})
        return [_frames_of(_read(dataset, len(drives))) for dataset in datasets]

    sessions: list[Split] = []
    try:
        sessions.append(split(moved_in_sets(drives, _Salted)))
        if not _are_alike(sessions[0], first):
            sessions.append(split(moved_in_sets(drives, lambda drive, n: drive + n * "_")))
    except Exception:
        sessions = []
    is_confirmed = len(sessions) == 1
    splits = [sessions[0] if is_confirmed else split(drives)]
    for seed in other_seeds:
        splits.append(split(drives, seed=seed))
        if not _are_alike(splits[-1], first):
            break
    return splits, sessions


def _are_alike(one: Split, other: Split) -> bool:
    return [*map(set, one)] == [*map(set, other)]


def moved_in_sets(names: list[str], rename: Callable[[str, int], str]) -> list[str]:
    """``names`` by a renaming after which a set of them has each in another place.

    Without that, one time in some hundred, the same names would come to be held out by chance.
    """
    before = [*set(names)]
    for number in range(1, 100):  # three tries are enough on average
        renamed = {name: rename(name, number) for name in names}
        after = [*set(renamed.values())]
        if all(renamed[was] != now for was, now in zip(before, after, strict=True)):
            break
    return [renamed[name] for name in names]


class _Salted(str):
    """A text whose hash depends on a number."""

    salt: int

    def __new__(cls, text: str, salt: int) -> "_Salted":
        made = super().__new__(cls, text)
        made.salt = salt
        return made

    def __hash__(self) -> int:
        return zlib.crc32(self.encode(), self.salt) * 2654435761 % 2**61


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
    photo, mask = BytesIO(), BytesIO()
    write_png(photo, np.full((*FRAME_SIZE, 3), code, np.uint8))
    write_mask(mask, np.full(FRAME_SIZE, code, np.uint8))
    return photo.getvalue(), mask.getvalue()


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
        for image, mask in islice(as_it_stands(dataset), n_frames + 1)
    ]


def _are_pairs(spec: Any) -> bool:
    return not isinstance(spec, str) and len(spec) == 2 and all(len(s) >= 3 for s, _ in spec)


def _codes(pictures: Any, levels: int) -> list[int]:
    """Frame numbers from the first pixel of every picture, whose white is ``levels``."""
    corners = np.asarray(pictures)[..., 0, 0, 0].reshape(-1).astype(np.float64)
    return [round(float(corner)) - 1 for corner in np.nan_to_num(levels * corners)]


def _frames(epoch: list[list[tuple[int, int]]]) -> Batches:
    return [[frame for frame, _ in batch] for batch in epoch]


def _frames_of(epoch: list[list[tuple[int, int]]]) -> list[int]:
    return joined(_frames(epoch))


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
