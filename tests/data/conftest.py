"""Small files in the published formats, for the tests of the data rooms."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image


@pytest.fixture(scope="session")
def write_pair() -> Callable[..., None]:
    """A function that writes a grey picture and its mask."""
    return _write_pair


def _write_pair(
    folder: Path,
    name: str,
    ids: np.ndarray,
    image_size: tuple[int, int] | None = None,
    mask_folder: str = "CameraMask",
    mode: str = "RGBA",
) -> None:
    """Write a grey picture and a mask with these class ids, (H, W)."""
    height, width = image_size or ids.shape
    for inner in ("CameraRGB", mask_folder):
        (folder / inner).mkdir(parents=True, exist_ok=True)
    channels = len(mode)
    picture = np.full((height, width, channels), 90, np.uint8)
    mask = np.zeros((*ids.shape, channels), np.uint8)
    mask[..., 0] = ids
    if channels == 4:
        picture[..., 3] = mask[..., 3] = 255
    Image.fromarray(picture).save(folder / "CameraRGB" / name)
    Image.fromarray(mask).save(folder / mask_folder / name)
