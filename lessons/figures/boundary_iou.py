"""The drawings of the notebook on boundary IoU.

Borders and scores come from the notebook; nothing here computes them.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.colors import ListedColormap, to_rgb
from numpy.typing import NDArray

from lessons.figures import show, style
from lessons.figures.loss import draw_hatched
from lessons.figures.style import Array

Mask = NDArray[np.bool_]

_PAIR = ListedColormap(["white", style.SKY])


def blocks(ids: Array, side: int) -> Array:
    """Class ids (height, width) as a network sees them that keeps one pixel of each block.

    The pixel in the middle of a block of ``side`` by ``side`` fills the whole block; both lengths
    of the picture are multiples of ``side``.
    """
    kept = ids[side // 2 :: side, side // 2 :: side]
    return kept.repeat(side, axis=0).repeat(side, axis=1)


def with_hole(mask: Mask, n_pixels: int) -> Mask:
    """The mask without a square of about ``n_pixels`` pixels around its middle."""
    rows, columns = np.nonzero(mask)
    centre = int(np.percentile(rows, 60)), int(np.median(columns))
    half = round(np.sqrt(n_pixels) / 2)
    holed = mask.copy()
    holed[tuple(slice(place - half, place + half) for place in centre)] = False
    return holed


def draw_guesses(
    truth: Mask, guesses: Mapping[str, Mask], scores: Mapping[str, Mapping[str, float]]
) -> None:
    """Guesses at one mask, wrong pixels hatched, with what each measure says of them.

    Args:
        truth: the true mask, shape (height, width).
        guesses: masks of that shape under their names.
        scores: by measure, the score of each guess.
    """
    figure, axes = style.subplots(1, len(guesses) + 1, height=2.6)
    style.picture(axes[0], truth, "truth", cmap=_PAIR, vmin=0, vmax=1)
    said = []
    for ax, (name, guess) in zip(axes[1:], guesses.items(), strict=True):
        style.picture(ax, guess, name, cmap=_PAIR, vmin=0, vmax=1)
        draw_hatched(ax, guess != truth, style.VERMILION)
        lines = [f"{measure} {of_guess[name]:.2f}" for measure, of_guess in scores.items()]
        ax.set_xlabel("\n".join(lines))
        said.append(f"{name}: {', '.join(lines)}, {np.mean(guess != truth):.1%} of pixels wrong")
    count = f"{len(guesses)} guess{'es' if len(guesses) > 1 else ''}"
    show(figure, f"A mask and {count} at it. {'. '.join(said)}.")


def draw_parts(mask: Mask, border: Mask) -> None:
    """A small mask as squares: its pixels, those inside, and those of its border."""
    figure, axes = style.subplots(1, 3, height=2.9)
    parts = {"mask": mask, "inside": mask & ~border, "border": border}
    colours = {"mask": style.SKY, "inside": style.PALE, "border": style.ORANGE}
    for ax, (name, part) in zip(axes, parts.items(), strict=True):
        style.blank(ax, mask.shape[1], mask.shape[0])
        ax.set_title(f"{name}: {part.sum()} pixels")
        fills = np.where(part[..., np.newaxis], to_rgb(colours[name]), to_rgb("white"))
        style.cells(ax, np.where(part, 1, 0), colours=fills)
    show(
        figure,
        f"A mask of {mask.sum()} pixels in a picture of {mask.shape[0]} by {mask.shape[1]}: "
        f"{parts['inside'].sum()} of them are inside, {border.sum()} are its border.",
    )


def draw_borders(photo: Array, borders: Mapping[int, Mask], name: str) -> None:
    """A photo with the border of a mask on it, once for each distance.

    Args:
        photo: shape (height, width, 3).
        borders: the border by distance, shape (height, width).
        name: of what the mask shows.
    """
    figure, axes = style.subplots(1, len(borders), height=2.6)
    said = []
    for ax, (distance, border) in zip(axes, borders.items(), strict=True):
        grey = np.asarray(photo, dtype=float).mean(axis=-1, keepdims=True) / 255
        pale = np.repeat(0.45 + 0.55 * grey, 3, axis=-1)
        pale[border] = np.array([213, 94, 0]) / 255
        style.picture(ax, pale, f"distance {distance}")
        ax.set_xlabel(f"{border.sum()} pixels")
        said.append(f"{border.sum()} pixels at distance {distance}")
    show(figure, f"The border of the {name} on a photo: {style.listing(said)}.")


def draw_curves(
    positions: Sequence[float], curves: Mapping[str, Sequence[float]], quantity: str
) -> None:
    """Scores between 0 and 1 as lines over a quantity, with their names at the end.

    Args:
        positions: values of the quantity.
        curves: the scores there, under the name of the measure.
        quantity: what the positions are, for the axis.
    """
    figure, (ax,) = style.subplots(height=2.9)
    said = []
    for number, (name, values) in enumerate(curves.items()):
        ax.plot(positions, values, markersize=5, **style.line(number))
        style.name_line(ax, number, f"{name}: {values[-1]:.2f}", (positions[-1], values[-1]))
        said.append(f"{name} from {values[0]:.2f} to {values[-1]:.2f}")
    ax.set_ylim(0, 1.03)
    ax.set_xticks(list(positions))
    ax.set_xlabel(quantity)
    ax.set_ylabel("score")
    ax.grid(True)
    span = f"{positions[0]:g} to {positions[-1]:g}"
    show(figure, f"Scores over {quantity}, {span}: {style.listing(said)}.")
