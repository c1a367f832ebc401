"""Pets in files: two ways of writing the classes down, and folders that hold pictures and masks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from data.errors import DataError
from data.pets.classes import BACKGROUND, BORDER, PET

U8 = npt.NDArray[np.uint8]

IMAGE_FOLDER = "images"
MASK_FOLDERS = ("annotations/trimaps", "trimaps", "labels")
LISTS = ("annotations/trainval.txt", "annotations/test.txt")  # training and test
HELD_OUT_EVERY = 4  # without lists, every fourth picture is for the test


@dataclass(frozen=True)
class Coding:
    """What the values in a mask's file mean.

    Attributes:
        name: for messages.
        classes: the class of each value that may occur.
    """

    name: str
    classes: dict[int, int]

    def decode(self, values: U8, file: Path) -> U8:
        """Classes of the values in a file, both (H, W); ``DataError`` for a value of no class."""
        table = np.full(256, 255, np.uint8)
        table[list(self.classes)] = list(self.classes.values())
        mask = table[values]
        if (mask == 255).any():
            raise _unknown(file, values[mask == 255], (self,))
        return mask


TRIMAPS = Coding("trimaps: 1 pet, 2 background, 3 border", {1: PET, 2: BACKGROUND, 3: BORDER})
SPECIES = Coding(
    "palette: 0 background, 1 cat, 2 dog, 255 border",
    {0: BACKGROUND, 1: PET, 2: PET, 255: BORDER},
)
CODINGS = (TRIMAPS, SPECIES)


def coding_of(masks: Iterable[Path]) -> Coding:
    """Which of the two codings some masks are written in.

    Both know the values 1 and 2, so one mask may leave the question open; reading stops at the
    first that decides it.

    Raises:
        DataError: a value belongs to neither coding, or no mask decides.
    """
    possible: tuple[Coding, ...] = CODINGS
    for file in masks:
        values = read_values(file)
        fitting = tuple(c for c in possible if set(np.unique(values)) <= set(c.classes))
        if not fitting:
            raise _unknown(file, values, possible)
        if len(fitting) == 1:
            return fitting[0]
        possible = fitting
    raise DataError(
        "The masks hold the values 1 and 2 alone, which fit both "
        f"{' and '.join(coding.name for coding in CODINGS)}. Add a picture whose mask has a border."
    )


def _unknown(file: Path, values: U8, allowed: Sequence[Coding]) -> DataError:
    found = ", ".join(str(value) for value in np.unique(values)[:8])
    known = " or ".join(f"{coding.name}" for coding in allowed)
    return DataError(
        f"{file} holds the values {found}; allowed are {known}. Check that the file is a mask, and "
        "that no program has resized or recoloured it."
    )


@dataclass(frozen=True)
class PetFiles:
    """Pictures of pets in files.

    Attributes:
        images: one file for each picture.
        masks: its mask, same order.
        coding: what the values in the masks mean.
        origin: one line that says what the pictures are.
    """

    images: tuple[Path, ...]
    masks: tuple[Path, ...]
    coding: Coding
    origin: str

    def __len__(self) -> int:
        """Number of pictures."""
        return len(self.images)

    def read(self, index: int) -> tuple[U8, U8]:
        """One picture and its mask.

        Args:
            index: 0 to len - 1, negative from the end.

        Returns:
            The picture, uint8 (H, W, 3), and its classes, uint8 (H, W): 0 pet, 1 background,
            2 border.

        Raises:
            DataError: a file is missing or damaged, the two differ in size, or the mask holds a
                value that its coding does not know.
        """
        image = read_image(self.images[index])
        values = read_values(self.masks[index])
        if image.shape[:2] != values.shape:
            raise DataError(
                f"{self.images[index].name} has {image.shape[0]} × {image.shape[1]} pixels and its "
                f"mask {values.shape[0]} × {values.shape[1]}; both must be the same. Get the two "
                "files again."
            )
        return image, self.coding.decode(values, self.masks[index])


def open_folder(folder: Path) -> tuple[PetFiles, PetFiles]:
    """Training and test pictures of a folder.

    The pictures are `images/*.jpg`; the masks are PNG files of the same names in one of
    `MASK_FOLDERS`. Where the publishers' lists are, they say what is for training and test;
    otherwise every fourth picture is held out.

    Raises:
        DataError: a folder is missing, or there are too few pictures, or the masks are written in
            neither of the two codings.
    """
    masks = _masks_in(folder)
    images = {file.stem: file for file in sorted((folder / IMAGE_FOLDER).glob("*.jpg"))}
    names = sorted(images.keys() & masks.keys())
    if len(names) < HELD_OUT_EVERY:
        raise DataError(
            f"{folder} holds {len(names)} pictures with a mask, expected {HELD_OUT_EVERY} or more: "
            f"{IMAGE_FOLDER}/NAME.jpg and NAME.png in one of {', '.join(MASK_FOLDERS)}. Unpack "
            "both archives there, or call pets.fetch()."
        )
    coding = coding_of(masks[name] for name in names)
    lists = [_listed(folder / file) for file in LISTS]
    if all(lists):
        parts = [[name for name in part if name in masks and name in images] for part in lists]
        split = "split as published"
    else:
        held_out = names[HELD_OUT_EVERY - 1 :: HELD_OUT_EVERY]
        parts = [[name for name in names if name not in held_out], held_out]
        split = f"one of {HELD_OUT_EVERY} held out"
    origin = f"Oxford-IIIT Pets, {len(names):,} pictures, {split}; {coding.name}"
    train, test = (
        PetFiles(tuple(images[n] for n in part), tuple(masks[n] for n in part), coding, origin)
        for part in parts
    )
    return train, test


def _masks_in(folder: Path) -> dict[str, Path]:
    for name in MASK_FOLDERS:
        # The publishers' archive holds "._" files, which a Mac put there beside the masks.
        files = [file for file in (folder / name).glob("*.png") if not file.name.startswith("._")]
        if files:
            return {file.stem: file for file in files}
    return {}


def _listed(file: Path) -> list[str]:
    """The names in one of the publishers' lists: the first word of each line."""
    if not file.is_file():
        return []
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]


def read_image(file: Path) -> U8:
    """A picture in colour, uint8 (H, W, 3); raises DataError.

    Some of the published JPEG files are PNG or GIF inside; Pillow looks at the bytes.
    """
    return np.asarray(_decoded(file).convert("RGB"))


def read_values(file: Path) -> U8:
    """The numbers in a mask's file, not its palette's colours, uint8 (H, W); raises DataError."""
    picture = _decoded(file)
    if picture.mode not in ("P", "L"):
        raise DataError(
            f"{file} has the mode {picture.mode}, expected one channel (P or L). A mask in colours "
            "has lost its classes. Get the file again."
        )
    return np.asarray(picture)


def _decoded(file: Path) -> Image.Image:
    try:
        with Image.open(file) as picture:
            picture.load()
            return picture
    except FileNotFoundError:
        raise DataError(f"{file} does not exist. Unpack the archives again.") from None
    except (OSError, SyntaxError, ValueError):
        raise DataError(f"{file} is damaged or no picture. Get the file again.") from None
