"""Pictures of cats and dogs with three classes: pet, background, and the border between them.

`load` opens the Oxford-IIIT Pets, `fetch` downloads them, `drawn` makes a small stand-in that
needs neither a network nor a file. All give pictures for training and others for the test.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from PIL import Image

from data.errors import DataError
from data.location import data_directory
from data.pets import drawing
from data.pets.classes import BACKGROUND, BORDER, CLASS_NAMES, COLOURS, N_CLASSES, PET
from data.pets.files import IMAGE_FOLDER, U8, open_folder
from data.pets.published import fetch_archives

__all__ = [
    "BACKGROUND",
    "BORDER",
    "CLASS_NAMES",
    "COLOURS",
    "N_CLASSES",
    "PET",
    "DrawnPets",
    "Parts",
    "Pets",
    "arrays",
    "drawn",
    "fetch",
    "is_there",
    "load",
]


class Pets(Protocol):
    """Pictures of pets, wherever they come from; ``origin`` says in a line what they are."""

    @property
    def origin(self) -> str:
        """One line that says what the pictures are."""

    def __len__(self) -> int:
        """Number of pictures."""

    def read(self, index: int) -> tuple[U8, U8]:
        """A picture, uint8 (H, W, 3), and its classes, uint8 (H, W): 0, 1 or 2."""


class Parts(NamedTuple):
    """Pictures to learn from and others to be judged by."""

    train: Pets
    test: Pets


@dataclass(frozen=True)
class DrawnPets:
    """Pictures that are drawn when they are read.

    Attributes:
        seed: decides every pixel.
        first: number of the first picture.
        length: how many there are.
        size: height and width in pixels.
    """

    seed: int
    first: int
    length: int
    size: tuple[int, int]

    @property
    def origin(self) -> str:
        """One line that says what the pictures are."""
        return f"drawn pets of {self.size[0]} × {self.size[1]} pixels, seed {self.seed}"

    def __len__(self) -> int:
        """Number of pictures."""
        return self.length

    def read(self, index: int) -> tuple[U8, U8]:
        """A picture, uint8 (H, W, 3), and its classes, uint8 (H, W); ``IndexError`` beyond."""
        number = range(self.first, self.first + self.length)[index]
        return drawing.render(self.seed, number, self.size)


def drawn(n_train: int, n_test: int, size: tuple[int, int] = (128, 128), seed: int = 0) -> Parts:
    """Pets drawn by this course.

    Args:
        n_train: how many to learn from.
        n_test: how many to be judged by.
        size: height and width in pixels.
        seed: which pictures.

    Returns:
        Both parts; the same arguments always give the same pictures.

    Raises:
        DataError: a number is below 1, or a side below 32 pixels.
    """
    if min(n_train, n_test) < 1 or min(size) < 32:
        raise DataError(
            f"drawn got {n_train} and {n_test} pictures of {size[0]} × {size[1]} pixels; it takes "
            "1 picture or more for each part and sides of 32 pixels or more."
        )
    return Parts(DrawnPets(seed, 0, n_train, size), DrawnPets(seed, n_train, n_test, size))


def is_there(folder: Path | str | None = None) -> bool:
    """Whether `load` has a folder of pictures to open."""
    return (_folder(folder) / IMAGE_FOLDER).is_dir()


def load(folder: Path | str | None = None) -> Parts:
    """Open the Oxford-IIIT Pets, or some of them.

    Args:
        folder: holds `images` and the masks. None means `pets` inside the data directory
            (COURSE_DATA_DIR, or `data/cache`).

    Returns:
        Training and test pictures, as published where the publishers' lists are.

    Raises:
        DataError: the folder holds no pictures with masks, or the masks are written in a way
            that nobody knows.
    """
    return Parts(*open_folder(_folder(folder)))


def fetch(folder: Path | str | None = None) -> Parts:
    """Download the Oxford-IIIT Pets (811 MB), unpack and open them; arguments as for `load`.

    Raises:
        DataError: the download failed, or an archive is not what was published.
    """
    fetch_archives(_folder(folder))
    return load(folder)


def _folder(folder: Path | str | None) -> Path:
    return data_directory() / "pets" if folder is None else Path(folder)


def arrays(pictures: Pets, size: tuple[int, int], at_most: int | None = None) -> tuple[U8, U8]:
    """Pictures and masks at one size, so that they fit into memory.

    Args:
        pictures: what to read.
        size: height and width.
        at_most: how many, spread evenly over all; None reads every one.

    Returns:
        Pictures, uint8 (n, height, width, 3), and masks, uint8 (n, height, width, 1). Masks are
        resized to the nearest pixel, so that no class is invented.
    """
    height, width = size
    n_read = min(len(pictures), at_most or len(pictures))
    images = np.empty((n_read, height, width, 3), np.uint8)
    masks = np.empty((n_read, height, width, 1), np.uint8)
    for index in range(n_read):
        pair = pictures.read(index * len(pictures) // n_read)
        image, mask = (Image.fromarray(array) for array in pair)
        images[index] = np.asarray(image.resize((width, height), Image.Resampling.BILINEAR))
        masks[index, ..., 0] = np.asarray(mask.resize((width, height), Image.Resampling.NEAREST))
    return images, masks
