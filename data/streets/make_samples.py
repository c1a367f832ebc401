"""Render the committed pairs again: `python -m data.streets.make_samples`."""

from pathlib import Path

from data.pairs import IMAGE_FOLDER, MASK_FOLDER
from data.streets.dataset import NUMBERS_PER_DRIVE, as_mask, encode, with_alpha
from data.streets.frame import FRAMES_PER_DRIVE, render
from data.streets.samples import FOLDER
from data.writing import write_whole

SIZE = (192, 256)
SEED = 0
DRIVES = (1, 4, 7, 8, 10, 13)


def make_samples(folder: Path = FOLDER) -> None:
    """Render the first frame of six drives."""
    for drive in DRIVES:
        photo, ids = render(SEED, drive * FRAMES_PER_DRIVE, SIZE)
        name = f"{drive * NUMBERS_PER_DRIVE:06d}.png"
        write_whole(folder / IMAGE_FOLDER / name, encode(with_alpha(photo)))
        write_whole(folder / MASK_FOLDER / name, encode(as_mask(ids)))


if __name__ == "__main__":
    make_samples()
