"""Drawings and numbers of the notebook on data and training.

Functions that compute come first and draw nothing; those that draw say in an alt text what is to
be seen, in the figure's own numbers.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from numpy.typing import NDArray
from PIL import Image

from data.classes import CLASS_NAMES, COLOURS, N_CLASSES, colorize
from lessons.figures import show, style
from lessons.figures.loss import draw_hatched, softmax

Array = NDArray[Any]
Flags = NDArray[np.bool_]
Mask = NDArray[np.integer[Any]]

WORK_SECONDS = 0.03  # how long the pretended reading and learning of a batch takes
_SHOWN = 4  # classes whose shares are drawn
_FACTOR = 8  # by which a detail is enlarged
_HELD_OUT = 0.2  # share of these frames
_DRIVES = 6  # that are drawn, as rows of frames
_PASSES = 3  # over a dataset


def hold_out_frames(drives: Sequence[str], share: float, seed: int = 0) -> Flags:
    """Marks a share of the frames, drawn one by one, shape (n,)."""
    return np.random.default_rng(seed).permutation(len(drives)) < share * len(drives)


def hold_out_drives(drives: Sequence[str], share: float, seed: int = 0) -> Flags:
    """Marks all frames of a share of the drives, shape (n,)."""
    names = np.unique(drives)
    n_chosen = max(1, round(share * len(names)))
    chosen = np.random.default_rng(seed).permutation(names)[:n_chosen]
    return np.isin(drives, chosen)


def share_beside_known(drives: Sequence[str], held_out: Flags) -> float:
    """Share of the held-out frames with a known frame of the same drive just beside them."""
    beside = [
        any(
            0 <= other < len(drives) and drives[other] == drives[frame] and not held_out[other]
            for other in (frame - 1, frame + 1)
        )
        for frame in np.flatnonzero(held_out).tolist()
    ]
    return float(np.mean(beside))


def look_alike_agreement(photos: Array, masks: Mask, held_out: Flags) -> Array:
    """How well the mask of the most similar known photo fits each photo that was held out.

    This predictor learns nothing: it looks up. What it reaches is what a split gives away.

    Args:
        photos: shape (n, H, W, 3).
        masks: class ids, shape (n, H, W).
        held_out: shape (n,); the others are known.

    Returns:
        For each photo held out the share of pixels that are right, shape (n_held_out,).
    """
    flat = photos.reshape(len(photos), -1).astype(np.float64)
    known, new = flat[~held_out], flat[held_out]
    distances = (known**2).sum(axis=1) - 2 * new @ known.T
    nearest = np.flatnonzero(~held_out)[distances.argmin(axis=1)]
    return np.asarray((masks[nearest] == masks[held_out]).mean(axis=(1, 2)))


def invented_ids(ids: Mask, factor: int) -> tuple[Array, Array, Flags]:
    """Enlarge a mask in the two ways, and mark the pixels whose class bilinear made up.

    Args:
        ids: class ids, shape (H, W).
        factor: how many times larger.

    Returns:
        The nearest and the bilinear mask, uint8, and where the bilinear one holds an id that
        none of the four pixels around it has; each of shape (factor·H, factor·W).
    """
    import tensorflow as tf

    size = (ids.shape[0] * factor, ids.shape[1] * factor)
    nearest, blended = (
        np.asarray(tf.image.resize(ids[..., None], size, method=method))[..., 0]
        for method in ("nearest", "bilinear")
    )
    bilinear = blended.astype(np.uint8)
    reach = np.pad(ids, 1, mode="edge")
    around = [
        np.kron(reach[y : y + ids.shape[0], x : x + ids.shape[1]], np.ones((factor, factor)))
        for y in range(3)
        for x in range(3)
    ]
    invented = np.all([bilinear != neighbour for neighbour in around], axis=0)
    return nearest.astype(np.uint8), bilinear, invented


def shuffled_order(n: int, buffer_size: int, seed: int = 1) -> Array:
    """The order in which ``tf.data`` gives the numbers below n with such a shuffle buffer."""
    import tensorflow as tf

    return np.array(list(tf.data.Dataset.range(n).shuffle(buffer_size, seed=seed)), dtype=int)


@dataclass(frozen=True)
class Timeline:
    """When batches were read and learned from: pairs of start and end in seconds."""

    reading: tuple[tuple[float, float], ...]
    learning: tuple[tuple[float, float], ...]

    @property
    def total(self) -> float:
        """Seconds from the first start to the last end."""
        return self.learning[-1][1]


def timeline(n_batches: int, prefetch: bool) -> Timeline:
    """Measure a pipeline in which reading and learning take ``WORK_SECONDS`` a batch each."""
    import tensorflow as tf

    reading: list[tuple[float, float]] = []
    learning: list[tuple[float, float]] = []

    def read() -> Any:
        for number in range(n_batches):
            start = time.perf_counter()
            time.sleep(WORK_SECONDS)
            reading.append((start, time.perf_counter()))
            yield number

    options = tf.data.Options()
    # TensorFlow adds a prefetch of its own at the end; the comparison needs a pipeline without.
    options.experimental_optimization.inject_prefetch = False
    batches = tf.data.Dataset.from_generator(
        read, output_signature=tf.TensorSpec((), tf.int32)
    ).with_options(options)
    for _ in batches.prefetch(1) if prefetch else batches:
        start = time.perf_counter()
        time.sleep(WORK_SECONDS)
        learning.append((start, time.perf_counter()))
    zero = reading[0][0]
    return Timeline(
        tuple((start - zero, end - zero) for start, end in reading[:n_batches]),
        tuple((start - zero, end - zero) for start, end in learning),
    )


def seconds_of_passes(dataset: Any) -> list[float]:
    """How long it takes to go through a dataset, time after time."""
    seconds = []
    for _ in range(_PASSES):
        start = time.perf_counter()
        for _ in dataset:
            pass
        seconds.append(time.perf_counter() - start)
    return seconds


def draw_pairs(photos: Sequence[Array], masks: Sequence[Mask], titles: Sequence[str]) -> None:
    """Photos above their masks, with the names of the most frequent classes as a legend."""
    height = 2 * 0.75 * style.WIDTH / len(photos) + 0.9
    figure, axes = style.subplots(2, len(photos), height=height)
    for column, (photo, mask, title) in enumerate(zip(photos, masks, titles, strict=True)):
        style.picture(axes[column], photo, title)
        style.picture(axes[len(photos) + column], colorize(mask))
    shown = most_frequent(np.concatenate([np.ravel(mask) for mask in masks]), 10)
    draw_class_legend(figure, shown)
    names = [CLASS_NAMES[number] for number in shown[:5]]
    show(
        figure,
        f"{len(photos)} photos ({style.listing(list(titles))}) above their masks. Classes with "
        f"the most pixels: {style.listing(names)}.",
    )


def most_frequent(masks: Mask, n_classes: int) -> list[int]:
    """The classes that have the most pixels, the first of them most."""
    numbers, counts = np.unique(masks, return_counts=True)
    return [int(number) for number in numbers[np.argsort(counts)[::-1]][:n_classes]]


def draw_class_legend(figure: Figure, numbers: Sequence[int], n_columns: int = 5) -> None:
    """Names of classes beside their colours, below a figure."""
    patches = [
        Patch(facecolor=COLOURS[number] / 255, edgecolor=style.GREY, label=CLASS_NAMES[number])
        for number in numbers
    ]
    figure.legend(handles=patches, loc="outside lower center", ncols=n_columns, fontsize=9)


def draw_channels(mask_file: Path) -> None:
    """The four channels of a mask file, and the maximum over three of them and over four."""
    channels = np.array(Image.open(mask_file))
    with_alpha, without = channels.max(axis=-1), channels[..., :3].max(axis=-1)
    panels = [
        *((name, channels[..., k]) for k, name in enumerate(("Red", "Green", "Blue", "Alpha"))),
        ("Maximum of 3", without),
        ("Maximum of 4", with_alpha),
    ]
    figure, axes = style.subplots(1, 6, height=1.7)
    for ax, (title, values) in zip(axes, panels, strict=True):
        style.picture(ax, values, title, cmap=style.AMOUNT, vmin=0, vmax=N_CLASSES)
        ax.set_xlabel(_range_of(values), fontsize=8.5)
    show(
        figure,
        f"The channels of a mask file. Red holds {_range_of(channels[..., 0])}, alpha "
        f"{_range_of(channels[..., 3])}. The maximum over three channels is the red one; over "
        f"four it is {_range_of(with_alpha)}.",
    )


def _range_of(values: Array) -> str:
    low, high = int(values.min()), int(values.max())
    return f"only {low}" if low == high else f"ids {low} to {high}"


def draw_enlarged(ids: Mask, corner: tuple[int, int], side: int = 12) -> None:
    """A detail of a mask, enlarged by nearest neighbour and by bilinear interpolation.

    Args:
        ids: class ids, shape (H, W).
        corner: first row and column of the detail.
        side: height of the detail in pixels; it is a third wider.
    """
    row, column = corner
    detail = ids[row : row + side, column : column + side * 4 // 3]
    nearest, bilinear, invented = invented_ids(detail, _FACTOR)
    figure, axes = style.subplots(1, 3, height=3.3)
    style.picture(axes[0], colorize(detail), f"Detail of {detail.shape[1]} × {detail.shape[0]}")
    style.picture(axes[1], colorize(nearest), "Nearest")
    style.picture(axes[2], colorize(bilinear), "Bilinear")
    draw_hatched(axes[2], invented)
    made_up = [int(number) for number in np.unique(bilinear[invented])]
    new = [number for number in made_up if number not in detail]
    axes[2].set_xlabel(f"hatched: invented, {invented.mean():.0%}", fontsize=9)
    shown = sorted({int(number) for number in np.unique(detail)} | set(made_up))
    draw_class_legend(figure, shown, n_columns=6)
    names = style.listing([CLASS_NAMES[number] for number in new]) if new else "no class"
    show(
        figure,
        f"A detail of a mask, enlarged {_FACTOR} times. Nearest keeps its {len(np.unique(detail))} "
        f"classes. Bilinear invents the class of {invented.mean():.0%} of the pixels (hatched) "
        f"and brings in {names}, which the detail does not contain.",
    )


def find_detail(ids: Mask, side: int = 12) -> tuple[int, int]:
    """The corner of the detail with the most classes, for ``draw_enlarged``."""
    width = side * 4 // 3
    corners = [
        (row, column)
        for row in range(0, ids.shape[0] - side, 4)
        for column in range(0, ids.shape[1] - width, 4)
    ]
    return max(
        corners, key=lambda at: len(np.unique(ids[at[0] : at[0] + side, at[1] : at[1] + width]))
    )


def draw_neighbours(photos: Sequence[Array], masks: Sequence[Mask]) -> None:
    """Two frames of one drive, one after the other, and the pixels whose class changes."""
    changed = masks[0] != masks[1]
    figure, axes = style.subplots(1, 3, height=2.5)
    style.picture(axes[0], photos[0], "A frame")
    style.picture(axes[1], photos[1], "The next frame")
    style.picture(axes[2], colorize(masks[1]), "Its mask; hatched: changed")
    draw_hatched(axes[2], changed)
    show(
        figure,
        f"Two neighbouring frames of a drive. In {1 - changed.mean():.0%} of the pixels both have "
        "the same class.",
    )


def draw_splits(drives: Sequence[str]) -> None:
    """The first drives as rows of frames, held out frame by frame and drive by drive."""
    names = list(dict.fromkeys(drives))[:_DRIVES]
    kept = [drive for drive in drives if drive in names]
    splits = (
        ("Frames drawn one by one", hold_out_frames(kept, _HELD_OUT)),
        ("Whole drives", hold_out_drives(kept, _HELD_OUT)),
    )
    figure, axes = style.subplots(1, 2, height=2.3)
    neighbours = []
    for ax, (title, held_out) in zip(axes, splits, strict=True):
        for row, name in enumerate(names):
            flags = held_out[np.array(kept) == name]
            _draw_frames(ax, row, flags)
        neighbours.append(share_beside_known(kept, held_out))
        ax.set_title(title)
        ax.set_yticks(range(len(names)), names, fontsize=8.5)
        ax.tick_params(length=0)
        ax.set_xticks([])
        ax.set_xlabel("frames, one after the other")
        ax.invert_yaxis()
        ax.spines[:].set_visible(False)
    handles = [
        Patch(facecolor=style.SKY, label="learned from"),
        Patch(facecolor=style.VERMILION, hatch="///", edgecolor="white", label="held out"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=2)
    show(
        figure,
        f"Frames of {len(names)} drives as small squares, held out in two ways. Of the frames held "
        f"out one by one, {neighbours[0]:.0%} lie beside a frame that was learned from; of those "
        f"held out by drive, {neighbours[1]:.0%}.",
    )


def _draw_frames(ax: Axes, row: int, held_out: Flags) -> None:
    for column, flag in enumerate(held_out):
        look: dict[str, Any] = (
            {"facecolor": style.VERMILION, "hatch": "///"} if flag else {"facecolor": style.SKY}
        )
        ax.bar(column, 0.8, bottom=row - 0.4, width=0.9, edgecolor="white", linewidth=0.5, **look)


def draw_leak(by_frame: Array, by_drive: Array) -> None:
    """How well looking up the most similar known photo does under the two splits."""
    figure, axes = style.subplots(2, 1, height=3.2, sharex=True, sharey=True)
    edges = np.linspace(min(by_frame.min(), by_drive.min()), 1, 25)
    rows = (("split by frame", by_frame), ("split by drive", by_drive))
    for number, (ax, (name, values)) in enumerate(zip(axes, rows, strict=True)):
        ax.hist(
            values,
            edges,
            weights=np.full(len(values), 100 / len(values)),
            **style.bars(number),
        )
        ax.axvline(float(values.mean()), color=style.INK, linestyle="--")
        ax.set_title(f"{name}: {values.mean():.0%} right on average (dashed)")
        ax.set_ylabel("photos in %")
    axes[1].set_xlabel("share of right pixels when the answer is looked up, not learned")
    show(
        figure,
        "Two histograms of how well a looked-up mask fits. With a split by frame it is right in "
        f"{by_frame.mean():.0%} of the pixels on average, with a split by drive in "
        f"{by_drive.mean():.0%}.",
    )


def draw_shuffles(n: int, buffer_sizes: Sequence[int]) -> None:
    """Place after shuffling against place before, for several sizes of the buffer."""
    figure, axes = style.subplots(1, len(buffer_sizes), height=2.8, sharey=True)
    shifts = []
    for ax, buffer_size in zip(axes, buffer_sizes, strict=True):
        order = shuffled_order(n, buffer_size)
        ax.plot(order, ".", color=style.BLUE, markersize=3)
        ax.set_title(f"buffer {buffer_size}")
        ax.set_xlabel("place in the epoch")
        ax.set_aspect("equal")
        shifts.append(f"{np.abs(order - np.arange(n)).mean():.0f} places with {buffer_size}")
    axes[0].set_ylabel("frame number")
    show(
        figure,
        f"Frame numbers after shuffling {n} frames, as dots. A frame moves by an average of "
        f"{style.listing(shifts)}.",
    )


def draw_timelines(without: Timeline, with_prefetch: Timeline) -> None:
    """Reading and learning as bars over time, without and with prefetch."""
    figure, axes = style.subplots(2, 1, height=3.0, sharex=True)
    rows = (("Without prefetch", without), ("With prefetch", with_prefetch))
    for ax, (title, times) in zip(axes, rows, strict=True):
        for row, (spans, colour, hatch) in enumerate(
            ((times.reading, style.ORANGE, "///"), (times.learning, style.BLUE, ""))
        ):
            for number, (start, end) in enumerate(spans):
                ax.barh(row, end - start, left=start, color=colour, hatch=hatch, edgecolor="white")
                ax.text(
                    (start + end) / 2,
                    row,
                    str(number + 1),
                    ha="center",
                    va="center",
                    fontsize=9,
                    bbox={"boxstyle": "circle,pad=0.15", "facecolor": "white", "linewidth": 0},
                )
        ax.set_yticks([0, 1], ["read", "learn"])
        ax.invert_yaxis()
        ax.set_title(f"{title}: {times.total:.2f} s")
    axes[1].set_xlabel("seconds; the numbers are batches")
    show(
        figure,
        f"Reading and learning of {len(without.learning)} batches as bars over time. Without "
        f"prefetch they take turns and need {without.total:.2f} s; with it they overlap and need "
        f"{with_prefetch.total:.2f} s.",
    )


def draw_seconds(seconds: Mapping[str, Sequence[float]]) -> None:
    """Seconds of each pass over the data as bars, for named pipelines."""
    figure, (ax,) = style.subplots(height=2.4)
    for number, (name, values) in enumerate(seconds.items()):
        places = np.arange(len(values)) + 0.4 * number
        bars = ax.bar(
            places,
            values,
            width=0.38,
            label=name,
            **style.bars(number),
        )
        ax.bar_label(bars, [f"{value:.2f} s" for value in values], fontsize=9)
    n_passes = max(len(values) for values in seconds.values())
    ax.set_xticks(np.arange(n_passes) + 0.2, [f"pass {k + 1}" for k in range(n_passes)])
    ax.set_ylabel("seconds")
    ax.margins(y=0.15)
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))  # beside the bars, never over them
    said = [
        f"{name}: {', '.join(f'{v:.2f}' for v in values)} s" for name, values in seconds.items()
    ]
    show(figure, f"Seconds of each pass over the same photos. {'; '.join(said)}.")


def draw_stopping(history: pd.DataFrame, patience: int) -> None:
    """Loss on training and validation data, the best epoch, and where patience ends.

    Args:
        history: columns ``loss`` and ``val_loss``, one row per epoch.
        patience: epochs without a better validation loss after which training stops.
    """
    epochs = np.arange(1, len(history) + 1)
    best = int(history["val_loss"].to_numpy().argmin()) + 1
    figure, (ax,) = style.subplots(height=3.2)
    for number, (column, name) in enumerate((("loss", "training"), ("val_loss", "validation"))):
        ax.plot(
            epochs,
            history[column],
            color=style.SERIES[number],
            linestyle=style.DASHES[number],
            linewidth=1.8,
            label=f"{name} loss",
        )
    lowest = float(history["val_loss"].min())
    ax.plot(best, lowest, "*", color=style.VERMILION, markersize=15, label=f"best: epoch {best}")
    stop = min(best + patience, len(history))
    ax.axvspan(best, stop, color=style.PALE, zorder=0, label=f"patience of {patience} epochs")
    ax.set_xlabel("epoch")
    ax.set_ylabel("loss")
    ax.set_ylim(0, min(ax.get_ylim()[1], 4 * lowest))
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    ax.grid(True)
    show(
        figure,
        f"Training loss falls from {history['loss'].iloc[0]:.2f} to "
        f"{history['loss'].iloc[-1]:.2f}. Validation loss is lowest in epoch {best} "
        f"({lowest:.2f}) and ends at {history['val_loss'].iloc[-1]:.2f}.",
    )


def draw_argmax(logits: Array) -> None:
    """The shares of the classes that win most pixels as pictures, and the mask of the winners.

    Args:
        logits: shape (H, W, n_classes).
    """
    mask, shares = logits.argmax(axis=-1), softmax(logits)
    shown = most_frequent(mask, _SHOWN)
    figure, axes = style.subplots(1, len(shown) + 1, height=1.8)
    for ax, number in zip(axes, shown, strict=False):
        title = CLASS_NAMES[number]
        style.picture(ax, shares[..., number], title, cmap=style.AMOUNT, vmin=0, vmax=1)
        ax.set_xlabel("dark 0, light 1", fontsize=8.5)
    style.picture(axes[-1], colorize(mask), "The highest")
    axes[-1].set_xlabel("class ids", fontsize=8.5)
    named = [f"{CLASS_NAMES[number]} in {(mask == number).mean():.0%}" for number in shown]
    show(
        figure,
        f"Softmax shares of {len(shown)} classes as pictures, and the mask of the highest at each "
        f"pixel: {style.listing(named)}.",
    )
