"""Drawings and numbers of the notebook on loss and metrics.

Functions that compute come first and draw nothing; those that draw say in an alt text what is to
be seen, in the figure's own numbers.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from data.classes import CLASS_NAMES, COLOURS, N_CLASSES, colorize
from lessons.figures import show, style

Array = NDArray[Any]
Mask = NDArray[np.integer[Any]]
Pixel = tuple[int, int]

_SHOWN = 5  # classes, of one pixel or of a view
_LARGEST_GAP = 150  # between two logits, in the figure on overflow
_MARGIN = 4  # pixels around what is shown of a picture


def softmax(scores: Array) -> Array:
    """Shares along the last axis that add up to 1, from any scores (…, n_classes)."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def class_shares(masks: Mask, n_classes: int = N_CLASSES) -> Array:
    """Share of all pixels that each class has, shape (n_classes,), adding up to 1."""
    return np.asarray(np.bincount(masks.ravel(), minlength=n_classes) / masks.size)


def intersection_and_union(truth: Mask, prediction: Mask, number: int) -> tuple[int, int]:
    """Pixels of class ``number`` in both masks, and in at least one of them."""
    in_truth, in_prediction = truth == number, prediction == number
    return int((in_truth & in_prediction).sum()), int((in_truth | in_prediction).sum())


def naive_and_stable(gaps: Array) -> tuple[Array, Array]:
    """Loss of two classes in float32, as the formula reads and with the maximum subtracted.

    Args:
        gaps: how far the true class's logit lies below the other one, shape (n,).

    Returns:
        Both losses, shape (n,); the naive one holds inf or NaN where float32 gives up.
    """
    logits = np.stack([np.zeros_like(gaps), gaps], axis=-1).astype(np.float32)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        powers = np.exp(logits)
        naive = -np.log(powers[:, 0] / powers.sum(axis=-1))
    top = logits.max(axis=-1)
    stable = top + np.log(np.exp(logits - top[:, None]).sum(axis=-1)) - logits[:, 0]
    return naive, stable


def loss_of_logit(values: Array, from_logits: bool) -> tuple[Array, Array]:
    """Keras's loss and its slope as the true class's logit moves and another one stays at 0.5.

    Args:
        values: logits of the true class, shape (n,).
        from_logits: what Keras is told about them.

    Returns:
        Loss and its derivative with respect to that logit, each of shape (n,).
    """
    import tensorflow as tf

    true_logits = tf.constant(values, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(true_logits)
        logits = tf.stack([true_logits, tf.fill(true_logits.shape, 0.5)], axis=-1)
        targets = tf.zeros_like(true_logits, tf.int32)
        losses = _keras_loss(targets, logits, from_logits)
    slopes = tape.gradient(losses, true_logits)
    return np.asarray(losses), np.asarray(slopes)


def _keras_loss(targets: Any, logits: Any, from_logits: bool) -> Any:
    import keras

    return keras.losses.sparse_categorical_crossentropy(targets, logits, from_logits=from_logits)


def draw_pixel_scores(photo: Array, logits: Array, pixel: Pixel) -> None:
    """One pixel of a photo, with its logits and the shares that softmax makes of them.

    Args:
        photo: shape (H, W, 3).
        logits: shape (h, w, n_classes), a smaller copy of the same view.
        pixel: row and column in ``logits``.
    """
    scores = np.asarray(logits)[pixel]
    shares = softmax(scores)
    best = int(scores.argmax())
    figure, axes = style.subplots(1, 3, height=4.6, width_ratios=[1.5, 1, 0.9])
    style.picture(axes[0], photo, "A pixel of the photo")
    _mark(axes[0], photo, logits, pixel)
    _bars(axes[1], scores, best, "Logits: any number")
    axes[1].axvline(0, color=style.GREY, linewidth=0.8)
    axes[1].set_yticks(range(len(scores)), CLASS_NAMES, fontsize=8)
    _bars(axes[2], shares, best, "Softmax: shares")
    axes[2].set_xlim(0, 1)
    axes[2].set_yticks([])
    inside = shares[best] > 0.5
    axes[2].text(
        shares[best] + (-0.03 if inside else 0.03),
        best,
        f"{shares[best]:.2f}",
        va="center",
        ha="right" if inside else "left",
        color="white" if inside else style.INK,
        fontweight="bold",
    )
    show(
        figure,
        f"A street photo with one pixel marked, and its {len(scores)} logits and softmax shares "
        f"as bars. Logits run from {scores.min():.1f} to {scores.max():.1f}; the highest is "
        f"{CLASS_NAMES[best]}, which gets a share of {shares[best]:.2f}.",
    )


def _bars(ax: Axes, values: Array, best: int, title: str) -> None:
    bars = ax.barh(range(len(values)), values, color=style.SKY, edgecolor=style.GREY, linewidth=0.4)
    bars[best].set(facecolor=style.BLUE, hatch="//")
    ax.set_title(title)
    ax.invert_yaxis()
    ax.margins(y=0.01)


def _mark(ax: Axes, photo: Array, logits: Array, pixel: Pixel) -> None:
    step = photo.shape[0] / logits.shape[0]
    y, x = ((part + 0.5) * step for part in pixel)
    ax.plot(x, y, "s", markersize=11, color="none", markeredgecolor="white", markeredgewidth=4)
    ax.plot(
        x, y, "s", markersize=11, color="none", markeredgecolor=style.VERMILION, markeredgewidth=2
    )


def draw_softmax_steps(scores: Array) -> None:
    """The three steps of softmax on the highest scores of one pixel, shape (n_classes,)."""
    order = np.argsort(scores)[::-1][:_SHOWN]
    powers = np.exp(scores)
    steps = (
        ("Logits", scores, "1. as the network gives them"),
        ("exp(logits)", powers, "2. positive, order kept"),
        ("Softmax", powers / powers.sum(), "3. divided by the sum of all"),
    )
    figure, axes = style.subplots(1, 3, height=2.5)
    for number, (ax, (title, values, what)) in enumerate(zip(axes, steps, strict=True)):
        bars = ax.bar(
            range(_SHOWN),
            values[order],
            **style.bars(number),
        )
        ax.bar_label(bars, [f"{value:.3g}" for value in values[order]], fontsize=8)
        ax.set_title(f"{title}\n{what}", fontsize=9.5)
        names = [CLASS_NAMES[number].replace(" ", "\n") for number in order]
        ax.set_xticks(range(_SHOWN), names, fontsize=7.5, rotation=30)
        ax.set_yticks([])
        ax.margins(y=0.18)
    shares = powers[order] / powers.sum()
    named = [f"{CLASS_NAMES[k]} {share:.2f}" for k, share in zip(order, shares, strict=True)]
    show(figure, f"Logits, their exponentials and their softmax as bars: {style.listing(named)}.")


def typical_pixels(probabilities: Array, truth: Mask) -> list[Pixel]:
    """One pixel of each of the most frequent classes: the one with the median true share.

    Args:
        probabilities: shape (h, w, n_classes).
        truth: class ids, shape (h, w).

    Returns:
        Row and column of each, the most frequent class first.
    """
    numbers, counts = np.unique(truth, return_counts=True)
    pixels = []
    for number in numbers[np.argsort(counts)[::-1]][:_SHOWN]:
        rows, columns = np.nonzero(truth == number)
        middle = np.argsort(probabilities[rows, columns, number])[len(rows) // 2]
        pixels.append((int(rows[middle]), int(columns[middle])))
    return pixels


def draw_pixel_losses(probabilities: Array, truth: Mask) -> None:
    """Minus log p as a curve, with typical pixels of one view on it.

    Args:
        probabilities: shape (h, w, n_classes).
        truth: class ids, shape (h, w).
    """
    figure, (ax,) = style.subplots(height=3.3)
    grid = np.geomspace(1e-4, 1, 300)
    ax.plot(grid, -np.log(grid), color=style.INK, linewidth=1.5)
    said = []
    for number, pixel in enumerate(typical_pixels(probabilities, truth)):
        name, p = CLASS_NAMES[truth[pixel]], float(probabilities[pixel][truth[pixel]])
        ax.plot(
            p,
            -np.log(p),
            style.MARKERS[number],
            color=style.SERIES[number],
            markersize=9,
            label=f"{name}: p = {p:.4f}, loss {-np.log(p):.2f}",
        )
        said.append(f"{name} at {p:.4f} costs {-np.log(p):.2f}")
    ax.set_xlabel("share p that the network gives to the true class")
    ax.set_ylabel("loss: −log p")
    ax.set_ylim(bottom=-0.3)
    ax.grid(True)
    ax.legend(title="true class of the pixel")
    show(
        figure,
        "The curve of minus log p, falling to 0 at p = 1, with pixels on it: "
        f"{style.listing(said)}.",
    )


def draw_small_mask(mask: Mask, logits: Array, names: Sequence[str], losses: Array) -> None:
    """A tiny mask worked out by hand: true classes, logits, shares of the true class, losses.

    Args:
        mask: class ids, shape (rows, columns).
        logits: shape (rows, columns, n_classes).
        names: names of the classes.
        losses: shape (rows, columns).
    """
    rows, columns = mask.shape
    shares = np.take_along_axis(softmax(logits), mask[..., None], axis=-1)[..., 0]
    figure, axes = style.subplots(1, 4, height=2.6)
    panels = (
        ("True class", None, None),
        ("Logits", None, None),
        ("p of true class", shares, style.shades(1 - shares, 1, style.AMOUNT)),
        ("Loss: −log p", losses, style.shades(losses, None, style.AMOUNT)),
    )
    for ax, (title, values, colours) in zip(axes, panels, strict=True):
        style.blank(ax, columns, rows)
        ax.set_title(title)
        if values is not None:
            style.cells(ax, values, colours=colours, form=".3f", fontsize=10)
            continue
        for row, column in np.ndindex(rows, columns):
            style.frame(ax, column, row, 1, 1, edgecolor=style.GREY, linewidth=0.8)
            text = (
                names[int(mask[row, column])]
                if title == "True class"
                else "\n".join(
                    f"{name} {value:g}"
                    for name, value in zip(names, logits[row, column], strict=True)
                )
            )
            ax.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=8.5)
    said = [f"{names[int(mask[i])]} {losses[i]:.3f}" for i in np.ndindex(rows, columns)]
    show(
        figure,
        f"A mask of {rows} by {columns} pixels with logits, shares and losses. "
        f"Losses: {style.listing(said)}; their mean is {losses.mean():.3f}.",
    )


def draw_overflow() -> None:
    """Where the formula as it reads fails in float32, and the rearranged one does not."""
    gaps = np.linspace(0, _LARGEST_GAP, 601)
    naive, stable = naive_and_stable(gaps)
    finite = np.isfinite(naive)
    end = float(gaps[finite].max())
    figure, (ax,) = style.subplots(height=2.7)
    ax.plot(gaps, stable, color=style.BLUE, linewidth=5, alpha=0.45, label="maximum subtracted")
    ax.plot(
        gaps[finite],
        naive[finite],
        "--",
        color=style.VERMILION,
        linewidth=1.8,
        label="as the formula reads",
    )
    ax.plot(end, naive[finite][-1], "X", color=style.VERMILION, markersize=10)
    ax.annotate(
        f"float32 ends here:\ngap {end:.0f}",
        (end, naive[finite][-1]),
        xytext=(-95, 12),
        textcoords="offset points",
        color=style.INK,
        fontsize=9,
    )
    ax.set_xlabel("how far the true class's logit lies below the highest")
    ax.set_ylabel("loss")
    ax.grid(True)
    ax.legend(loc="lower right")
    show(
        figure,
        f"Two loss curves over the gap between two logits. Both rise together; the one "
        f"computed as the formula reads ends at a gap of {end:.0f}, the other goes on to "
        f"{_LARGEST_GAP:.0f}.",
    )


def draw_loss_map(photo: Array, truth: Mask, losses: Array) -> None:
    """A photo, its mask, and the loss of every pixel with the borders of the classes on top.

    Args:
        photo: shape (H, W, 3).
        truth: class ids, shape (h, w).
        losses: shape (h, w).
    """
    ordered = np.sort(np.asarray(losses).ravel())[::-1]
    half = np.searchsorted(ordered.cumsum(), ordered.sum() / 2) + 1
    share = half / ordered.size
    figure, axes = style.subplots(1, 3, height=2.7)
    style.picture(axes[0], photo, "Photo")
    style.picture(axes[1], colorize(truth), "True mask")
    style.picture(axes[2], losses, "Loss of each pixel", cmap=style.AMOUNT)
    draw_borders(axes[2], truth, colors="white", linewidths=0.5)
    scale = axes[2].inset_axes((0, -0.12, 1, 0.06))
    figure.colorbar(axes[2].images[0], cax=scale, orientation="horizontal")
    show(
        figure,
        f"A street, its mask and a map of the loss. Half of the whole loss comes from "
        f"{share:.0%} of the pixels; the largest single loss is {ordered[0]:.1f}.",
    )


def draw_borders(ax: Axes, mask: Mask, **options: Any) -> None:
    """Lines around every class of a mask (H, W), drawn on top of ``ax``."""
    for number in np.unique(mask):
        ax.contour(mask == number, levels=[0.5], **options)


def draw_from_logits() -> None:
    """Loss and slope over one logit, with from_logits right and wrong."""
    values = np.linspace(-6, 6, 481).astype(np.float32)
    figure, axes = style.subplots(1, 2, height=2.9)
    slopes_at = []
    for number, told in enumerate((True, False)):
        losses, slopes = loss_of_logit(values, told)
        look = {"color": style.SERIES[number], "linestyle": style.DASHES[number], "linewidth": 2}
        axes[0].plot(values, losses, label=f"from_logits={told}", **look)
        axes[1].plot(values, slopes, label=f"from_logits={told}", **look)
        slopes_at.append(float(slopes[np.abs(values + 3).argmin()]))
    for ax, title in zip(axes, ("Loss", "Slope: what the optimiser sees"), strict=True):
        ax.set_title(title)
        ax.set_xlabel("logit of the true class (the other: 0.5)")
        ax.grid(True)
    axes[0].legend()
    axes[1].set_ylim(-2.2, 0.1)
    show(
        figure,
        f"Loss and its slope over the true class's logit. At a logit of −3 the slope is "
        f"{slopes_at[0]:.2f} with from_logits=True and {slopes_at[1]:.2f} with "
        f"from_logits=False, where the loss curve is flat outside 0 to 1.",
    )


def draw_runs(runs: Mapping[str, Sequence[float]], quantity: str) -> None:
    """One line a training run, with its name at the end.

    Args:
        runs: values by epoch under the name of the run.
        quantity: what the values are, for the axis.
    """
    figure, (ax,) = style.subplots(height=2.8)
    for number, (name, values) in enumerate(runs.items()):
        epochs = np.arange(1, len(values) + 1)
        ax.plot(
            epochs,
            values,
            **style.line(number),
            markersize=4,
            linewidth=1.6,
        )
        style.name_line(ax, number, f"{name}: {values[-1]:.2f}", (epochs[-1], values[-1]))
    ax.set_xlabel("epoch")
    ax.set_ylabel(quantity)
    ax.grid(True)
    said = [f"{name} from {values[0]:.2f} to {values[-1]:.2f}" for name, values in runs.items()]
    show(figure, f"{quantity.capitalize()} by epoch: {style.listing(said)}.")


def draw_class_shares(shares: Array) -> None:
    """The share of each class as bars on a logarithmic scale, the most frequent first."""
    order = [int(number) for number in np.argsort(shares)[::-1] if shares[number] > 0]
    absent = [CLASS_NAMES[number] for number in range(len(shares)) if shares[number] == 0]
    figure, (ax,) = style.subplots(height=4.6)
    percent = 100 * shares[order]
    bars = ax.barh(
        range(len(order)), percent, edgecolor=style.INK, linewidth=0.6, color=COLOURS[order] / 255
    )
    ax.bar_label(bars, [style.percent(share) for share in shares[order]], fontsize=8, padding=3)
    style.class_axis(ax, [CLASS_NAMES[number] for number in order])
    ax.set_xscale("log")
    ax.margins(x=0.12, y=0.01)
    ax.set_xlabel("share of all pixels in %, each gridline ten times the one before")
    ax.grid(True, axis="x")
    ax.set_axisbelow(True)
    if absent:
        ax.text(
            0.99,
            0.03,
            f"not one pixel: {style.listing(absent)}",
            transform=ax.transAxes,
            ha="right",
            fontsize=8.5,
            color=style.INK,
        )
    first, second, last = order[0], order[1], order[-1]
    show(
        figure,
        f"Shares of {len(order)} classes on a logarithmic scale, from "
        f"{CLASS_NAMES[first]} ({shares[first]:.1%}) and {CLASS_NAMES[second]} "
        f"({shares[second]:.1%}) down to {CLASS_NAMES[last]} ({shares[last]:.4%}).",
    )


def draw_two_colours(photo: Array, truth: Mask, picture: Mask) -> None:
    """A photo, its mask and the two-colour picture with hatches where it is wrong.

    Args:
        photo: shape (H, W, 3).
        truth: class ids, shape (H, W).
        picture: class ids of the guess, shape (H, W).
    """
    wrong = truth != picture
    lost = [CLASS_NAMES[number] for number in np.unique(truth) if number not in np.unique(picture)]
    figure, axes = style.subplots(1, 3, height=2.6)
    style.picture(axes[0], photo, "Photo")
    style.picture(axes[1], colorize(truth), "True mask")
    style.picture(axes[2], colorize(picture), "Two colours")
    draw_hatched(axes[2], wrong)
    axes[2].text(
        0.5,
        -0.04,
        f"right: {1 - wrong.mean():.0%}, hatched: wrong",
        va="top",
        ha="center",
        transform=axes[2].transAxes,
        fontsize=9,
    )
    show(
        figure,
        f"A street, its mask and a picture of road below and sky above. "
        f"{1 - wrong.mean():.0%} of its pixels are right; it has nothing of "
        f"{style.listing(lost) if lost else 'no class'}.",
    )


def draw_hatched(ax: Axes, region: NDArray[np.bool_], colour: str = style.INK) -> None:
    """Hatch the pixels of ``region`` (H, W) and draw a line around them."""
    if not region.any():
        return
    ax.contourf(region, levels=[0.5, 1.5], colors="none", hatches=["////"])
    ax.contour(region, levels=[0.5], colors=[colour], linewidths=0.8)


def draw_overlap(truth: Mask, prediction: Mask, number: int) -> None:
    """Intersection and union of one class in two masks (H, W), with the counts."""
    both, either = intersection_and_union(truth, prediction, number)
    in_truth, in_prediction = truth == number, prediction == number
    window = _window(in_truth | in_prediction)
    figure, axes = style.subplots(1, 3, height=2.7)
    panels = (
        ("Truth", in_truth, style.BLUE, ""),
        ("Prediction", in_prediction, style.ORANGE, "..."),
        ("Together", in_truth & in_prediction, style.GREEN, "xxx"),
    )
    for ax, (title, region, colour, hatch) in zip(axes, panels, strict=True):
        ax.contourf(region[window], levels=[0.5, 1.5], colors=[colour], hatches=[hatch])
        ax.contour(
            (in_truth | in_prediction)[window],
            levels=[0.5],
            colors=[style.INK],
            linewidths=1 if title == "Together" else 0,
        )
        ax.set_title(title)
        ax.set_aspect("equal")
        ax.invert_yaxis()
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines[:].set_visible(True)
    captions = (
        f"{in_truth.sum()} pixels",
        f"{in_prediction.sum()} pixels",
        f"crosses: {both} in both; line: {either} in either\nIoU = {both / either:.2f}",
    )
    for ax, caption in zip(axes, captions, strict=True):
        ax.set_xlabel(caption, fontsize=9)
    show(
        figure,
        f"The class {CLASS_NAMES[number]} in a mask and in a prediction. {both} pixels "
        f"are in both, {either} in at least one: IoU {both / either:.2f}.",
    )


def _window(region: NDArray[np.bool_]) -> tuple[slice, slice]:
    """The part of the picture that holds ``region``, with a margin."""
    rows, columns = np.nonzero(region)
    return (
        slice(max(rows.min() - _MARGIN, 0), rows.max() + _MARGIN + 1),
        slice(max(columns.min() - _MARGIN, 0), columns.max() + _MARGIN + 1),
    )


def draw_two_scores(scores: Mapping[str, tuple[float, float]]) -> None:
    """Accuracy and mean IoU side by side, for each named prediction."""
    figure, (ax,) = style.subplots(height=2.4)
    for number, metric in enumerate(("accuracy", "mean IoU")):
        values = [pair[number] for pair in scores.values()]
        bars = ax.bar(
            np.arange(len(scores)) + 0.38 * number,
            values,
            width=0.36,
            label=metric,
            **style.bars(number),
        )
        ax.bar_label(bars, [f"{value:.2f}" for value in values], fontsize=9)
    ax.set_xticks(np.arange(len(scores)) + 0.19, list(scores))
    ax.set_ylim(0, 1.08)
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=2)
    said = [f"{name}: accuracy {a:.2f}, mean IoU {b:.2f}" for name, (a, b) in scores.items()]
    show(figure, f"Accuracy beside mean IoU as bars. {'. '.join(said)}.")


def draw_mean_of_means(per_image: Array, over_all: float) -> None:
    """Mean IoU of single images as dots, their mean, and the mean IoU of all pixels together."""
    mean = float(np.mean(per_image))
    figure, (ax,) = style.subplots(height=1.9)
    heights = np.random.default_rng(0).uniform(-0.3, 0.3, len(per_image))
    ax.plot(per_image, heights, "o", color=style.SKY, markeredgecolor=style.GREY, markersize=5)
    for number, (value, name) in enumerate(
        ((mean, "mean of the dots"), (over_all, "all pixels at once"))
    ):
        ax.axvline(
            value,
            color=style.SERIES[number],
            linestyle=style.DASHES[number],
            linewidth=2,
            label=f"{name}: {value:.2f}",
        )
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    ax.set_ylim(-0.45, 0.45)
    ax.set_yticks([])
    ax.set_xlabel("mean IoU of one image (each dot)")
    show(
        figure,
        f"Mean IoU of {len(per_image)} images as dots between {per_image.min():.2f} and "
        f"{per_image.max():.2f}. Their mean is {mean:.2f}; counting all pixels at once "
        f"gives {over_all:.2f}.",
    )
