"""Predict a picture of any size with a network that answers only the middle of what it sees.

A U-Net without padding takes a tile and gives logits for a smaller piece in its middle. Pieces
laid side by side cover a picture of any size; the tiles around them overlap. What a tile shows
beyond the picture's border is mirrored, as Ronneberger, Fischer and Brox did it (2015,
arXiv:1505.04597).
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.errors import CourseError

Array = NDArray[Any]
Size = tuple[int, int]

GRID = 16  # four poolings, each of which halves the grid


class UnfitTile(CourseError):
    """A network or a picture that cannot be taken in tiles."""


def predict_in_tiles(model: Any, image: Array, grid: int = GRID) -> Array:
    """The logits of every pixel of a picture, computed tile by tile.

    The pieces begin at multiples of ``grid``, so that each pooling cuts every tile into the blocks
    into which it would cut the whole picture. Then the logits are those that the same weights give
    for the whole picture at once, up to the rounding of float32, and no seam is to be seen.

    Args:
        model: takes tiles (n, height, width, channels), gives logits (n, smaller height, smaller
            width, n_classes) of their middle.
        image: the picture, shape (H, W, channels), of any height and width.
        grid: by how many pixels a tile may be moved without changing what its poolings see: two to
            the power of their number.

    Returns:
        Logits, shape (H, W, n_classes).

    Raises:
        UnfitTile: the picture has another number of channels or none of a side, or the model's
            answer is no middle of its input or smaller than ``grid``.
    """
    tile, piece = _sizes(model, grid)
    _check_picture(image, model.input_shape[-1])
    height, width = image.shape[:2]
    step = _steps(piece, grid)
    bordered = mirrored(image, tile, piece, grid)
    logits = np.empty((height, width, model.output_shape[-1]), np.float32)
    for top in range(0, height, step[0]):
        corners = [(top, left) for left in range(0, width, step[1])]
        tiles = np.stack([_cut(bordered, corner, tile) for corner in corners])
        answers = model.predict_on_batch(tiles)  # a row at a time, so that large pictures fit
        for (row, column), answer in zip(corners, answers, strict=True):
            place = logits[row : row + step[0], column : column + step[1]]
            place[:] = answer[: place.shape[0], : place.shape[1]]
    return logits


def mirrored(image: Array, tile: Size, piece: Size, grid: int = GRID) -> Array:
    """The picture with as much of its mirror image around it as its tiles show.

    Args:
        image: shape (H, W, channels).
        tile: height and width of what the network sees.
        piece: height and width of what it answers, in the middle of a tile.
        grid: as for ``predict_in_tiles``.

    Returns:
        The larger picture; ``image`` begins in it at half the difference of tile and piece.
    """
    step = _steps(piece, grid)
    margins = []
    for side, seen, answered, forward in zip(image.shape, tile, piece, step, strict=False):
        before = (seen - answered) // 2
        last = forward * (math.ceil(side / forward) - 1)  # where the last tile begins
        margins.append((before, last + seen - before - side))
    return np.pad(image, (*margins, (0, 0)), mode="reflect")


def _steps(piece: Size, grid: int) -> Size:
    """How far it is from one tile to the next: what a piece fills of whole blocks of the grid."""
    return piece[0] // grid * grid, piece[1] // grid * grid


def _cut(picture: Array, corner: Size, size: Size) -> Array:
    (top, left), (height, width) = corner, size
    return picture[top : top + height, left : left + width]


def _sizes(model: Any, grid: int) -> tuple[Size, Size]:
    tile, piece = (_fixed(shape) for shape in (model.input_shape, model.output_shape))
    lost = [seen - answered for seen, answered in zip(tile, piece, strict=True)]
    if min(lost) < 0 or any(number % 2 for number in lost):
        raise UnfitTile(
            f"The network takes tiles of {_say(tile)} and answers {_say(piece)}, which is not "
            "their middle. Take a network without padding."
        )
    if min(piece) < grid:
        raise UnfitTile(
            f"The network answers {_say(piece)} pixels of a tile of {_say(tile)}; it must be at "
            f"least {grid} in both directions. Build it for larger tiles."
        )
    return tile, piece


def _fixed(shape: Sequence[int | None]) -> Size:
    if len(shape) != 4 or shape[1] is None or shape[2] is None:
        raise UnfitTile(
            f"The network has a shape of {tuple(shape)}; tiles need one of (batch, height, width, "
            "channels) with a fixed height and width. Name them in keras.Input."
        )
    return shape[1], shape[2]


def _check_picture(image: Array, channels: int | None) -> None:
    if image.ndim != 3 or 0 in image.shape or image.shape[2] != channels:
        raise UnfitTile(
            f"The picture has the shape {image.shape}, expected (height, width, {channels}). "
            "Pass one picture without the batch axis."
        )


def _say(size: Size) -> str:
    return f"{size[0]}×{size[1]}"
