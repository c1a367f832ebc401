"""Drawings and numbers of what a training reached: scores, mistakes and films.

Functions that compute come first and draw nothing; those that draw say in an alt text what is to
be seen, in the figure's own numbers.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imageio.v3 as imageio
import numpy as np
import pandas as pd
from matplotlib import patheffects
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray
from PIL import Image

from data.classes import CLASS_NAMES, COLOURS, N_CLASSES, colorize
from data.scores import confusion, scores
from lessons.figures import show, show_file, style
from lessons.figures.loss import draw_hatched, softmax
from lessons.figures.training import draw_class_legend, most_frequent

Array = NDArray[Any]
Flags = NDArray[np.bool_]
Mask = NDArray[np.integer[Any]]
Pixel = tuple[int, int]

MEASURES = ("accuracy", "mean IoU")
TWO_COLOURS = "two colours: "  # before a measure's name: what the two-colour picture reaches
MILESTONES = (1, 5, 15)  # epochs at which a film lingers
_HALO = [patheffects.withStroke(linewidth=2.5, foreground="white")]
_SHOWN = 10  # classes of a table of confusions
_SMALLEST = 4  # pixels of an island or hole that stays
_MARGIN = 6  # pixels around a failure
_LEAST = 48  # pixels that are shown of a picture, from left to right


def beside_two_colours(truths: Mask, answers: Mask, picture: Mask) -> pd.DataFrame:
    """Accuracy and mean IoU of a network and of the two-colour picture, as one row.

    Args:
        truths: class ids, shape (n, H, W).
        answers: class ids, shape (n, H, W).
        picture: class ids of the two-colour picture, shape (H, W).

    Returns:
        Columns as ``lessons.recipes.measured.measured`` gives them.
    """
    simple = scores(confusion(truths, np.broadcast_to(picture, truths.shape)))
    row = scores(confusion(truths, answers))
    return pd.DataFrame([{**row, **{TWO_COLOURS + name: simple[name] for name in simple}}])


def most_disputed(truth: Mask, answer: Mask, n_classes: int = 3) -> list[int]:
    """The classes with the most wrong pixels, missed or added, in two masks (H, W)."""
    counts = confusion(truth, answer)
    pixels = counts.sum(axis=0) + counts.sum(axis=1)
    wrong = pixels - 2 * np.diag(counts)
    order = np.lexsort((-pixels, -wrong))
    return [int(number) for number in order[:n_classes] if pixels[number]]


def beside_border(masks: Mask) -> Flags:
    """Pixels with another class among the eight around them; masks and result (n, H, W)."""
    height, width = masks.shape[1:]
    reach = np.pad(masks, ((0, 0), (1, 1), (1, 1)), mode="edge")
    others = [reach[:, y : y + height, x : x + width] != masks for y in range(3) for x in range(3)]
    return np.asarray(np.any(others, axis=0))


def confused_pairs(truths: Mask, answers: Mask, n_pairs: int = 10) -> pd.DataFrame:
    """Which class was taken for which, for the pairs with the most pixels.

    Args:
        truths: class ids, shape (n, H, W).
        answers: class ids, shape (n, H, W).
        n_pairs: at most so many rows.

    Returns:
        Columns ``truth`` and ``answer``, class ids; ``share``, of the pixels of the true class;
        ``at_border``, the part of that share which lies within one pixel of a true border. The
        largest share comes first.
    """
    counts = confusion(truths, answers)
    near = beside_border(truths)
    counts_near = confusion(truths[near], answers[near])
    pixels = counts.sum(axis=1)
    np.fill_diagonal(counts, 0)
    order = np.argsort(counts, axis=None)[::-1][:n_pairs]
    rows = [
        (truth, answer, counts[truth, answer] / pixels[truth], counts_near[truth, answer])
        for truth, answer in (divmod(int(place), N_CLASSES) for place in order)
        if counts[truth, answer]
    ]
    table = pd.DataFrame(rows, columns=["truth", "answer", "share", "at_border"])
    table["at_border"] /= pixels[table["truth"]]
    return table.sort_values("share", ascending=False, ignore_index=True)


def connected_areas(kinds: Array) -> Array:
    """Number the areas of one kind: pixels connected above, below, left or right.

    Args:
        kinds: whole numbers, shape (n, H, W); pixels of kind 0 stay single.

    Returns:
        For each pixel the flat index of the first pixel of its area, shape (n, H, W).
    """
    areas = np.arange(kinds.size).reshape(kinds.shape)
    neighbours = [
        (np.s_[:, :-1], np.s_[:, 1:]),
        (np.s_[:, :, :-1], np.s_[:, :, 1:]),
    ]
    joined = [(a, b, (kinds[a] == kinds[b]) & (kinds[a] != 0)) for a, b in neighbours]
    while True:
        before = areas.copy()
        for first, second, same in joined:
            lowest = np.minimum(areas[first], areas[second])
            for part in (first, second):
                np.minimum(areas[part], lowest, out=areas[part], where=same)
        areas = areas.ravel()[areas]  # a pixel follows the one that it points to
        if (areas == before).all():
            return areas


def without_specks(area: Flags) -> Flags:
    """An area (H, W) whose islands and holes of fewer than ``_SMALLEST`` pixels are wiped out."""
    areas = connected_areas(area[np.newaxis] + 1)[0]
    _, place, sizes = np.unique(areas, return_inverse=True, return_counts=True)
    return np.asarray(area ^ (sizes[place] < _SMALLEST))


def deepest_pixel(area: Flags) -> Pixel:
    """The pixel of an area (H, W) that is furthest from its edge; the area is not empty."""
    inner = core = area
    while inner.any():
        core = inner
        reach = np.pad(core, 1)
        inner = core & reach[:-2, 1:-1] & reach[2:, 1:-1] & reach[1:-1, :-2] & reach[1:-1, 2:]
    rows, columns = np.nonzero(core)
    middle = ((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2).argmin()
    return int(rows[middle]), int(columns[middle])


@dataclass(frozen=True)
class Failure:
    """A connected area in which one class was taken for another.

    Attributes:
        image: number of the picture.
        area: which of its pixels, shape (H, W).
        truth: the class that is there.
        answer: the class that was given.
    """

    image: int
    area: Flags
    truth: int
    answer: int


def largest_failure(truths: Mask, answers: Mask) -> Failure | None:
    """The largest connected area of one confusion, or None where all is right.

    Args:
        truths: class ids, shape (n, H, W).
        answers: class ids, shape (n, H, W).
    """
    wrong = truths != answers
    if not wrong.any():
        return None
    kinds = 1 + truths.astype(np.int64) * N_CLASSES + answers
    areas = connected_areas(np.where(wrong, kinds, 0))
    numbers, sizes = np.unique(areas[wrong], return_counts=True)
    first = numbers[sizes.argmax()]
    image = int(first // truths[0].size)
    return Failure(image, areas[image] == first, int(truths.flat[first]), int(answers.flat[first]))


def draw_learning(history: pd.DataFrame) -> None:
    """Loss, accuracy and mean IoU by epoch, on training and validation data.

    Args:
        history: one row per epoch; the columns of Keras, among them ``val_…``.
    """
    metrics = [column for column in history.columns if f"val_{column}" in history.columns]
    epochs = np.arange(1, len(history) + 1)
    figure, axes = style.subplots(1, len(metrics), height=2.9)
    said = []
    for ax, metric in zip(axes, metrics, strict=True):
        for number, column in enumerate((metric, f"val_{metric}")):
            ax.plot(
                epochs,
                history[column],
                **style.line(number),
                label=("training", "validation")[number],
            )
        title = metric.replace("_", " ").replace("iou", "IoU")
        ax.set_title(title[0].upper() + title[1:])
        ax.set_xlabel("epoch")
        ax.set_xticks(epochs if len(epochs) < 12 else epochs[:: len(epochs) // 6])
        ax.grid(True)
        last = history.iloc[-1]
        said.append(f"{title} {last[metric]:.2f} and {last[f'val_{metric}']:.2f}")
    axes[0].legend()
    show(
        figure,
        f"Curves over {len(history)} epochs for training and validation data. After the last "
        f"epoch: {style.listing(said)}.",
    )


def draw_predictions(photos: Array, truths: Mask, predictions: Mask) -> None:
    """Photo, truth and prediction side by side, one row each, with the share of right pixels.

    Args:
        photos: shape (n, H, W, 3).
        truths: class ids, shape (n, H, W).
        predictions: class ids, shape (n, H, W).
    """
    n_rows = len(photos)
    figure, axes = style.subplots(n_rows, 3, height=2.15 * n_rows + 0.6)
    right = []
    for row, (photo, truth, prediction) in enumerate(zip(photos, truths, predictions, strict=True)):
        share = float((truth == prediction).mean())
        right.append(f"{share:.0%}")
        panels = (photo, colorize(truth), colorize(prediction))
        titles = ("Photo", "Truth", "Prediction") if row == 0 else ("", "", "")
        for ax, pixels, title in zip(axes[3 * row : 3 * row + 3], panels, titles, strict=True):
            style.picture(ax, pixels, title)
        axes[3 * row + 2].set_xlabel(f"{share:.0%} of the pixels right", fontsize=9)
    draw_class_legend(figure, most_frequent(truths, 10))
    show(
        figure,
        f"{n_rows} photos with their true and predicted masks. Right pixels: "
        f"{style.listing(right)}.",
    )


def draw_scores(table: pd.DataFrame, labels: Sequence[str]) -> None:
    """Accuracy and mean IoU of several runs, each above the two-colour picture's.

    Args:
        table: one row per run, columns as ``measured`` or ``beside_two_colours`` give them.
        labels: what to call the rows, in their order.
    """
    figure, axes = style.subplots(1, 2, height=0.72 * len(table) + 1.15, sharey=True)
    for ax, measure in zip(axes, MEASURES, strict=True):
        for place, (value, simple) in enumerate(
            zip(table[measure], table[TWO_COLOURS + measure], strict=True)
        ):
            _draw_gain(ax, place, float(value), float(simple))
        ax.set_title(measure[0].upper() + measure[1:])
        ax.set_xlim(-0.04, 1.04)
        ax.grid(True, axis="x")
        ax.set_axisbelow(True)
        ax.tick_params(axis="y", length=0)
    axes[0].set_yticks(range(len(table)), labels)
    axes[0].set_ylim(len(table) - 0.4, -0.6)
    handles = [
        Line2D([], [], label="the network", **_NETWORK),
        Line2D([], [], label="the two-colour picture", **_SIMPLE),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=2)
    said = [
        f"{' '.join(label.split())}: "
        + ", ".join(f"{measure} {row[measure]:.2f}" for measure in MEASURES)
        + " (two colours "
        + " and ".join(f"{row[TWO_COLOURS + measure]:.2f}" for measure in MEASURES)
        + ")"
        for label, (_, row) in zip(labels, table.iterrows(), strict=True)
    ]
    show(figure, f"Accuracy beside mean IoU as marks on a line. {'; '.join(said)}.")


_NETWORK: dict[str, Any] = {
    "marker": "o",
    "color": style.BLUE,
    "markersize": 9,
    "linestyle": "none",
}
_SIMPLE: dict[str, Any] = {
    "marker": "s",
    "color": style.VERMILION,
    "markerfacecolor": "white",
    "markeredgewidth": 1.8,
    "markersize": 8,
    "linestyle": "none",
}


def _draw_gain(ax: Axes, place: int, value: float, simple: float) -> None:
    """Two marks on a line, their values above and below it, so that they never meet."""
    ax.plot([simple, value], [place, place], color=style.GREY, linewidth=1.5, zorder=1)
    ax.plot(simple, place, **_SIMPLE)
    ax.plot(value, place, **_NETWORK)
    for number, shift in ((value, 7), (simple, -7)):
        ax.annotate(
            f"{number:.2f}",
            (number, place),
            xytext=(0, shift),
            textcoords="offset points",
            ha="center",
            va="bottom" if shift > 0 else "top",
            fontsize=9,
            fontweight="bold" if shift > 0 else "normal",
        )


def draw_class_ious(table: pd.DataFrame) -> None:
    """IoU of each class as bars beside its share of the pixels; ``table`` of ``class_table``."""
    figure, axes = style.subplots(1, 2, height=0.21 * len(table) + 1.0, sharey=True)
    places = range(len(table))
    names = [CLASS_NAMES[number] for number in table.index]
    colours = COLOURS[table.index] / 255
    bars = axes[0].barh(
        places, 100 * table["share"], color=colours, edgecolor=style.INK, linewidth=0.6
    )
    axes[0].bar_label(bars, [style.percent(v) for v in table["share"]], fontsize=8, padding=3)
    axes[0].set_xscale("log")
    axes[0].margins(x=0.2, y=0.01)
    axes[0].set_title("Share of the pixels in %")
    bars = axes[1].barh(places, table["iou"], color=colours, edgecolor=style.INK, linewidth=0.6)
    axes[1].bar_label(bars, [f"{value:.2f}" for value in table["iou"]], fontsize=8, padding=3)
    mean = float(table["iou"].mean())
    axes[1].axvline(mean, color=style.INK, linestyle="--", linewidth=1)
    axes[1].set_title(f"IoU; dashed: the mean, {mean:.2f}")
    axes[1].set_xlim(0, 1.08)
    style.class_axis(axes[0], names)
    axes[1].tick_params(axis="y", length=0)
    named = [f"{name} {iou:.2f}" for name, iou in zip(names, table["iou"], strict=True)]
    show(
        figure,
        f"Share of the pixels and IoU of {len(table)} classes as bars. Mean IoU {mean:.2f}. IoU "
        f"from the most frequent class down: {style.listing(named)}.",
    )


def draw_class_gains(table: pd.DataFrame, labels: Sequence[str], shares: Array) -> None:
    """IoU of each class after several trainings as marks, the rare classes at the lower end.

    Args:
        table: one row a training, columns as ``measured`` gives them.
        labels: what to call the rows, in their order; at most four.
        shares: share of the pixels that each class has, shape (N_CLASSES,).
    """
    order = [
        int(number)
        for number in np.argsort(-shares, kind="stable")
        if table[CLASS_NAMES[number]].notna().any()
    ]
    ious = table[[CLASS_NAMES[number] for number in order]].to_numpy(float)
    means = table["mean IoU"].to_numpy(float)
    figure, (ax,) = style.subplots(height=0.24 * len(order) + 1.4)
    for row, (label, values, mean) in enumerate(zip(labels, ious, means, strict=True)):
        places = np.arange(len(order) + 1) + 0.22 * (row - (len(table) - 1) / 2)
        ax.plot([mean, *values], places, label=label, **_mark_of_row(row))
    for place, values in enumerate(np.column_stack([means, ious]).T):
        known = values[~np.isnan(values)]
        ends = [known.min(), known.max()]
        ax.plot(ends, [place, place], color=style.PALE, linewidth=8, zorder=1)
        ax.text(1.04, place, _change(values), va="center", ha="left", fontsize=8.5)
    names = [f"{CLASS_NAMES[number]}  {style.percent(shares[number])}" for number in order]
    ax.set_ylim(len(order) + 0.6, -0.6)
    style.class_axis(ax, ["mean of all classes", *names])
    ax.get_yticklabels()[0].set_fontweight("bold")
    ax.axhline(0.5, color=style.GREY, linewidth=0.8)
    ax.set_xlim(-0.03, 1.03)
    ax.set_xlabel("IoU. Left: each class's share of the pixels. Right: the last mark − the first.")
    ax.grid(True)
    ax.set_axisbelow(True)
    figure.legend(loc="outside upper center", ncols=len(labels))
    show(figure, _gains_in_words(labels, means, ious, order))


def _mark_of_row(row: int) -> dict[str, Any]:
    """Marks that differ in shape and from empty to dark, for those who see no colours."""
    fills = ("white", style.ORANGE, style.BLUE, style.INK)
    return {
        "linestyle": "none",
        "marker": style.MARKERS[row],
        "markersize": 6.5,
        "markerfacecolor": fills[row],
        "markeredgecolor": style.INK,
        "markeredgewidth": 1.0,
    }


def _change(values: Array) -> str:
    """How much the last value is above the first; empty where one of them is missing."""
    change = round(float(values[-1] - values[0]), 2) + 0.0  # adding 0 makes a zero of −0
    return "" if np.isnan(change) else f"{change:+.2f}".replace("-", "−")


def _gains_in_words(labels: Sequence[str], means: Array, ious: Array, order: Sequence[int]) -> str:
    reached = [f"{label} {mean:.2f}" for label, mean in zip(labels, means, strict=True)]
    gains = ious[-1] - ious[0]
    sentence = f"IoU of {len(order)} classes as marks. Mean IoU: {style.listing(reached)}."
    if not (gains > 0).any():
        return sentence
    best = int(np.nanargmax(gains))
    return (
        f"{sentence} From {labels[0]} to {labels[-1]} the class {CLASS_NAMES[order[best]]} gains "
        f"most, from {ious[0, best]:.2f} to {ious[-1, best]:.2f}."
    )


def draw_confusion(counts: Array) -> None:
    """For the most frequent true classes: what share of their pixels was given which class."""
    order = np.argsort(counts.sum(axis=1))[::-1][:_SHOWN]
    order = order[counts.sum(axis=1)[order] > 0]
    rows = counts[order] / counts[order].sum(axis=1, keepdims=True)
    shares = np.column_stack([rows[:, order], np.delete(rows, order, axis=1).sum(axis=1)])
    names = [CLASS_NAMES[int(number)] for number in order]
    figure, (ax,) = style.subplots(height=4.2)
    ax.imshow(shares, cmap=style.AMOUNT, vmin=0, vmax=1, aspect="auto")
    for row, column in np.ndindex(*shares.shape):
        if shares[row, column] >= 0.005:
            ink = style.INK if shares[row, column] > 0.55 else "white"
            ax.text(
                column,
                row,
                f"{100 * shares[row, column]:.0f}",
                ha="center",
                va="center",
                color=ink,
                fontsize=9,
            )
    style.class_axis(ax, names)
    columns = [*names, "any other"]
    ax.set_xticks(
        range(len(columns)), columns, rotation=35, ha="right", fontsize=style.CLASS_NAME_SIZE
    )
    ax.set_ylabel("true class")
    ax.set_xlabel("predicted class; numbers are % of the row")
    ax.spines[:].set_visible(False)
    hits = [f"{name} {shares[k, k]:.0%}" for k, name in enumerate(names)]
    show(
        figure,
        f"A table of true against predicted classes for the {len(names)} most frequent ones. "
        f"Found: {style.listing(hits)}.",
    )


def draw_confused_pairs(pairs: pd.DataFrame) -> None:
    """Bars of which class was taken for which; the part at borders is pale and hatched.

    Args:
        pairs: of ``confused_pairs``.
    """
    if pairs.empty:
        print("No pixel is wrong: no class was taken for another.")
        return
    places, border = range(len(pairs)), 100 * pairs["at_border"]
    percent = 100 * pairs["share"]
    names = [
        f"{CLASS_NAMES[truth]} → {CLASS_NAMES[answer]}"
        for truth, answer in zip(pairs["truth"], pairs["answer"], strict=True)
    ]
    figure, (ax,) = style.subplots(height=0.32 * len(pairs) + 1.3)
    look: dict[str, Any] = {"edgecolor": style.INK, "linewidth": 0.7}
    near = {"color": style.SKY, "hatch": "///", "label": "within one pixel of a border"}
    ax.barh(places, border, **near, **look)
    bars = ax.barh(
        places, percent - border, left=border, color=style.BLUE, label="further inside", **look
    )
    ax.bar_label(bars, [style.percent(share) for share in pairs["share"]], fontsize=9, padding=4)
    style.class_axis(ax, names)
    ax.margins(x=0.12)
    ax.set_xlabel("true class → answer, in % of the true class's pixels")
    figure.legend(loc="outside upper center", ncols=2)
    said = [
        f"{name} {share:.1f}% ({near_share / share:.0%} of it at a border)"
        for name, share, near_share in zip(names, percent, border, strict=True)
    ]
    show(figure, f"Classes taken for another, as bars: {style.listing(said)}.")


def draw_contours(photo: Array, truth: Mask, prediction: Mask, numbers: Sequence[int]) -> None:
    """Borders of some classes in truth and prediction on the photo, and what is wrong hatched.

    Args:
        photo: shape (H, W, 3).
        truth: class ids, shape (H, W).
        prediction: class ids, shape (H, W).
        numbers: the classes; ``most_disputed`` proposes some.
    """
    concerned = np.isin(truth, numbers) | np.isin(prediction, numbers)
    wrong = concerned & (truth != prediction)
    figure, axes = style.subplots(1, 2, height=3.7)
    style.picture(axes[0], _paled(photo, 0.25), "Borders")
    style.picture(axes[1], _paled(photo, 0.6), f"Wrong: {wrong.mean():.1%} of the picture")
    for number in numbers:
        _draw_border(axes[0], truth == number, colors=["white"], linewidths=3)
        _draw_border(axes[0], truth == number, colors=[style.BLUE], linewidths=1.6)
    for number in numbers:
        _draw_border(
            axes[0],
            prediction == number,
            colors=[style.VERMILION],
            linewidths=1.6,
            linestyles="dashed",
        )
        _name_area(axes[0], truth == number, CLASS_NAMES[number])
    draw_hatched(axes[1], wrong, style.VERMILION)
    names = [CLASS_NAMES[number] for number in numbers]
    handles = [
        Line2D([], [], color=style.BLUE, linewidth=2, label="truth"),
        Line2D([], [], color=style.VERMILION, linewidth=2, linestyle="--", label="prediction"),
        Patch(facecolor="none", edgecolor=style.INK, hatch="////", label="wrong"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3)
    said = [
        f"{name}: {(truth == number).mean():.1%} true, {(prediction == number).mean():.1%} "
        "predicted"
        for name, number in zip(names, numbers, strict=True)
    ]
    show(
        figure,
        f"A photo with the true borders (solid) and the predicted ones (dashed) of "
        f"{style.listing(names)}; wrong there, hatched: {wrong.mean():.1%} of the picture. "
        f"Shares of the picture: {'; '.join(said)}.",
    )


def _paled(photo: Array, amount: float) -> Array:
    """A photo (H, W, 3), 0 to 255 or 0 to 1, mixed with white so that lines stand out from it."""
    light = photo / 255 if np.issubdtype(photo.dtype, np.integer) else photo
    return np.asarray(light * (1 - amount) + amount)


def _draw_border(ax: Axes, area: Flags, **look: Any) -> None:
    outlined = without_specks(area)  # a line around every single pixel would hide the others
    if outlined.any() and not outlined.all():
        ax.contour(outlined, levels=[0.5], **look)


def _name_area(ax: Axes, area: Flags, name: str) -> None:
    """Write a name where the area (H, W) is widest, inside the picture; nothing on an empty one."""
    if not area.any():
        return
    row, column = deepest_pixel(area)
    place = column / area.shape[1]
    side = "left" if place < 0.15 else "right" if place > 0.85 else "center"
    ax.text(column, row, name, ha=side, va="center", fontsize=9, path_effects=_HALO)


def draw_failure(
    photos: Array, truths: Mask, answers: Mask, predict: Callable[[Array], Array]
) -> None:
    """The largest area in which one class was taken for another, looked at closely.

    Args:
        photos: shape (n, H, W, 3).
        truths: class ids, shape (n, H, W).
        answers: class ids, shape (n, H, W).
        predict: gives the logits (1, H, W, n_classes) of a batch of one photo.
    """
    failure = largest_failure(truths, answers)
    if failure is None:
        print(f"None of the {truths.size} pixels is wrong: there is no failure to look at.")
        return
    number = failure.image
    centre = deepest_pixel(failure.area)
    logits = np.asarray(predict(photos[number : number + 1]), np.float64)
    shares = softmax(logits[0][centre])
    window = _window(failure.area)
    figure, axes = style.subplots(1, 4, height=2.7, width_ratios=[1, 1, 1, 0.8])
    pictures = (photos[number], colorize(truths[number]), colorize(answers[number]))
    for ax, picture, title in zip(axes, pictures, ("Photo", "Truth", "Answer"), strict=False):
        style.picture(ax, picture[window], title)
        _draw_border(ax, failure.area[window], colors=["white"], linewidths=3)
        _draw_border(ax, failure.area[window], colors=[style.INK], linestyles="dashed")
        _draw_ring(ax, (centre[0] - window[0].start, centre[1] - window[1].start))
    _draw_shares(axes[3], shares, failure.truth)
    axes[3].set_box_aspect(photos.shape[1] / photos.shape[2] / 0.8)
    shown = np.stack([truths[number][window], answers[number][window]])
    draw_class_legend(figure, most_frequent(shown, 10))
    likeliest = [f"{CLASS_NAMES[k]} {shares[k]:.2f}" for k in np.argsort(shares)[::-1][:3]]
    show(
        figure,
        f"The largest failure: in picture {number + 1} of {len(photos)} an area of "
        f"{failure.area.sum()} connected pixels ({failure.area.mean():.1%} of the picture) is "
        f"{CLASS_NAMES[failure.truth]} and was taken for {CLASS_NAMES[failure.answer]}. At its "
        f"centre the network's shares are {style.listing(likeliest)}; the true class has "
        f"{shares[failure.truth]:.2f}.",
    )


def _window(area: Flags) -> tuple[slice, slice]:
    """The part of a picture around an area, both (H, W), in the proportions of the picture.

    It is ``_LEAST`` pixels wide at least, where the picture is.
    """
    spans = [np.flatnonzero(area.any(axis=1 - axis)) for axis in (0, 1)]
    wanted = [
        (np.ptp(span) + 1 + 2 * _MARGIN) / side
        for span, side in zip(spans, area.shape, strict=True)
    ]
    scale = min(max(*wanted, _LEAST / area.shape[1]), 1)
    parts = []
    for span, side in zip(spans, area.shape, strict=True):
        length = round(scale * side)
        start = int(np.clip((span[0] + span[-1] + 1 - length) // 2, 0, side - length))
        parts.append(slice(start, start + length))
    return parts[0], parts[1]


def _draw_ring(ax: Axes, pixel: Pixel) -> None:
    for colour, width in (("white", 4.5), (style.INK, 2)):
        ax.plot(
            pixel[1],
            pixel[0],
            "o",
            markersize=13,
            markerfacecolor="none",
            markeredgecolor=colour,
            markeredgewidth=width,
        )


def _draw_shares(ax: Axes, shares: Array, truth: int) -> None:
    """The three likeliest classes as bars; the true one is hatched."""
    likeliest = [int(number) for number in np.argsort(shares)[::-1][:3]]
    bars = ax.barh(range(3), shares[likeliest], color=style.SKY, edgecolor=style.INK, height=0.45)
    ax.bar_label(bars, [f"{shares[number]:.2f}" for number in likeliest], fontsize=9, padding=3)
    for place, number in enumerate(likeliest):
        name = CLASS_NAMES[number] + (" (true)" if number == truth else "")
        ax.text(0, place - 0.3, name, va="bottom", fontsize=9)
        if number == truth:
            bars[place].set(hatch="///")
    ax.set_xlim(0, 1.25)
    ax.set_ylim(2.4, -0.75)
    ax.set_title("Shares at the ring")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    if truth not in likeliest:
        ax.set_xlabel(f"{CLASS_NAMES[truth]} (true): {shares[truth]:.2f}", fontsize=9)


def draw_unknown(photo: Array, logits: Array) -> None:
    """A photo without a truth: the network's answer, and how sure it is at each pixel.

    Args:
        photo: shape (H, W, 3).
        logits: shape (H, W, n_classes).
    """
    answer = logits.argmax(axis=-1)
    sureness = softmax(np.asarray(logits, np.float64)).max(axis=-1)
    figure, axes = style.subplots(1, 3, height=2.9)
    style.picture(axes[0], photo, "Photo")
    style.picture(axes[1], colorize(answer), "The network's answer")
    style.picture(axes[2], sureness, "Highest share", cmap=style.AMOUNT, vmin=0, vmax=1)
    axes[2].set_xlabel(f"dark 0, light 1; mean {sureness.mean():.2f}", fontsize=8.5)
    shown = most_frequent(answer, 10)
    draw_class_legend(figure, shown)
    named = [f"{CLASS_NAMES[k]} {style.percent((answer == k).mean())}" for k in shown[:5]]
    show(
        figure,
        f"A photo, what the network takes it for, and how sure it is. Most pixels: "
        f"{style.listing(named)}. The highest share of a pixel is {sureness.mean():.2f} on "
        f"average.",
    )


def show_drive(photos: Array, truths: Mask, answers: Mask, file: Path) -> None:
    """A drive as a film: photo, truth and answer side by side, the mean IoU under each frame.

    Args:
        photos: frames in their order, shape (n, H, W, 3).
        truths: class ids, shape (n, H, W).
        answers: class ids, shape (n, H, W).
        file: where the GIF goes.
    """
    reached = [
        scores(confusion(truth, answer))["mean IoU"]
        for truth, answer in zip(truths, answers, strict=True)
    ]
    captions = [
        f"frame {number} of {len(photos)}: mean IoU {iou:.2f}"
        for number, iou in enumerate(reached, start=1)
    ]
    titles = ["The network's answer"] * len(photos)
    pictures = _film_pictures(photos, truths, answers, titles, captions)
    worst, best = int(np.argmin(reached)), int(np.argmax(reached))
    alt = (
        f"A drive as a film, photo beside truth and the network's answer; number of frames: "
        f"{len(photos)}. Mean IoU of a frame: {np.mean(reached):.2f} on average, lowest in "
        f"frame {worst + 1} ({reached[worst]:.2f}), highest in frame {best + 1} "
        f"({reached[best]:.2f})."
    )
    _show_gif(pictures, [0.4] * len(pictures), file, alt)


def show_film(
    photo: Array, truth: Mask, answers: Sequence[Mask] | Array, epochs: Sequence[int], file: Path
) -> None:
    """A film of one photo's answer through the epochs; it lingers at ``MILESTONES``.

    Args:
        photo: shape (H, W, 3).
        truth: class ids, shape (H, W).
        answers: class ids after each of the epochs, each of shape (H, W).
        epochs: after which epoch each answer was given.
        file: where the GIF goes.
    """
    n_epochs = len(epochs)
    pictures = _film_pictures(
        [photo] * n_epochs,
        [truth] * n_epochs,
        answers,
        [f"After epoch {epoch}" for epoch in epochs],
        [_reached(truth, answer) for answer in answers],
    )
    seconds = [2.5 if epoch in MILESTONES else 0.6 for epoch in epochs]
    said = [
        f"after epoch {epochs[place]} {_reached(truth, answers[place])}"
        for place in _milestones(epochs)
    ]
    alt = (
        f"The answer for one photo through the epochs as a film; number of pictures: {n_epochs}. "
        f"Of them {'; '.join(said)}."
    )
    _show_gif(pictures, seconds, file, alt)


def draw_epochs(
    photo: Array, truth: Mask, answers: Sequence[Mask] | Array, epochs: Sequence[int]
) -> None:
    """The answers at ``MILESTONES`` out of a film, below photo and truth; as ``show_film``."""
    shown = _milestones(epochs)
    figure, axes = style.subplots(2, 3, height=4.9)
    style.picture(axes[0], photo, "Photo")
    style.picture(axes[1], colorize(truth), "Truth")
    _draw_progress(axes[2], [scores(confusion(truth, answer)) for answer in answers], epochs)
    for ax in axes[3 + len(shown) :]:
        ax.axis("off")
    for ax, place in zip(axes[3:], shown, strict=False):
        style.picture(ax, colorize(answers[place]), f"After epoch {epochs[place]}")
        ax.set_xlabel(_reached(truth, answers[place]), fontsize=9)
    draw_class_legend(figure, most_frequent(truth, 10))
    said = [f"after epoch {epochs[place]} {_reached(truth, answers[place])}" for place in shown]
    show(figure, f"A photo, its mask and the answers through the epochs: {'; '.join(said)}.")


def _milestones(epochs: Sequence[int]) -> list[int]:
    """Places of the epochs to stop at in a film: ``MILESTONES``, or the last where none is."""
    places = [place for place, epoch in enumerate(epochs) if epoch in MILESTONES]
    return places or [len(epochs) - 1]


def _draw_progress(ax: Axes, reached: Sequence[Mapping[str, float]], epochs: Sequence[int]) -> None:
    for number, measure in enumerate(MEASURES):
        values = [one[measure] for one in reached]
        ax.plot(
            epochs,
            values,
            **style.line(number),
            markersize=4,
        )
        ax.annotate(
            measure,
            (epochs[-1], values[-1]),
            xytext=(0, -8),
            textcoords="offset points",
            ha="right",
            va="top",
            fontsize=9,
            color=style.SERIES[number],
        )
    ax.set_ylim(0, 1.04)
    ax.set_xlabel("epoch")
    ax.set_title("This photo")
    ax.set_box_aspect(0.75)
    ax.grid(True)


def _reached(truth: Mask, answer: Mask) -> str:
    reached = scores(confusion(truth, answer))
    return f"{reached['accuracy']:.0%} right, mean IoU {reached['mean IoU']:.2f}"


def _film_pictures(
    photos: Sequence[Array] | Array,
    truths: Sequence[Mask] | Array,
    answers: Sequence[Mask] | Array,
    titles: Sequence[str],
    captions: Sequence[str],
) -> list[Array]:
    """Photo, truth and answer side by side, a picture for each frame.

    Args:
        photos: each of shape (H, W, 3).
        truths: class ids, each of shape (H, W).
        answers: class ids, each of shape (H, W).
        titles: what stands above each answer.
        captions: what stands below it.

    Returns:
        Pictures of one size, uint8, each of shape (height, width, 3).
    """
    figure, axes = style.subplots(1, 3, height=3.0)
    style.picture(axes[0], photos[0], "Photo")
    style.picture(axes[1], colorize(truths[0]), "Truth")
    style.picture(axes[2], colorize(answers[0]), titles[0])
    axes[2].set_xlabel(captions[0], fontsize=9)
    draw_class_legend(figure, most_frequent(np.asarray(truths), 10))
    figure.set_layout_engine("constrained", rect=(0, 0, 1, 0.97))  # room above the titles
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # the places are found; finding them again takes longest
    pictures = []
    for photo, truth, answer, title, caption in zip(
        photos, truths, answers, titles, captions, strict=True
    ):
        for ax, pixels in zip(axes, (photo, colorize(truth), colorize(answer)), strict=True):
            ax.images[0].set_data(pixels)
        axes[2].set_title(title)
        axes[2].set_xlabel(caption)
        pictures.append(_pixels(figure))
    plt.close(figure)
    return pictures


def _pixels(figure: Figure) -> Array:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=90, facecolor="white")
    return np.asarray(Image.open(buffer).convert("RGB"))


def _show_gif(pictures: Sequence[Array], seconds: Sequence[float], file: Path, alt: str) -> None:
    """Write pictures, each shown for so many seconds, as an endless GIF, and show it."""
    milliseconds = [1000 * length for length in seconds]
    duration = milliseconds if len(pictures) > 1 else milliseconds[0]  # Pillow takes no list of one
    imageio.imwrite(file, pictures, extension=".gif", duration=duration, loop=0)
    show_file(file, alt)
