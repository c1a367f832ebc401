"""Drawings of a look inside a network: its maps, what it looks at, and what its skips are worth.

Each function gives the picture instead of showing it, so that a slider may exchange it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from data.classes import CLASS_NAMES, COLOURS, colorize
from data.scores import class_table, confusion, scores
from grader.notebook.render import Shown
from lessons.figures import as_picture, style
from lessons.figures.style import Array
from lessons.look.network import LEVELS, Window, window

LARGE = 0.02  # share of the picture from which on a class counts for what a map is bright on
SHARE = 0.9  # of the influence, that the dashed square holds
ZERO = "zero"  # name of a map without any other number
VISIBLE = 0.003  # share of a mask from which on a class is named in a legend
_LABELLED = 32  # more maps than that are too small for a name under each
_LABELS = "Under each map: the class on which it is brightest on average"
_TILE = 48  # rows that a map is at least drawn with
_COLUMNS = {8: 4, 16: 4, 32: 8, 64: 8, 128: 16}
_PER_ROW = 4  # pictures
_SHOWN = 5  # maps of each stack


class Stack(NamedTuple):
    """The maps of one path on one level: a name, and the numbers (H, W, channels)."""

    name: str
    maps: Array


class Asked(NamedTuple):
    """A pixel, who was asked about it, and how strongly every pixel (H, W) moves the answer."""

    row: int
    column: int
    who: str
    strength: Array


# --- maps -----------------------------------------------------------------------------------------


def maps(photo: Array, guess: Array, stack: Stack) -> Shown:
    """All maps of a stack, beside the photo (H, W, 3) and what the network takes it for (H, W)."""
    names = brightest(stack.maps, guess)
    figure = style.sheet(4.2)
    left, right = figure.subfigures(1, 2, squeeze=False, width_ratios=(1, 3.4)).ravel()
    for ax, pixels, title in zip(
        left.subplots(2, 1), (photo, colorize(guess)), ("The photo", "Its mask"), strict=True
    ):
        style.picture(ax, pixels, title)
    height, width, n_maps = stack.maps.shape
    ax = right.subplots()
    _sheet(ax, stack.maps, names if n_maps <= _LABELLED else [], _COLUMNS.get(n_maps, 8))
    ax.set_title(f"{stack.name}: {n_maps} maps of {height}×{width}")
    if n_maps <= _LABELLED:
        ax.text(0.5, -0.02, _LABELS, transform=ax.transAxes, ha="center", va="top", fontsize=9)
    return as_picture(
        figure,
        f"{stack.name}: {n_maps} maps of {height} by {width} numbers for one photo, each named "
        f"after the class on which it is brightest: {_told(names)}.",
    )


def levels(down: Sequence[Stack], up: Sequence[Stack], guess: Array) -> Shown:
    """The most varied maps of every level, the way down on the left, the way up on the right.

    Args:
        down: a stack for each level, from the top; the last is the bottom of the U.
        up: the same, without the bottom.
        guess: what the network takes the photo for, class ids (H, W).
    """
    figure = style.sheet(1.0 * len(down) + 0.3)
    sides: list[Any] = [[f"down {n}", f"up {n}"] for n in range(len(up))]
    axes = figure.subplot_mosaic([*sides, ["bottom", "bottom"]])
    stacks = {f"down {n}": stack for n, stack in enumerate(down[:-1])}
    stacks |= {f"up {n}": stack for n, stack in enumerate(up)} | {"bottom": down[-1]}
    told = []
    for place, stack in stacks.items():
        chosen = np.argsort(-_variation(stack.maps), kind="stable")[:_SHOWN]
        names = brightest(stack.maps, guess)
        _sheet(axes[place], stack.maps[..., chosen], [names[n] for n in chosen], _SHOWN)
        height, width, n_maps = stack.maps.shape
        axes[place].set_title(
            f"{stack.name}: {_SHOWN} of {n_maps}, {height}×{width}",
            fontsize=9,
            loc="center" if place == "bottom" else "left",
        )
        told.append(f"{stack.name}, {style.listing([names[n] for n in chosen])}")
    figure.supxlabel(_LABELS, fontsize=9)
    return as_picture(
        figure,
        f"The {_SHOWN} most varied maps of each level, with the class on which each is brightest. "
        f"{'; '.join(told)}.",
    )


def brightest(stack: Array, guess: Array) -> list[str]:
    """For each map of a stack (h, w, channels) the class on which it is brightest on average.

    ``guess`` (H, W) says where the classes are; small ones do not count. A map of zeros is called
    ``ZERO``.
    """
    enlarged = _enlarged(stack, guess.shape[0] // stack.shape[0])
    ids, counts = np.unique(guess, return_counts=True)
    large = ids[counts >= LARGE * guess.size]
    means = np.stack([enlarged[guess == class_id].mean(axis=0) for class_id in large])
    names = [CLASS_NAMES[class_id] for class_id in large[means.argmax(axis=0)]]
    largest: Array = np.abs(stack).max(axis=(0, 1))
    return [name if some else ZERO for name, some in zip(names, largest, strict=True)]


def _told(names: Sequence[str]) -> str:
    """How many maps are brightest on which class."""
    found, counts = np.unique([name for name in names if name != ZERO], return_counts=True)
    order = np.argsort(-counts, kind="stable")
    told = ", ".join(f"{found[n]} {counts[n]}" for n in order)
    return f"{told}; zero everywhere {names.count(ZERO)}"


def _variation(stack: Array) -> Array:
    """How much a map differs from place to place, whatever its scale."""
    largest = np.abs(stack).max(axis=(0, 1))
    return np.asarray(stack.std(axis=(0, 1)) / np.where(largest, largest, 1))


def _sheet(ax: Axes, stack: Array, names: Sequence[str], columns: int) -> None:
    """Maps (H, W, channels) side by side, each on a scale of its own, with names below them."""
    enlarged = _enlarged(stack, _TILE // stack.shape[0] or 1)
    height, width, n_maps = enlarged.shape
    line = height // 3 if names else height // 10  # room for the name
    tall, wide = height + line, width + width // 10
    rows = -(-n_maps // columns)
    sheet = np.ones((rows * tall, columns * wide, 4))
    for number in range(n_maps):
        top, left = tall * (number // columns), wide * (number % columns)
        sheet[top : top + height, left : left + width] = _painted(enlarged[..., number])
    ax.imshow(sheet[:, : columns * wide - width // 10])
    for number, name in enumerate(names):
        top, left = tall * (number // columns), wide * (number % columns)
        ax.text(left + width / 2, top + 1.03 * height, name, ha="center", va="top", fontsize=8)
    ax.axis("off")


def _painted(values: Array) -> Array:
    """Colours (H, W, 4): from zero to the largest number, around zero if some lie below."""
    name = style.SIGNED if values.min() < 0 else style.AMOUNT
    return style.shades(values, float(np.abs(values).max()) or 1.0, name)


def _enlarged(stack: Array, times: int) -> Array:
    """Every number of a stack (H, W, channels) as a square of so many."""
    return stack.repeat(times, axis=0).repeat(times, axis=1)


# --- receptive fields -----------------------------------------------------------------------------


def fields(photo: Array, asked: Sequence[Asked]) -> Shown:
    """What could move an answer, as squares on the photo (H, W, 3), and what does."""
    figure = style.sheet(3.9 if len(asked) == 1 else 4.9)
    grid = figure.subplots(2, len(asked)).T if len(asked) > 1 else figure.subplots(1, 2)[None]
    told = []
    for (over, under), question in zip(grid, asked, strict=True):
        _squares(over, photo, question)
        side = held_within(question.strength, question.row, question.column, SHARE)
        strongest = float(question.strength.max()) or 1.0
        style.picture(under, np.sqrt(question.strength / strongest), cmap=style.AMOUNT, vmin=0)
        _square(under, Window(question.row - side // 2, question.column - side // 2, side), "white")
        under.set_title(f"What moves {question.who}")
        under.set_xlabel(f"white: {SHARE:.0%} within {side}×{side}", fontsize=9)
        place = f"row {question.row}, column {question.column}"
        told.append(f"{question.who} at {place}, {side} pixels")
    sides = [window(level, 0, 0).side for level in LEVELS]
    handles = [Line2D([], [], **_pen(level)) for level in LEVELS]
    names = [f"level {level}: {side}×{side}" for level, side in zip(LEVELS, sides, strict=True)]
    figure.legend(handles, names, loc="outside lower center", ncols=len(LEVELS), fontsize=8.5)
    return as_picture(
        figure,
        f"Receptive fields of the {len(LEVELS)} levels around a point, squares with sides of "
        f"{style.listing(list(map(str, sides)))} pixels, and how strongly each pixel moves an "
        f"answer there. Side of the square that holds {SHARE:.0%} of the influence: "
        f"{'; '.join(told)}.",
    )


def held_within(strength: Array, row: int, column: int, share: float) -> int:
    """Side of the smallest square around a pixel that holds this share of an influence (H, W)."""
    rows, columns = np.indices(strength.shape)
    distance = np.maximum(np.abs(rows - row), np.abs(columns - column))
    rings = np.bincount(distance.ravel(), weights=strength.ravel())
    reached = np.cumsum(rings)
    return 2 * int(np.searchsorted(reached, share * reached[-1])) + 1


def _squares(ax: Axes, photo: Array, question: Asked) -> None:
    row, column = question.row, question.column
    style.picture(ax, photo, f"From row {row}, column {column}")
    for level in LEVELS:
        _square(ax, window(level, row, column), **_pen(level))
    height, width = photo.shape[:2]
    ax.set_xlim(-0.5, width - 0.5)
    ax.set_ylim(height - 0.5, -0.5)


def _pen(level: int) -> dict[str, Any]:
    return {"color": style.SERIES[level - 1], "linestyle": style.DASHES[level - 1]}


def _square(ax: Axes, square: Window, color: str, linestyle: Any = "--") -> None:
    style.frame(
        ax,
        square.left - 0.5,
        square.top - 0.5,
        square.side,
        square.side,
        edgecolor=color,
        linestyle=linestyle,
        linewidth=1.6,
    )


# --- skips ----------------------------------------------------------------------------------------


def switched(photo: Array, truth: Array, whole: Array, name: str, guess: Array) -> Shown:
    """A guess (H, W) beside that of the whole network and the truth, and the IoU of each class."""
    figure = style.sheet(4.7)
    axes = figure.subplot_mosaic([["photo", "truth", "whole"], ["bars", "bars", "guess"]])
    style.picture(axes["photo"], photo, "The photo")
    style.picture(axes["truth"], colorize(truth), "The truth")
    made = {"With all skips": whole, name: guess}
    told = [
        _guess(ax, truth, title, mask)
        for ax, (title, mask) in zip((axes["whole"], axes["guess"]), made.items(), strict=True)
    ]
    _bars(axes["bars"], truth, made)
    return _told_of_guesses(figure, truth, made, told)


def guesses(photo: Array, truth: Array, made: Mapping[str, Array]) -> Shown:
    """A photo (H, W, 3), its true mask (H, W), and masks that were guessed, with their scores."""
    rows = -(-(len(made) + 2) // _PER_ROW)
    figure = style.sheet(0.5 + rows * (0.5 + 0.75 * style.WIDTH / _PER_ROW))
    axes = figure.subplots(rows, _PER_ROW, squeeze=False).ravel()
    for ax in axes[2 + len(made) :]:
        ax.axis("off")
    style.picture(axes[0], photo, "The photo")
    style.picture(axes[1], colorize(truth), "The truth")
    told = [
        _guess(ax, truth, title, mask)
        for ax, (title, mask) in zip(axes[2:], made.items(), strict=False)
    ]
    ids = _visible([truth, *made.values()])
    handles = [Patch(facecolor=_colour(class_id), edgecolor=style.INK) for class_id in ids]
    names = [CLASS_NAMES[class_id] for class_id in ids]
    figure.legend(handles, names, loc="outside lower center", ncols=7, fontsize=8.5)
    return _told_of_guesses(figure, truth, made, told)


def _guess(ax: Axes, truth: Array, title: str, mask: Array) -> str:
    """Draw a guess with its scores, and say them."""
    reached = scores(confusion(truth, mask))
    said = f"accuracy {reached['accuracy']:.2f}, mean IoU {reached['mean IoU']:.2f}"
    style.picture(ax, colorize(mask), title)
    ax.set_xlabel(said, fontsize=9)
    return f"{title}, {said}"


def _bars(ax: Axes, truth: Array, made: Mapping[str, Array]) -> None:
    """The IoU of each class that the truth shows, in the class's colour."""
    ids = _visible([truth])
    for number, mask in enumerate(made.values()):
        ious = _ious(truth, mask)
        ax.bar(
            np.arange(len(ids)) + 0.4 * (number - 0.5),
            [ious[class_id] for class_id in ids],
            0.4,
            color=[_colour(class_id) for class_id in ids],
            edgecolor=style.INK,
            linewidth=0.8,
            hatch=style.HATCHES[number],
        )
    ax.set_xticks(np.arange(len(ids)), [CLASS_NAMES[k] for k in ids], rotation=45, ha="right")
    ax.set_ylim(0, 1)
    ax.set_title(f"IoU of each class; hatched: {list(made)[-1].lower()}")


def _told_of_guesses(
    figure: Figure, truth: Array, made: Mapping[str, Array], told: Sequence[str]
) -> Shown:
    names = list(made)
    first, last = (_ious(truth, made[name]) for name in (names[0], names[-1]))
    worst = max(first, key=lambda class_id: first[class_id] - last[class_id])
    said = "no class loses"
    if last[worst] < first[worst]:
        goes = f"goes from {first[worst]:.2f} to {last[worst]:.2f}"
        said = f"{CLASS_NAMES[worst]}, whose IoU {goes}, loses most"
    return as_picture(
        figure,
        f"A photo, its true mask and what the network makes of it. {'; '.join(told)}. "
        f"{names[-1]}, {said}.",
    )


def _ious(truth: Array, mask: Array) -> dict[int, float]:
    """The IoU of each class that the truth has."""
    table = class_table(confusion(truth, mask))["iou"]
    return {int(class_id): float(table[class_id]) for class_id in np.unique(truth)}


def _visible(masks: Sequence[Array]) -> list[int]:
    """The classes that cover a visible part of some mask."""
    ids = range(len(CLASS_NAMES))
    return [k for k in ids if max(np.mean(mask == k) for mask in masks) > VISIBLE]


def _colour(class_id: int) -> str:
    return str(to_hex(COLOURS[class_id] / 255))
