"""Real CARLA recordings: the assignment's and the Lyft challenge's, through the same interface.

Both sets lie on Kaggle and need an account there, and no publisher states a checksum. So the
course cannot fetch them unasked: download the archive in a browser and name its folder, or pass
an address of your own to `fetch`.
"""

from pathlib import Path

import numpy as np

from data.classes import N_CLASSES
from data.download import Source, download, unpack
from data.errors import DataError
from data.location import data_directory
from data.pairs import IMAGE_FOLDER, MASK_FOLDER, Pairs, open_pairs

LYFT_MASK_FOLDER = "CameraSeg"
LYFT_LARGEST_ID = 12
_ASSIGNMENT_SIZE = (480, 640)
_LYFT_SIZE = (600, 800)
_LOOKED_AT = 12


def load(folder: Path | str | None = None) -> Pairs:
    """Open a recording and find out which of the known ones it is.

    Args:
        folder: holds `CameraRGB` and `CameraMask` (or `CameraSeg`, as in the Lyft challenge).
            None means `carla` inside the data directory (COURSE_DATA_DIR, or `data/cache`).

    Returns:
        The good pairs. `origin` says which recording it is; `drives` are separate where frame
        numbers leave a gap of more than 30; `problems` lists what was skipped.

    Raises:
        DataError: the folder is missing or holds no usable pair.
    """
    folder = data_directory() / "carla" if folder is None else Path(folder)
    lyft_layout = (folder / LYFT_MASK_FOLDER).is_dir() and not (folder / MASK_FOLDER).is_dir()
    pairs = open_pairs(folder, LYFT_MASK_FOLDER if lyft_layout else MASK_FOLDER)
    return Pairs(pairs.images, pairs.masks, pairs.drives, pairs.problems, identify(pairs))


def identify(pairs: Pairs) -> str:
    """Say in one line which recording pairs are, from a dozen masks.

    Args:
        pairs: at least one.

    Returns:
        The recording, its size, and the largest id its format allows.

    Raises:
        DataError: a mask cannot be read.
    """
    looked_at = np.unique(np.linspace(0, len(pairs) - 1, _LOOKED_AT).astype(int))
    masks = [pairs.read(int(index))[1] for index in looked_at]
    height, width = masks[0].shape
    largest = max(int(mask.max()) for mask in masks)
    if (height, width) == _LYFT_SIZE and largest <= LYFT_LARGEST_ID:
        return f"Lyft challenge (CARLA 0.8), {width} x {height}, ids 0 to 12, 0 = none and sky"
    if (height, width) == _ASSIGNMENT_SIZE:
        return f"U-Net assignment (CARLA 0.9.10), {width} x {height}, ids 0 to {N_CLASSES - 1}"
    return f"unknown CARLA recording, {width} x {height}, ids up to {largest}"


def fetch(
    url: str,
    sha256: str | None = None,
    size: int | None = None,
    folder: Path | str | None = None,
) -> Pairs:
    """Download a zip archive of a recording, unpack it and open it.

    Args:
        url: address of the archive. The course states none: see the top of this module.
        sha256: its checksum, if you know it; without it only the zip's own checks protect you.
        size: its bytes, if you know them.
        folder: where to unpack; None means `carla` inside the data directory.

    Returns:
        The pairs, as from `load`; of an archive with several recordings the first by name. Open
        the others with `load` and their folder.

    Raises:
        DataError: the download failed, or the archive holds no `CameraRGB` folder.
    """
    folder = data_directory() / "carla" if folder is None else Path(folder)
    source = Source("CARLA recording", url, "not stated by its publisher", size, sha256)
    archive = download(source, folder / "recording.zip")
    unpack(archive, folder)
    archive.unlink()
    found = sorted(path.parent for path in folder.rglob(IMAGE_FOLDER) if path.is_dir())
    if not found:
        raise DataError(
            f"The archive from {url} holds no folder {IMAGE_FOLDER}. Expected are {IMAGE_FOLDER} "
            f"and {MASK_FOLDER} or {LYFT_MASK_FOLDER}. Check the address."
        )
    return load(found[0])
