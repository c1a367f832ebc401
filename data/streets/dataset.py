"""Make rendered pairs once, keep them in the cache, and check them.

Each drive is one unit of work and has one record: a JSON file with the size and the SHA-256 of
its 40 PNG files. A record is written last and every file arrives by a rename, so an interrupted
run resumes and two processes may make the same data at once.
"""

import hashlib
import io
import json
import multiprocessing
import os
import warnings
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from data.errors import DataError, DataWarning
from data.location import data_directory
from data.pairs import IMAGE_FOLDER, MASK_FOLDER, Pairs, Problem
from data.streets.draw import U8
from data.streets.frame import FRAMES_PER_DRIVE, render
from data.writing import replacing, write_whole

# Raise it when a change of the renderer changes a pixel: old caches are then left aside.
RENDERER_VERSION = 3
# Frame numbers of two drives lie further apart than those within a drive, as in a recording.
NUMBERS_PER_DRIVE = 100
_RECORDS = "records"


@dataclass(frozen=True)
class Recipe:
    """What decides every byte of a rendered data set.

    Attributes:
        seed: chooses all worlds.
        size: (height, width) in pixels.
        folder: where its files go.
    """

    seed: int
    size: tuple[int, int]
    folder: Path

    @property
    def parameters(self) -> dict[str, Any]:
        """What a record must agree with."""
        return {"renderer": RENDERER_VERSION, "seed": self.seed, "size": list(self.size)}


@dataclass(frozen=True)
class FileRecord:
    """Size in bytes and SHA-256 of one file."""

    size: int
    sha256: str


Record = dict[str, FileRecord]


def load(n_images: int = 1060, size: tuple[int, int] = (240, 320), seed: int = 0) -> Pairs:
    """Open rendered pairs; what is missing is made first, on all processors.

    The first n frames are the same whatever `n_images` is. Files are checked by their sizes only;
    `verify` checks the checksums.

    Args:
        n_images: how many pairs; 20 neighbours belong to one drive.
        size: (height, width) in pixels.
        seed: chooses all worlds.

    Returns:
        The pairs in the order of the drives.

    Raises:
        DataError: the arguments are out of range, or the worker processes stopped.
    """
    recipe = _recipe(n_images, size, seed)
    missing, damaged = _missing(recipe, range(_n_drives(n_images)))
    if damaged:
        _warn_of(damaged)
    if missing:
        _make(recipe, missing)
    return _pairs(recipe, n_images)


def is_complete(n_images: int = 1060, size: tuple[int, int] = (240, 320), seed: int = 0) -> bool:
    """Whether `load` would find every file, so that nothing has to be made."""
    missing, _ = _missing(_recipe(n_images, size, seed), range(_n_drives(n_images)))
    return not missing


def _n_drives(n_images: int) -> int:
    return -(-n_images // FRAMES_PER_DRIVE)


def verify(
    n_images: int = 1060, size: tuple[int, int] = (240, 320), seed: int = 0
) -> tuple[Problem, ...]:
    """Compare every cached file with its checksum.

    Args:
        n_images: as for `load`.
        size: as for `load`.
        seed: as for `load`.

    Returns:
        The files that are missing or damaged; empty when all is well. `repair` makes them again.

    Raises:
        DataError: the arguments are out of range.
    """
    recipe = _recipe(n_images, size, seed)
    problems: list[Problem] = []
    for frame in range(n_images):
        record = _read_record(recipe, frame // FRAMES_PER_DRIVE)
        for file in _files(recipe, frame):
            problem = _compare(file, record.get(_key(file)) if record else None)
            if problem:
                problems.append(problem)
    return tuple(problems)


def repair(
    n_images: int = 1060, size: tuple[int, int] = (240, 320), seed: int = 0
) -> tuple[Problem, ...]:
    """Make damaged and missing files again; returns what was wrong. Arguments as for `load`."""
    problems = verify(n_images, size, seed)
    recipe = _recipe(n_images, size, seed)
    frames: dict[int, list[int]] = {}
    for problem in problems:
        drive, step = divmod(int(problem.file.stem), NUMBERS_PER_DRIVE)
        frames.setdefault(drive, []).append(drive * FRAMES_PER_DRIVE + step)
    if frames:
        _make(recipe, {drive: tuple(sorted(set(todo))) for drive, todo in frames.items()})
    return problems


def _recipe(n_images: int, size: tuple[int, int], seed: int) -> Recipe:
    if n_images < 1:
        raise DataError(f"load got n_images={n_images}; it must be 1 or more. Pass, say, 200.")
    if len(size) != 2 or min(size) < 32 or max(size) > 4096:
        raise DataError(
            f"load got size={size}; it takes (height, width) from 32 to 4096 pixels. "
            "Pass (240, 320), or (480, 640) as the real recordings."
        )
    if seed < 0:
        raise DataError(f"load got seed={seed}; it must be 0 or more. Pass seed=0.")
    name = f"v{RENDERER_VERSION}-seed{seed}-{size[0]}x{size[1]}"
    return Recipe(seed, (int(size[0]), int(size[1])), data_directory() / "streets" / name)


def _file_name(frame: int) -> str:
    drive, step = divmod(frame, FRAMES_PER_DRIVE)
    return f"{drive * NUMBERS_PER_DRIVE + step:06d}.png"


def _files(recipe: Recipe, frame: int) -> tuple[Path, Path]:
    name = _file_name(frame)
    return recipe.folder / IMAGE_FOLDER / name, recipe.folder / MASK_FOLDER / name


def _key(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


def _pairs(recipe: Recipe, n_images: int) -> Pairs:
    files = [_files(recipe, frame) for frame in range(n_images)]
    drives = tuple(f"drive {frame // FRAMES_PER_DRIVE:03d}" for frame in range(n_images))
    height, width = recipe.size
    return Pairs(
        tuple(image for image, _ in files),
        tuple(mask for _, mask in files),
        drives,
        origin=f"rendered streets, {width} x {height}, seed {recipe.seed}",
    )


def _missing(
    recipe: Recipe, drives: Iterable[int]
) -> tuple[dict[int, tuple[int, ...]], list[Problem]]:
    """Frames to make for each drive, and files that were there once but are not as recorded."""
    sizes = _sizes_on_disk(recipe)
    todo: dict[int, tuple[int, ...]] = {}
    damaged: list[Problem] = []
    for drive in drives:
        frames = range(drive * FRAMES_PER_DRIVE, (drive + 1) * FRAMES_PER_DRIVE)
        record = _read_record(recipe, drive)
        if record is None:
            todo[drive] = tuple(frames)
            continue
        again: list[int] = []
        for frame in frames:
            problems = [
                problem
                for file in _files(recipe, frame)
                if (problem := _compare_size(file, record.get(_key(file)), sizes.get(_key(file))))
            ]
            damaged.extend(problems)
            if problems:
                again.append(frame)
        if again:
            todo[drive] = tuple(again)
    return todo, damaged


def _sizes_on_disk(recipe: Recipe) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for inner in (IMAGE_FOLDER, MASK_FOLDER):
        try:
            with os.scandir(recipe.folder / inner) as entries:
                sizes.update((f"{inner}/{e.name}", e.stat().st_size) for e in entries)
        except (FileNotFoundError, NotADirectoryError):  # writing says what is wrong
            continue
    return sizes


def _compare_size(file: Path, expected: FileRecord | None, size: int | None) -> Problem | None:
    if expected is None:
        return Problem(file, "is not in the record of its drive")
    if size is None:
        return Problem(file, "is missing")
    if size != expected.size:
        return Problem(file, f"is {size} bytes long, must be {expected.size}")
    return None


def _compare(file: Path, expected: FileRecord | None) -> Problem | None:
    """Compare size and checksum of one file."""
    try:
        content = file.read_bytes()
    except OSError:
        return Problem(file, "is missing")
    problem = _compare_size(file, expected, len(content))
    if problem is not None or expected is None:
        return problem
    if hashlib.sha256(content).hexdigest() != expected.sha256:
        return Problem(file, "has another checksum than when it was made")
    return None


def _warn_of(damaged: list[Problem]) -> None:
    shown = "".join(f"\n  {problem}" for problem in damaged[:5])
    more = f"\n  and {len(damaged) - 5} more" if len(damaged) > 5 else ""
    warnings.warn(
        f"Making {len(damaged)} cached file(s) again:{shown}{more}", DataWarning, stacklevel=3
    )


def _record_file(recipe: Recipe, drive: int) -> Path:
    return recipe.folder / _RECORDS / f"{drive:06d}.json"


def _read_record(recipe: Recipe, drive: int) -> Record | None:
    """The record of a drive, or None when there is none that can be used."""
    try:
        content = json.loads(_record_file(recipe, drive).read_text("utf-8"))
        if content["parameters"] != recipe.parameters:
            return None
        return {key: FileRecord(**value) for key, value in content["files"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _make(recipe: Recipe, todo: dict[int, tuple[int, ...]]) -> None:
    """Render the frames of each drive, a drive at a time in each worker process."""
    n_frames = sum(len(frames) for frames in todo.values())
    n_workers = min(len(todo), os.cpu_count() or 1)
    columns = (TextColumn("Rendering streets"), BarColumn(), MofNCompleteColumn(),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns) as progress:
        task = progress.add_task("", total=n_frames)
        if n_workers == 1:
            for drive, frames in todo.items():
                progress.advance(task, make_drive(recipe, drive, frames))
            return
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(n_workers, mp_context=context) as pool:
            jobs = [pool.submit(make_drive, recipe, *item) for item in todo.items()]
            try:
                for job in as_completed(jobs):
                    progress.advance(task, job.result())
            except BrokenProcessPool:
                raise DataError(
                    "The worker processes stopped. In a script, put the code under "
                    "`if __name__ == '__main__':`; otherwise the computer may be out of memory. "
                    "What is already made is kept; call load again."
                ) from None
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def make_drive(recipe: Recipe, drive: int, frames: tuple[int, ...]) -> int:
    """Render frames of one drive into the cache, then write its record.

    Args:
        recipe: what to render and where to.
        drive: its number.
        frames: which of its frames.

    Returns:
        How many frames were made.

    Raises:
        DataError: the disk is full or cannot be written.
    """
    record = _read_record(recipe, drive) or {}
    try:
        for frame in frames:
            photo, ids = render(recipe.seed, frame, recipe.size)
            for file, picture in zip(
                _files(recipe, frame), (with_alpha(photo), as_mask(ids)), strict=True
            ):
                content = encode(picture)
                _write_picture(file, content)
                digest = hashlib.sha256(content).hexdigest()
                record[_key(file)] = FileRecord(len(content), digest)
        written = {
            "parameters": recipe.parameters,
            "files": {key: vars(record[key]) for key in sorted(record)},
        }
        write_whole(_record_file(recipe, drive), json.dumps(written, indent=1).encode())
    except OSError as error:
        raise DataError(
            f"Cannot write to {recipe.folder} ({error.strerror}). Free some space, or set "
            "COURSE_DATA_DIR to a folder with room and call load again."
        ) from None
    return len(frames)


def _write_picture(file: Path, content: bytes) -> None:
    """Write it without waiting for the disk: the record tells which pictures are whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as picture:
        picture.write(content)


def with_alpha(photo: U8) -> U8:
    """Add an opaque alpha channel, as the recordings have: (H, W, 3) to (H, W, 4)."""
    return np.dstack([photo, np.full(photo.shape[:2], 255, np.uint8)])


def as_mask(ids: U8) -> U8:
    """Put class ids, (H, W), into the red channel of an opaque picture, (H, W, 4)."""
    mask = np.zeros((*ids.shape, 4), np.uint8)
    mask[..., 0] = ids
    mask[..., 3] = 255
    return mask


def encode(picture: U8) -> bytes:
    """Encode a picture, (H, W, 4), as PNG."""
    buffer = io.BytesIO()
    # Noise does not compress; the lowest level costs 5 % in size and saves most of the time.
    Image.fromarray(picture).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
