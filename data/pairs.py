"""Pairs of a picture and its mask: read a folder, check it, split it by drive.

The published layout is a folder with `CameraRGB/*.png` and `CameraMask/*.png` of the same names.
A mask holds the class id in its red channel; green and blue are 0 and alpha is 255.
"""

import re
import struct
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from data.classes import N_CLASSES
from data.errors import DataError, DataWarning

U8 = npt.NDArray[np.uint8]

IMAGE_FOLDER = "CameraRGB"
MASK_FOLDER = "CameraMask"
# Frames further apart than this are taken as different scenes.
LARGEST_GAP = 30


@dataclass(frozen=True)
class Problem:
    """A file that was skipped, or found damaged, and why."""

    file: Path
    reason: str

    def __str__(self) -> str:
        """One line for a reader."""
        return f"{self.file.parent.name}/{self.file.name}: {self.reason}"


@dataclass(frozen=True)
class Pairs:
    """Pictures and masks, in the order of their names.

    Attributes:
        images: one file for each frame.
        masks: its mask, same order.
        drives: the drive (scene) each frame belongs to; frames of one drive look alike, so a
            split must keep them together.
        problems: files that were skipped.
        origin: one line that says what the pairs are.
    """

    images: tuple[Path, ...]
    masks: tuple[Path, ...]
    drives: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    origin: str = ""

    def __post_init__(self) -> None:
        """Refuse lists of different lengths."""
        lengths = len(self.images), len(self.masks), len(self.drives)
        if len(set(lengths)) != 1:
            raise DataError(
                "Pairs got {} images, {} masks and {} drives; the three must be as many. "
                "Give one mask and one drive for each image.".format(*lengths)
            )

    def __len__(self) -> int:
        """Number of pairs."""
        return len(self.images)

    def read(self, index: int) -> tuple[U8, U8]:
        """Read one pair.

        Args:
            index: 0 to len - 1, negative from the end.

        Returns:
            The image, uint8 (H, W, 3), and the class ids, uint8 (H, W).

        Raises:
            DataError: a file is missing or damaged.
            IndexError: there is no such pair.
        """
        return read_image(self.images[index]), read_mask(self.masks[index])

    def take(self, indices: Sequence[int]) -> "Pairs":
        """The pairs at these indices, in this order."""
        return Pairs(
            tuple(self.images[i] for i in indices),
            tuple(self.masks[i] for i in indices),
            tuple(self.drives[i] for i in indices),
            self.problems,
            self.origin,
        )


class Split(NamedTuple):
    """Three parts without a common drive."""

    train: Pairs
    validation: Pairs
    test: Pairs


def folds_of(drives: Sequence[str], n_folds: int) -> npt.NDArray[np.int64]:
    """Deal out whole drives, so that each fold has about as many frames.

    Args:
        drives: of each frame.
        n_folds: how many folds, at most as many as drives.

    Returns:
        The fold of each frame, 0 to n_folds - 1. Long drives come first, each to the fold that
        has the fewest frames so far.
    """
    names, numbers, sizes = np.unique(drives, return_inverse=True, return_counts=True)
    frames, folds = np.zeros(n_folds, int), np.zeros(len(names), int)
    for number in np.argsort(-sizes, kind="stable"):
        folds[number] = frames.argmin()
        frames[folds[number]] += sizes[number]
    return folds[numbers]


def read_image(file: Path) -> U8:
    """Read a picture without its alpha channel, uint8 (H, W, 3); raises DataError."""
    return np.asarray(_decode(file).convert("RGB"))


def read_mask(file: Path) -> U8:
    """Read the class ids in a mask's red channel, uint8 (H, W); raises DataError.

    The maximum over the channels is not used: the alpha channel is 255 everywhere.
    """
    return np.asarray(_decode(file).getchannel(0))


def _decode(file: Path) -> Image.Image:
    try:
        with Image.open(file) as picture:
            picture.load()
            return picture
    except FileNotFoundError:
        raise DataError(f"{file} does not exist. Load the data set again.") from None
    except (OSError, SyntaxError, ValueError, struct.error) as error:
        raise DataError(
            f"{file} cannot be read as a PNG ({error}). Replace it or delete the pair."
        ) from None


def open_pairs(
    folder: Path | str, mask_folder: str = MASK_FOLDER, origin: str = "recorded pairs"
) -> Pairs:
    """Open a folder in the published layout and check every file.

    A bad file is reported in `problems` and by one DataWarning, and its pair is skipped. Pictures
    are checked by their checksums inside the PNG, masks are decoded.

    Args:
        folder: holds `CameraRGB` and the masks' folder.
        mask_folder: name of the masks' folder.
        origin: one line that says what the pairs are.

    Returns:
        The good pairs in the order of their names.

    Raises:
        DataError: the folder or one of the two is missing or empty, or no pair is good.
    """
    folder = Path(folder)
    images = _pngs(folder, IMAGE_FOLDER)
    masks = _pngs(folder, mask_folder)
    problems = [
        Problem(images[name], f"has no mask {mask_folder}/{name}")
        for name in sorted(images.keys() - masks.keys())
    ]
    problems += [
        Problem(masks[name], f"has no image {IMAGE_FOLDER}/{name}")
        for name in sorted(masks.keys() - images.keys())
    ]
    good: list[str] = []
    for name in sorted(images.keys() & masks.keys(), key=_natural):
        problem = _check_pair(images[name], masks[name])
        if problem is None:
            good.append(name)
        else:
            problems.append(problem)
    if not good:
        raise DataError(
            f"{folder} holds no usable pair. First problem: {problems[0]}. "
            f"Expected are PNG files of the same names in {IMAGE_FOLDER} and {mask_folder}. "
            "Copy or download the data again."
        )
    if problems:
        warnings.warn(_summary(folder, problems), DataWarning, stacklevel=2)
    return Pairs(
        tuple(images[name] for name in good),
        tuple(masks[name] for name in good),
        drives_of(good),
        tuple(problems),
        origin,
    )


def _pngs(folder: Path, inner: str) -> dict[str, Path]:
    if not folder.is_dir():
        raise DataError(
            f"There is no folder {folder}. Give a folder that holds {IMAGE_FOLDER} and "
            f"{MASK_FOLDER}, or call streets.load() for rendered streets."
        )
    files = folder / inner
    if not files.is_dir():
        found = ", ".join(sorted(p.name for p in folder.iterdir() if p.is_dir())) or "none"
        raise DataError(
            f"{folder} has no folder {inner} (folders found: {found}). "
            f"Give the folder that directly holds {IMAGE_FOLDER} and its masks."
        )
    pngs = {file.name: file for file in files.glob("*.png")}
    if not pngs:
        raise DataError(f"{files} holds no *.png file. Copy or download the data again.")
    return pngs


def _summary(folder: Path, problems: Sequence[Problem]) -> str:
    shown = "".join(f"\n  {problem}" for problem in problems[:5])
    more = f"\n  and {len(problems) - 5} more, see .problems" if len(problems) > 5 else ""
    return f"Skipped {len(problems)} in {folder}:{shown}{more}"


def _check_pair(image: Path, mask: Path) -> Problem | None:
    sizes: list[tuple[int, int]] = []
    for file in (image, mask):
        try:
            sizes.append(_verified_size(file))
        except DataError as error:
            return Problem(file, str(error))
    if sizes[0] != sizes[1]:
        (width, height), (wide, high) = sizes[1], sizes[0]
        return Problem(
            mask, f"is {width} x {height} pixels, its image is {wide} x {high}; must agree"
        )
    try:
        largest = int(read_mask(mask).max())
    except DataError:
        return Problem(mask, "is damaged: the PNG cannot be decoded")
    if largest >= N_CLASSES:
        return Problem(
            mask, f"holds class id {largest} in its red channel; allowed are 0 to {N_CLASSES - 1}"
        )
    return None


def _verified_size(file: Path) -> tuple[int, int]:
    """(width, height) of a PNG whose chunks are complete: much faster than decoding it."""
    try:
        with Image.open(file) as picture:
            size = picture.size
            picture.verify()
    except (OSError, SyntaxError, ValueError, struct.error):
        raise DataError("is damaged: the PNG is cut off or changed") from None
    return size


def _natural(name: str) -> tuple[str, int, str]:
    prefix, number = _frame_number(name)
    return prefix, number, name


def _frame_number(name: str) -> tuple[str, int]:
    """Split "F61-12.png" into "F61-" and 12; a name without a number counts as frame 0."""
    match = re.fullmatch(r"(.*?)(\d*)", Path(name).stem)
    prefix, digits = match.groups() if match else (name, "")
    return prefix, int(digits or 0)


def drives_of(names: Sequence[str]) -> tuple[str, ...]:
    """Name the scene of each frame: a new one after a gap of more than 30 frame numbers.

    Args:
        names: file names that end in a frame number, sorted.

    Returns:
        The first frame of its scene, without the suffix, for each name.
    """
    drives: list[str] = []
    last: tuple[str, int] | None = None
    for name in names:
        prefix, number = _frame_number(name)
        if last is None or prefix != last[0] or number - last[1] > LARGEST_GAP:
            start = Path(name).stem
        drives.append(start)
        last = prefix, number
    return tuple(drives)


def split_by_drive(
    pairs: Pairs, fractions: tuple[float, float, float] = (0.8, 0.1, 0.1), seed: int = 0
) -> Split:
    """Split into train, validation and test so that no drive is in two parts.

    Drives are dealt out whole, so the parts are only about as large as asked.

    Args:
        pairs: what to split.
        fractions: wanted shares of the frames; they sum to 1. A share of 0 gives an empty part.
        seed: which drives go where.

    Returns:
        The parts; frames keep their order.

    Raises:
        DataError: the fractions do not sum to 1, or there are fewer drives than parts.
    """
    if len(fractions) != 3 or min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise DataError(
            f"split_by_drive got fractions {fractions}; it takes three numbers of 0 or more that "
            "sum to 1. Pass, for example, (0.8, 0.1, 0.1)."
        )
    names, counts = np.unique(np.array(pairs.drives, dtype=object), return_counts=True)
    wanted = [fraction * len(pairs) for fraction in fractions]
    n_parts = sum(fraction > 0 for fraction in fractions)
    if len(names) < n_parts:
        raise DataError(
            f"split_by_drive got {len(names)} drive(s) for {n_parts} parts; each part needs one. "
            "Load more frames: a drive of streets.load() has 20."
        )
    part_of = _deal(names, counts, wanted, np.random.default_rng(seed))
    chosen: list[list[int]] = [[], [], []]
    for index, drive in enumerate(pairs.drives):
        chosen[part_of[drive]].append(index)
    return Split(*(pairs.take(indices) for indices in chosen))


def _deal(
    names: npt.NDArray[np.object_],
    counts: npt.NDArray[np.intp],
    wanted: list[float],
    rng: np.random.Generator,
) -> dict[str, int]:
    """Give each drive, long ones first, to the part that lacks the most frames."""
    order = rng.permutation(len(names))
    order = order[np.argsort(-counts[order], kind="stable")]
    lacking = list(wanted)
    empty = {part for part, frames in enumerate(wanted) if frames > 0}
    part_of: dict[str, int] = {}
    for position, index in enumerate(order):
        left = len(order) - position
        # The last drives are kept for parts that have none yet.
        allowed = empty if left <= len(empty) else [p for p in range(3) if wanted[p] > 0]
        part = max(allowed, key=lambda p: lacking[p])
        part_of[str(names[index])] = part
        lacking[part] -= int(counts[index])
        empty.discard(part)
    return part_of
