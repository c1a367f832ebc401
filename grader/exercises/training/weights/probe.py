"""Show a network streets, and count for each true class what it took the pixels for."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data import streets
from data.scores import confusion, two_colour_picture
from data.streets.frame import FRAMES_PER_DRIVE
from grader.checks.exercise import Case, Evidence

HEIGHT, WIDTH = 96, 128
RENDERED = (240, 320)  # the size of the frames that the notebook trains on

U8 = NDArray[np.uint8]
Network = Callable[[U8], U8]  # photos (n, 96, 128, 3) to class ids (n, 96, 128)


def probe_weights(network: Network, case: Case) -> Evidence:
    """Confusion matrices of the network and of the two-colour picture, on the case's frames."""
    photos, truth = frames(**case.arguments)
    two_colours = np.broadcast_to(two_colour_picture(truth), truth.shape)
    return {
        "counts": confusion(truth, network(photos)).tolist(),
        "two_colours": confusion(truth, two_colours).tolist(),
    }


def frames(seed: int, n_drives: int, n_frames: int) -> tuple[U8, U8]:
    """Frames of the first drives of a seed, evenly spread over each, as the network takes them.

    Args:
        seed: chooses all worlds.
        n_drives: how many drives.
        n_frames: how many frames of each.

    Returns:
        Photos, shape (n_drives * n_frames, 96, 128, 3), and class ids, shape
        (n_drives * n_frames, 96, 128); read-only, because they are kept for the next call.
    """
    case = (seed, n_drives, n_frames)
    if case not in _kept:
        _kept[case] = _rendered(*case)
    return _kept[case]


def keep_frames(case: Case, drawn: tuple[U8, U8]) -> None:
    """Take what ``frames`` has rendered for this case in another process."""
    _kept[tuple(case.arguments[name] for name in ("seed", "n_drives", "n_frames"))] = drawn


_kept: dict[tuple[int, ...], tuple[U8, U8]] = {}


def _rendered(seed: int, n_drives: int, n_frames: int) -> tuple[U8, U8]:
    steps = [(2 * k + 1) * FRAMES_PER_DRIVE // (2 * n_frames) for k in range(n_frames)]
    numbers = [FRAMES_PER_DRIVE * drive + step for drive in range(n_drives) for step in steps]
    pairs = [streets.render(seed, number, RENDERED) for number in numbers]
    photos = np.stack([nearest(photo) for photo, _ in pairs])
    truth = np.stack([nearest(ids) for _, ids in pairs])
    photos.flags.writeable = truth.flags.writeable = False
    return photos, truth


def nearest(picture: NDArray[Any]) -> NDArray[Any]:
    """A picture, shape (H, W, …), at 96 x 128 by the nearest neighbour, as TensorFlow takes it."""
    rows, columns = (
        ((np.arange(size) + 0.5) * given / size).astype(int)
        for size, given in zip((HEIGHT, WIDTH), picture.shape, strict=False)
    )
    smaller: NDArray[Any] = picture[rows[:, np.newaxis], columns]
    return smaller
