"""Drawings and numbers of the notebook in raw TensorFlow operations.

Functions that compute come first and draw nothing; those that draw say in an alt text what is to
be seen, in the figure's own numbers.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from data.cityscapes_pairs import ROAD, TOLERANCE, road_of
from lessons.figures import show, style

Array = NDArray[Any]

SLOPE = 0.2  # of leaky relu in this notebook
_WINDOWS = (style.BLUE, style.VERMILION, style.GREEN, style.ORANGE)
_DETAIL = 28  # pixels a side
_LEVELS = 3  # poolings on the way down
_CHANNELS = 16  # of the signal whose spread is followed


def border_place(target: Array, side: int) -> tuple[int, int]:
    """Upper left corner of the square with the most even share of road, by row and column.

    Args:
        target: 1 where there is road, shape (H, W).
        side: of the square, in pixels.
    """
    windows = np.lib.stride_tricks.sliding_window_view(target, (side, side))[::4, ::4]
    shares = windows.mean(axis=(2, 3))
    row, column = np.unravel_index(np.abs(shares - 0.5).argmin(), shares.shape)
    return 4 * int(row), 4 * int(column)


def overlap_by_tolerance(colours: Array, truth: Array, tolerances: Sequence[int]) -> list[float]:
    """IoU of the true road and the road read from JPEG colours, for each tolerance.

    Args:
        colours: decoded masks, uint8, shape (n, H, W, 3).
        truth: 1 where there is road, shape (n, H, W).
        tolerances: how far a channel may be off.
    """
    found = (road_of(colours, tolerance).astype(bool) for tolerance in tolerances)
    road = truth.astype(bool)
    return [float((road & one).sum() / (road | one).sum()) for one in found]


def signal_spreads(factor: float, n_layers: int = 15) -> list[float]:
    """Standard deviation of a signal behind each of many convolutions with leaky relu.

    Args:
        factor: the weights' bound, in Glorot bounds.
        n_layers: how many convolutions of 3 × 3.
    """
    import tensorflow as tf

    rng = np.random.default_rng(1)
    signal = tf.constant(rng.normal(0, 1, (4, 24, 24, _CHANNELS)), tf.float32)
    limit = factor * np.sqrt(6 / (2 * 9 * _CHANNELS))
    spreads = [float(tf.math.reduce_std(signal))]
    for _ in range(n_layers):
        kernel = tf.constant(rng.uniform(-limit, limit, (3, 3, _CHANNELS, _CHANNELS)), tf.float32)
        signal = tf.nn.leaky_relu(tf.nn.conv2d(signal, kernel, 1, "SAME"), SLOPE)
        spreads.append(float(tf.math.reduce_std(signal)))
    return spreads


def median_seconds(work: Callable[[], Any], n_times: int = 5) -> float:
    """The median time of a call, after one call that does not count."""
    work()
    seconds = []
    for _ in range(n_times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds))


# The data ----------------------------------------------------------------------------------------


def draw_pair(picture: Array, photo: Array, target: Array) -> None:
    """One file of the pair format, and what the network gets from it.

    Args:
        picture: as in the file, shape (H, 2·W, 3).
        photo: shape (h, w, 3).
        target: 1 where there is road, shape (h, w).
    """
    figure, axes = style.subplots(1, 3, height=2.4, width_ratios=[2.1, 1, 1])
    height, width = picture.shape[:2]
    style.picture(axes[0], picture, f"the file: {width} × {height} pixels")
    axes[0].axvline(width / 2 - 0.5, color="white", linewidth=2.5)
    axes[0].axvline(width / 2 - 0.5, color=style.INK, linewidth=1.2, linestyle="--")
    style.picture(axes[1], photo, f"photo, {photo.shape[1]} × {photo.shape[0]}")
    style.picture(axes[2], target, "target: 1 = road", cmap="cividis", vmin=0, vmax=1)
    show(
        figure,
        f"A picture of {width} by {height} pixels, a street on its left half and its mask in "
        f"class colours on the right. Beside it the photo and the target of {photo.shape[0]} rows, "
        f"in which {target.mean():.0%} of the pixels are road.",
    )


def draw_tolerance(colours: Array, tolerances: Sequence[int], overlaps: Sequence[float]) -> None:
    """A detail of a mask after JPEG, what two tolerances find in it, and the overlap for many.

    Args:
        colours: one decoded mask, uint8, shape (H, W, 3).
        tolerances: how far a channel may be off.
        overlaps: IoU with the true road, one for each tolerance.
    """
    row, column = border_place(road_of(colours), _DETAIL)
    detail = colours[row : row + _DETAIL, column : column + _DETAIL]
    figure, axes = style.subplots(1, 4, height=2.5, width_ratios=[1, 1, 1, 1.6])
    style.picture(axes[0], detail, "mask after JPEG")
    exact, near = (road_of(detail, tolerance) for tolerance in (2, TOLERANCE))
    for ax, found, name in ((axes[1], exact, "within 2"), (axes[2], near, f"within {TOLERANCE}")):
        style.picture(ax, found, name, cmap="cividis", vmin=0, vmax=1)
    axes[3].plot(tolerances, overlaps, "-o", color=style.BLUE, markersize=4)
    axes[3].axvline(TOLERANCE, color=style.VERMILION, linestyle="--", label=f"{TOLERANCE}, ours")
    axes[3].set_xlabel("tolerance of each channel")
    axes[3].set_title("IoU with the true road")
    axes[3].set_ylim(0.88, 1.005)  # exact matching lies far below
    axes[3].grid(True)
    axes[3].legend()
    best = int(np.argmax(overlaps))
    at_ours = overlaps[list(tolerances).index(TOLERANCE)]
    show(
        figure,
        f"A detail of a mask with blurred borders. Within 2 of the road's colour {ROAD} lie "
        f"{exact.mean():.0%} of its pixels, within {TOLERANCE} {near.mean():.0%}. Over the "
        f"tolerances the overlap with the true road goes from {overlaps[0]:.3f} to "
        f"{overlaps[best]:.3f} at {tolerances[best]}; at {TOLERANCE} it is {at_ours:.3f}.",
    )


# The operations ----------------------------------------------------------------------------------


def draw_convolution(values: Array, kernel: Array, place: tuple[int, int]) -> None:
    """One sum of a convolution with padding, and what leaky relu makes of it.

    Args:
        values: one map, shape (H, W).
        kernel: shape (3, 3).
        place: row and column of the sum to follow.
    """
    height, width = values.shape
    padded = np.pad(values, 1)
    row, column = place
    window = padded[row : row + 3, column : column + 3]
    total = float((window * kernel).sum())
    figure, axes = style.subplots(1, 3, height=2.9, width_ratios=[1.5, 1, 1.3])
    style.blank(axes[0], width + 2, height + 2)
    fills = style.shades(padded)
    style.cells(axes[0], padded, colours=fills, form="g")
    for y, x in np.ndindex(height + 2, width + 2):
        if not (0 < y <= height and 0 < x <= width):
            hatched = Rectangle((x, y), 1, 1, fill=False, hatch="////", edgecolor=style.GREY, lw=0)
            axes[0].add_patch(hatched)
    style.frame(axes[0], column, row, 3, 3)
    axes[0].set_title("map, padded with zeros", loc="center")
    style.blank(axes[1], 3, 3)
    style.cells(axes[1], kernel, colours=style.shades(kernel), form="g")
    axes[1].set_title("kernel", loc="center")
    ax = axes[2]
    line = np.linspace(-1.5 * abs(total), 1.5 * abs(total), 101)
    ax.axhline(0, color=style.PALE)
    ax.axvline(0, color=style.PALE)
    ax.plot(line, np.where(line > 0, line, SLOPE * line), color=style.BLUE)
    result = total if total > 0 else SLOPE * total
    ax.plot(total, result, "o", color=style.VERMILION, markersize=8)
    ax.annotate(
        f"{total:g} → {result:g}",
        (total, result),
        xytext=(0, 14),
        textcoords="offset points",
        ha="center",
        fontweight="bold",
    )
    ax.set_title("leaky relu", loc="center")
    ax.set_xlabel("sum of the nine products")
    show(
        figure,
        f"A map of {height} by {width} numbers with a border of zeros; the window around row "
        f"{row}, column {column} is framed. With the kernel its nine products add up to {total:g}, "
        f"and leaky relu makes {result:g} of it.",
    )


def draw_poolings(values: Array) -> None:
    """Pooling of a map with odd sides, with whole squares only and with half ones too.

    Args:
        values: one map, shape (H, W), both odd.
    """
    height, width = values.shape
    figure, axes = style.subplots(1, 4, height=2.6, width_ratios=[5, 2.6, 5, 3.2])
    for start, (name, n_rows, n_columns) in enumerate(
        (("VALID", height // 2, width // 2), ("SAME", -(-height // 2), -(-width // 2)))
    ):
        left, right = axes[2 * start], axes[2 * start + 1]
        style.blank(left, width + 0.9, height + 0.9)
        style.cells(left, values, form="g")
        pooled = np.zeros((n_rows, n_columns))
        fills = np.ones((n_rows, n_columns, 3))
        for y, x in np.ndindex(n_rows, n_columns):
            square = values[2 * y : 2 * y + 2, 2 * x : 2 * x + 2]
            pooled[y, x] = square.max()
            colour = style.VERMILION if square.size < 4 else _WINDOWS[0]
            dashed = "--" if square.size < 4 else "-"
            style.frame(
                left, 2 * x + 0.06, 2 * y + 0.06, 1.88, 1.88, edgecolor=colour, linestyle=dashed
            )
            if square.size < 4:
                fills[y, x] = (1.0, 0.87, 0.8)
        style.blank(right, n_columns, n_rows)
        style.cells(right, pooled, colours=fills, form="g")
        left.set_title(name, loc="center")
        right.set_title(f"{n_rows} × {n_columns}", loc="center")
    show(
        figure,
        f"Pooling of a map of {height} by {width}. VALID takes the {(height // 2) * (width // 2)} "
        f"whole squares and leaves the last row and column out; SAME makes "
        f"{(-(-height // 2)) * (-(-width // 2))} squares, some of them (dashed) half outside.",
    )


def draw_lengths(lengths: Sequence[int] = (7, 8)) -> None:
    """Rows of two lengths that a stride of 2 makes equally long: no way back without help."""
    n_out = -(-lengths[0] // 2)
    figure, (ax,) = style.subplots(height=2.5)
    wide = max(lengths) + 7.5 + n_out
    ax.set_xlim(-0.1, wide)
    ax.set_ylim(3.4, -0.8)
    ax.set_aspect("equal")
    ax.axis("off")
    for number, length in enumerate(lengths):
        y = 2.1 * number
        style.cells(ax, np.arange(length)[None], (0, y), colours="white")
        for start in range(0, length, 2):
            style.frame(ax, start + 0.08, y + 0.08, 1.84, 0.84, edgecolor=_WINDOWS[number])
        style.arrow(ax, (max(lengths) + 0.3, y + 0.5), (max(lengths) + 2.2, 1.55))
        ax.text(-0.1, y - 0.25, f"{length} numbers", fontsize=9)
    x = max(lengths) + 2.5
    style.cells(ax, np.arange(n_out)[None], (x, 1.05), colours=style.PALE)
    ax.text(x, 0.8, f"stride 2: {n_out} numbers", fontsize=9)
    style.arrow(ax, (x + n_out + 0.2, 1.55), (x + n_out + 1.6, 1.55), color=style.VERMILION)
    ax.text(
        x + n_out + 1.8,
        1.55,
        " or ".join(map(str, lengths)) + "?\noutput_shape\ndecides",
        va="center",
        color=style.VERMILION,
    )
    show(
        figure,
        f"With stride 2, {' and '.join(map(str, lengths))} numbers both become {n_out}. On the way "
        f"back {n_out} numbers could become either, so output_shape has to say it.",
    )


def draw_enlargements(values: Array) -> None:
    """A small map enlarged in three ways: repeated, mixed, and with zeros between.

    Args:
        values: shape (H, W).
    """
    import tensorflow as tf

    height, width = values.shape
    size = (2 * height, 2 * width)
    batch = values.astype(np.float32)[None, ..., None]
    nearest, bilinear = (
        np.asarray(tf.image.resize(batch, size, method=method))[0, ..., 0]
        for method in ("nearest", "bilinear")
    )
    zeros = np.zeros(size)
    zeros[::2, ::2] = values
    figure, axes = style.subplots(1, 4, height=2.5, width_ratios=[1, 2, 2, 2])
    limit = 1.5 * float(np.abs(values).max())
    for ax, grid, name in zip(
        axes,
        (values, nearest, bilinear, zeros),
        ("map", "nearest", "bilinear", "zeros between"),
        strict=True,
    ):
        style.blank(ax, *grid.shape[::-1])
        style.cells(ax, grid, colours=style.shades(grid, limit), form=".3g", fontsize=9)
        ax.set_title(name, loc="center")
    show(
        figure,
        f"The map {values.tolist()} enlarged to {size[0]} by {size[1]}. Nearest repeats each "
        f"number, bilinear mixes neighbours ({bilinear[0].tolist()} in the first row), and zeros "
        f"between leave three of four places empty.",
    )


# The network -------------------------------------------------------------------------------------


def draw_glorot(kernel: Array, limit: float, spreads: Mapping[str, Sequence[float]]) -> None:
    """A kernel's numbers within their bounds, and how a signal fares with three bounds.

    Args:
        kernel: any shape.
        limit: Glorot's bound of it.
        spreads: for each bound the signal's standard deviation behind each layer.
    """
    figure, (left, right) = style.subplots(1, 2, height=2.9)
    left.hist(np.ravel(kernel), bins=30, color=style.SKY, edgecolor="white")
    for side in (-limit, limit):
        left.axvline(side, color=style.VERMILION, linestyle="--")
    left.set_title(f"{kernel.size} weights within ±{limit:.3f}")
    left.set_yticks([])
    for number, (name, values) in enumerate(spreads.items()):
        right.plot(
            values,
            **style.line(number),
            markersize=4,
            label=name,
        )
    right.set_yscale("log")
    right.set_xlabel("convolutions passed")
    right.set_title("spread of the signal")
    right.legend(fontsize=8.5)
    right.grid(True)
    ends = [f"{values[-1]:.2g} with {name}" for name, values in spreads.items()]
    show(
        figure,
        f"Left, the numbers of a kernel, spread evenly between −{limit:.3f} and {limit:.3f}. "
        f"Right, the standard deviation of a signal that starts at 1: behind the last convolution "
        f"it is {style.listing(ends)}.",
    )


def draw_unet(shapes: Sequence[Sequence[int]], side: int) -> None:
    """The network as a U, each kernel with its number and shape where it is used.

    Args:
        shapes: of the kernels, in the order of their use.
        side: of the images.
    """
    figure, (ax,) = style.subplots(height=4.3)
    step, wide, tall = 1.68, 1.5, 0.62
    ax.set_xlim(-0.1, step * (2 * _LEVELS + 1) + 1.1)
    ax.set_ylim(_LEVELS + 0.95, -0.15)
    ax.axis("off")
    for stage in range(2 * _LEVELS + 1):
        level = min(stage, 2 * _LEVELS - stage)
        x, y = step * stage, float(level)
        up, bottom = stage > _LEVELS, stage == _LEVELS
        colour = style.GREEN if up else style.YELLOW if bottom else style.SKY
        lines = [f"{k + 1}: {_short(shapes[k])}" for k in (2 * stage, 2 * stage + 1)]
        style.box(ax, x, y, wide, tall, "\n".join(lines), colour, fontsize=8, alpha=0.5)
        edge = (x + wide, "right") if up else (x, "left")
        size = f"{side >> level} × {side >> level}"
        ax.text(edge[0], y + tall + 0.04, size, fontsize=8, color=style.GREY, ha=edge[1], va="top")
        if stage < _LEVELS:
            style.arrow(ax, (x + 1.28, y + tall), (x + step + 0.22, y + 1))
            partner = step * (2 * _LEVELS - stage)
            style.arrow(
                ax, (x + wide, y + tall / 2), (partner, y + tall / 2), color=style.VERMILION
            )
        elif stage < 2 * _LEVELS:
            style.arrow(ax, (x + 1.28, y), (x + step + 0.22, y - 1 + tall))
    ax.text(1.75, 0.8, "maxpool_down", fontsize=8)
    ax.text(step * 2 * _LEVELS - 0.25, 0.8, "maxpool_up", fontsize=8, ha="right")
    end = step * 2 * _LEVELS + wide
    style.arrow(ax, (end, tall / 2), (end + 0.4, tall / 2))
    last = f"{len(shapes)}: {_short(shapes[-1])}\nand sigmoid"
    ax.text(end + 0.5, tall / 2, last, va="center", fontsize=8)
    ax.legend(
        handles=[
            Patch(facecolor=style.SKY, alpha=0.5, edgecolor=style.INK, label="conv2d_down twice"),
            Patch(facecolor=style.YELLOW, alpha=0.5, edgecolor=style.INK, label="the same, bottom"),
            Patch(facecolor=style.GREEN, alpha=0.5, edgecolor=style.INK, label="conv2d_up twice"),
            Line2D([], [], color=style.VERMILION, label="skip, joined by tf.concat"),
        ],
        loc="lower left",
        fontsize=8.5,
    )
    show(
        figure,
        f"The U of {len(shapes)} kernels: {_LEVELS} levels down from {side} by {side}, the bottom "
        f"at {side >> _LEVELS} by {side >> _LEVELS}, {_LEVELS} levels up, each with two kernels "
        f"whose numbers and shapes are written in; a skip leads across each level. The last kernel "
        f"has the shape {tuple(shapes[-1])}.",
    )


def _short(shape: Sequence[int]) -> str:
    return "·".join(map(str, shape))


# Learning ----------------------------------------------------------------------------------------


def draw_tape(pixel: float, weight: float, target: float) -> None:
    """One weight, one pixel: what a tape records forward and multiplies backward.

    Args:
        pixel: the input.
        weight: the only one.
        target: 0 or 1.
    """
    import tensorflow as tf

    x, w = tf.constant(pixel), tf.Variable(weight)
    with tf.GradientTape(persistent=True) as tape:
        total = w * x
        share = tf.sigmoid(total)
        loss = -(target * tf.math.log(share) + (1 - target) * tf.math.log(1 - share))
    forward = [("weight", w), ("weight · pixel", total), ("sigmoid", share), ("loss", loss)]
    slopes = [float(tape.gradient(loss, value)) for _, value in forward[:-1]] + [1.0]
    steps = [float(tape.gradient(after, value)) for (_, value), (_, after) in pairwise(forward)]
    figure, (ax,) = style.subplots(height=2.6)
    ax.set_xlim(-0.1, 10.2)
    ax.set_ylim(2.75, -0.45)
    ax.axis("off")
    for number, ((name, value), slope) in enumerate(zip(forward, slopes, strict=True)):
        left = 2.7 * number
        style.box(ax, left, 0.2, 1.8, 0.75, f"{float(value):.4g}", style.SKY, fontsize=11)
        ax.text(left + 0.9, 0.05, name, ha="center", fontsize=9)
        ax.add_patch(
            Rectangle(
                (left, 1.75), 1.8, 0.75, facecolor="#FBE3D4", edgecolor=style.VERMILION, hatch="//"
            )
        )
        ax.text(
            left + 0.9,
            2.13,
            f"{slope:.4g}",
            ha="center",
            va="center",
            fontsize=11,
            bbox={"facecolor": "#FBE3D4", "edgecolor": "none", "pad": 1.5},
        )
        if number < len(steps):
            style.arrow(ax, (left + 1.85, 0.58), (left + 2.65, 0.58))
            style.arrow(ax, (left + 2.65, 2.13), (left + 1.85, 2.13), color=style.VERMILION)
            ax.text(left + 2.25, 1.68, f"× {steps[number]:.3g}", ha="center", fontsize=8.5)
    ax.text(0, 1.25, "forward: recorded on the tape", fontsize=8.5, color=style.GREY)
    ax.text(0, 1.62, "backward: slope of the loss", fontsize=8.5, color=style.VERMILION)
    told = [f"{name} {float(value):.4g}" for name, value in forward]
    show(
        figure,
        f"Four boxes forward: {style.listing(told)}. Below them the slope of the loss, from right "
        f"to left: {style.listing([f'{slope:.4g}' for slope in reversed(slopes)])}; each step "
        f"multiplies by the slope of one operation.",
    )


def draw_tracing(counts: Mapping[str, int], n_calls: int, seconds: Mapping[str, float]) -> None:
    """How often a function was traced, and how long a step takes with and without tracing.

    Args:
        counts: for each way of calling, how often Python code ran.
        n_calls: how often each was called.
        seconds: for each way of running a training step, seconds of one step.
    """
    figure, (left, right) = style.subplots(1, 2, height=2.5)
    for ax, values, title, form in (
        (left, counts, f"times traced in {n_calls} calls", "{:.0f}"),
        (right, {k: 1000 * v for k, v in seconds.items()}, "milliseconds a step", "{:.0f}"),
    ):
        bars = ax.barh(
            range(len(values)),
            list(values.values()),
            color=style.SERIES[: len(values)],
            hatch=style.HATCHES[: len(values)],
            edgecolor="white",
        )
        ax.bar_label(bars, [form.format(v) for v in values.values()], padding=3)
        ax.set_yticks(range(len(values)), list(values))
        ax.invert_yaxis()
        ax.set_xmargin(0.2)
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        ax.set_title(title)
    told = [f"{name} {count}" for name, count in counts.items()]
    times = [f"{name} {1000 * value:.0f}" for name, value in seconds.items()]
    show(
        figure,
        f"Times traced in {n_calls} calls: {style.listing(told)}. Milliseconds of a training step: "
        f"{style.listing(times)}.",
    )


def draw_learning(histories: Mapping[str, pd.DataFrame], guess: float) -> None:
    """Loss and IoU epoch by epoch, of one training or of several beside each other.

    Args:
        histories: tables with the columns ``loss``, ``val_loss``, ``val_iou``, one row per epoch.
        guess: IoU of an answer that sees no photo.
    """
    figure, (left, right) = style.subplots(1, 2, height=2.9)
    for number, (name, history) in enumerate(histories.items()):
        epochs = np.arange(1, len(history) + 1)
        options: dict[str, Any] = {
            "color": style.SERIES[number],
            "marker": style.MARKERS[number],
            "markersize": 3.5,
            # The first of several lies below the others; where they agree it still shows.
            "linewidth": 4 if number == 0 < len(histories) - 1 else 1.4,
        }
        left.plot(epochs, history["loss"], label=f"{name}, training", **options)
        left.plot(epochs, history["val_loss"], "--", label=f"{name}, validation", **options)
        right.plot(epochs, history["val_iou"], label=name, **options)
    right.axhline(guess, color=style.GREY, linestyle=":", label="guess without photo")
    left.set_title("loss")
    right.set_title("IoU of road, validation")
    for ax in (left, right):
        ax.set_xlabel("epoch")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.grid(True)
        ax.legend(fontsize=8.5)
    ends = {name: history.iloc[-1] for name, history in histories.items()}
    told = [
        f"{name} ends with a loss of {end['loss']:.3f}, {end['val_loss']:.3f} on validation, and "
        f"an IoU of {end['val_iou']:.3f}"
        for name, end in ends.items()
    ]
    n_epochs = len(next(iter(histories.values())))
    show(
        figure,
        f"Curves over {n_epochs} epochs: {'; '.join(told)}. A dotted line marks the {guess:.3f} of "
        f"a guess that sees no photo.",
    )


def draw_predictions(photos: Array, targets: Array, probabilities: Array) -> None:
    """Photos, the probability of road, and where the decision is wrong.

    Args:
        photos: shape (n, H, W, 3), in [0, 1].
        targets: 1 where there is road, shape (n, H, W, 1).
        probabilities: of road, shape (n, H, W, 1).
    """
    n_images = len(photos)
    figure, axes = style.subplots(3, n_images, height=2.05 * 3 * 1.12 * 3.6 / max(n_images, 3.6))
    figure.set_layout_engine("compressed")  # pictures stand close however few they are
    grid = axes.reshape(3, n_images)
    overlaps = []
    for column in range(n_images):
        truth, share = targets[column, ..., 0] > 0.5, probabilities[column, ..., 0]
        found = share > 0.5
        either = (truth | found).sum()
        overlaps.append(float((truth & found).sum() / either) if either else 1.0)
        style.picture(grid[0, column], photos[column], f"IoU {overlaps[-1]:.2f}")
        grid[0, column].contour(truth, [0.5], colors="white", linewidths=2.2)
        grid[0, column].contour(truth, [0.5], colors=style.INK, linewidths=0.9)
        style.picture(grid[1, column], share, cmap="cividis", vmin=0, vmax=1)
        _draw_mistakes(grid[2, column], truth, found)
    for row, name in enumerate(("photo, true road", "probability", "mistakes")):
        grid[row, 0].set_ylabel(name)
    figure.legend(
        handles=[
            Patch(facecolor=style.PALE, edgecolor=style.GREY, label="right"),
            Patch(facecolor=style.VERMILION, hatch="////", edgecolor="white", label="missed"),
            Patch(facecolor=style.BLUE, hatch="....", edgecolor="white", label="added"),
        ],
        loc="outside lower center",
        ncols=3,
        fontsize=9,
    )
    show(
        figure,
        f"{n_images} photos with the outline of the true road, the probability of road below, and "
        f"the mistakes: missed road hatched, added road dotted. IoU of road: "
        f"{style.listing([f'{overlap:.2f}' for overlap in overlaps])}.",
    )


def _draw_mistakes(ax: Axes, truth: Array, found: Array) -> None:
    colours = np.ones((*truth.shape, 3)) * 0.9
    colours[truth & found] = 0.75
    style.picture(ax, colours)
    for where, colour, hatch in (
        (truth & ~found, style.VERMILION, "////"),
        (found & ~truth, style.BLUE, "...."),
    ):
        if where.any():
            ax.contourf(where, [0.5, 1], colors=[colour], hatches=[hatch], alpha=0.85)


def draw_comparison(table: pd.DataFrame) -> None:
    """Two networks side by side: a panel for each quantity.

    Args:
        table: a row for each network, a column for each quantity.
    """
    figure, axes = style.subplots(1, len(table.columns), height=2.1)
    for ax, name in zip(axes, table.columns, strict=True):
        values = table[name].to_numpy(dtype=float)
        bars = ax.barh(
            range(len(values)),
            values,
            color=style.SERIES[: len(values)],
            hatch=style.HATCHES[: len(values)],
            edgecolor="white",
        )
        ax.bar_label(bars, [_shown(value) for value in values], padding=3)
        ax.set_title(name)
        ax.set_xmargin(0.35)
        ax.set_xticks([])
        ax.set_yticks(
            range(len(values)), list(table.index) if ax is axes[0] else [""] * len(values)
        )
        ax.invert_yaxis()
        ax.spines["bottom"].set_visible(False)
    told = [
        f"{name}: {style.listing([f'{row} {_shown(v)}' for row, v in table[name].items()])}"
        for name in table.columns
    ]
    show(figure, f"Bars of {len(table)} networks. {'; '.join(told)}.")


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
