"""The figures of the third notebook: the whole network, and the U drawn from the model itself."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Patch, Rectangle

from data.classes import CLASS_NAMES, colorize
from grader.graph.table import Graph, describe
from lessons.figures import show, style
from lessons.figures.style import Array

_KINDS = {
    "InputLayer": (style.PALE, ""),
    "Conv2D": (style.SKY, ""),
    "Dropout": (style.YELLOW, "..."),
    "MaxPooling2D": (style.PURPLE, "\\\\\\"),
    "Conv2DTranspose": (style.GREEN, "///"),
    "Cropping2D": (style.YELLOW, "..."),  # in a network without dropout
    "Concatenate": (style.ORANGE, "xxx"),
}
_SHARE = 0.9  # of the influence, that a square holds
_GAP = 0.35  # between two bars


def look_of_kind(kind: str) -> tuple[str, str]:
    """Colour and hatch of a layer's bar."""
    return _KINDS.get(kind, ("white", ""))


def name_kinds(figure: Figure, kinds: Collection[str]) -> None:
    """Names of these kinds of layers beside their colours, below a figure."""
    present = [kind for kind in _KINDS if kind in kinds]
    looks = map(look_of_kind, present)
    handles = [Patch(facecolor=fill, hatch=hatch, edgecolor=style.INK) for fill, hatch in looks]
    figure.legend(handles, present, loc="outside lower center", ncols=len(present), fontsize=9)


def three_designs(sizes: Sequence[tuple[int, int]]) -> None:
    """A classifier, an FCN and a U-Net as rows of maps; ``sizes`` (H, W) from the top down."""
    top, bottom = sizes[0], sizes[-1]
    jump = top[0] // bottom[0]
    designs = {
        "Classifier": ([*sizes, (1, 1)], ()),
        "FCN": ([*sizes, top], ()),
        "U-Net": (
            [*sizes, *reversed(sizes[:-1])],
            tuple((level, 2 * len(sizes) - 2 - level) for level in range(len(sizes) - 1)),
        ),
    }
    outcomes = {
        "Classifier": "one answer\nfor the picture",
        "FCN": f"a mask, enlarged\n{jump} times at once",
        "U-Net": "a mask, refined\nlevel by level",
    }
    figure, axes = style.subplots(1, 3, height=2.7, width_ratios=(1, 1, 1.5))
    for ax, (name, (heights, skips)) in zip(axes, designs.items(), strict=True):
        _row_of_maps(ax, [height for height, _ in heights], skips, top[0])
        ax.set_title(name)
        ax.set_xlabel(outcomes[name], fontsize=9)
    steps = " to ".join(str(height) for height, _ in sizes)
    show(
        figure,
        f"Three networks as rows of bars, as high as their maps ({steps} rows). The classifier "
        f"ends in one point, the FCN jumps back by a factor of {jump}, the U-Net climbs back in "
        f"{len(sizes) - 1} steps, each with a skip connection.",
    )


def _row_of_maps(
    ax: Axes, heights: Sequence[int], skips: Sequence[tuple[int, int]], tallest: int
) -> None:
    for place, height in enumerate(heights):
        ax.bar(place, height, 0.5, bottom=-height / 2, color=style.SKY, edgecolor=style.INK, lw=0.8)
    for start, end in skips:
        ax.add_patch(
            FancyArrowPatch(
                (start, heights[start] / 2 + 2),
                (end, heights[end] / 2 + 2),
                connectionstyle=f"arc3,rad={-0.08 - 0.025 * (end - start)}",
                arrowstyle="-|>",
                mutation_scale=9,
                color=style.VERMILION,
            )
        )
    ax.set_xlim(-0.6, len(heights) - 0.4)
    ax.set_ylim(-0.6 * tallest, 1.3 * tallest)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)


def plan(sizes: Sequence[tuple[int, int]], channels: Sequence[int]) -> None:
    """The blocks of the U with the shape each works on; ``sizes`` (H, W) from the top down."""
    depth = len(sizes)
    levels = [*range(depth), *range(depth - 2, -1, -1)]
    figure, (ax,) = style.subplots(height=4.2)
    wide, tall, step, drop = 1.7, 0.62, 1.25, 1.05
    for number, level in enumerate(levels):
        x, y = number * step, level * drop
        bottom = level == depth - 1
        way_up = number >= depth
        height, width = sizes[level]
        label = f"block {number + 1}\n{height}×{width}×{channels[level]}"
        colour = style.YELLOW if bottom else style.GREEN if way_up else style.SKY
        style.box(ax, x, y, wide, tall, label, colour, fontsize=8, alpha=0.55)
        if number + 1 < len(levels):
            down = levels[number + 1] > level
            start = (x + 0.75 * wide, y + tall if down else y)
            end = (x + step + 0.25 * wide, (level + (1 if down else -1)) * drop)
            style.arrow(ax, start, (end[0], end[1] + (0 if down else tall)))
        if not way_up and not bottom:
            partner = (len(levels) - 1 - number) * step
            middle = y + tall / 2
            style.arrow(ax, (x + wide, middle), (partner, middle), color=style.VERMILION)
    ax.text(
        (x + wide) / 2,
        (depth - 1) * drop + tall + 0.12,
        "bottleneck",
        ha="center",
        va="top",
        fontsize=9,
    )
    style.arrow(ax, (x + wide, tall / 2), (x + wide + 0.5, tall / 2))
    ax.set_xlim(-0.1, x + wide + 0.6)
    ax.set_ylim(depth * drop + 0.1, -0.1)
    ax.axis("off")
    deepest = f"{sizes[-1][0]} by {sizes[-1][1]} by {channels[-1]}"
    show(
        figure,
        f"{len(levels)} blocks in the shape of a U: {depth - 1} down from {sizes[0][0]} by "
        f"{sizes[0][1]} by {channels[0]}, the bottleneck of {deepest}, and {depth - 1} up. "
        f"Skip connections lead from each block on the left to the one of the same size.",
    )


def budget(parameters: Mapping[str, int], maps: Mapping[str, int]) -> None:
    """Parameters of each stage of the network, and how many numbers a map stack there holds."""
    figure, (left, right) = style.subplots(1, 2, height=3.2, sharey=True)
    total = sum(parameters.values())
    places = np.arange(len(parameters))
    for ax, values, colour, hatch in (
        (left, parameters, style.BLUE, ""),
        (right, maps, style.ORANGE, "///"),
    ):
        bars = ax.barh(places, list(values.values()), color=colour, hatch=hatch, edgecolor="white")
        ax.bar_label(bars, [f"{value:,}" for value in values.values()], padding=3, fontsize=8)
        ax.set_xmargin(0.25)
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
    left.set_yticks(places, list(parameters))
    left.invert_yaxis()
    left.set_title("Parameters to learn")
    right.set_title("Numbers in its maps, one picture")
    heaviest = max(parameters, key=lambda name: parameters[name])
    widest = max(maps, key=lambda name: maps[name])
    show(
        figure,
        f"Of {total:,} parameters {heaviest} has the most, {parameters[heaviest]:,}. The maps "
        f"are largest in {widest}, {maps[widest]:,} numbers for one picture.",
    )


def receptive_fields(
    photo: Array, size: tuple[int, int], sides: Sequence[int], row: int, column: int
) -> None:
    """Squares around one pixel: what a number of each level can see.

    ``photo`` may be sharper than ``size``, the height and width that the network works with and
    in whose pixels everything else is given.
    """
    height, width = size
    figure, (ax,) = style.subplots(height=5.4)
    style.picture(ax, photo, extent=(-0.5, width - 0.5, height - 0.5, -0.5))
    reach = sides[-1] / 2
    for place, side in enumerate(sides):
        corner = (column - side / 2, row - side / 2)
        style.frame(
            ax,
            *corner,
            side,
            side,
            edgecolor=style.SERIES[place % len(style.SERIES)],
            linestyle=style.DASHES[place % len(style.DASHES)],
            zorder=4,
        )
        ax.text(
            corner[0] + side / 2,
            corner[1] - 0.6,
            f"level {place + 1}: {side}×{side}" if side > 20 else f"{side}×{side}",
            ha="center",
            va="bottom",
            fontsize=8,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85},
            zorder=5,
        )
    ax.set_xlim(min(-1, column - reach - 3), max(width, column + reach + 3))
    ax.set_ylim(max(height, row + reach + 3), min(-1, row - reach - 8))
    ax.spines[:].set_visible(False)
    listed = style.listing([str(side) for side in sides])
    show(
        figure,
        f"Squares around row {row}, column {column} of a picture of {height} by {width}: the "
        f"receptive fields of the {len(sides)} levels have sides of {listed} pixels.",
    )


def influence(image: Array, n_levels: int, n_networks: int = 4, n_filters: int = 16) -> list[Array]:
    """How strongly each pixel of an image (H, W, 3) moves the middle number of each level.

    The mean absolute gradient over several untrained networks, (H, W) a level, scaled to 1.
    """
    import tensorflow as tf

    sums = [np.zeros(image.shape[:2]) for _ in range(n_levels)]
    for _ in range(n_networks):
        pixels = tf.convert_to_tensor(image[np.newaxis], dtype="float32")
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(pixels)
            middles = _middles_of_levels(pixels, n_levels, n_filters)
        for total, middle in zip(sums, middles, strict=True):
            total += np.abs(tape.gradient(middle, pixels)[0]).sum(axis=-1)
    return [total / total.max() for total in sums]


def _middles_of_levels(signal: Any, n_levels: int, n_filters: int) -> list[Any]:
    import keras

    return [
        keras.ops.sum(maps[0, maps.shape[1] // 2, maps.shape[2] // 2])
        for maps in untrained_levels(signal, n_levels, n_filters)
    ]


def untrained_levels(signal: Any, n_levels: int, n_filters: int) -> Iterator[Any]:
    """What two untrained convolutions a level make of a signal (n, H, W, C) on its way down."""
    import keras

    for _ in range(n_levels):
        for _ in range(2):
            signal = keras.layers.Conv2D(
                n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
            )(signal)
        yield signal
        signal = keras.layers.MaxPooling2D()(signal)


def extent(strength: Array, share: float) -> int:
    """Side of the smallest centred square that holds this share of an influence (H, W)."""
    weights = strength / strength.sum()
    rows, columns = np.indices(strength.shape)
    middle = (rows * weights).sum(), (columns * weights).sum()
    distance = np.maximum(np.abs(rows - middle[0]), np.abs(columns - middle[1]))
    order = np.argsort(distance, axis=None)
    enough = int(np.searchsorted(np.cumsum(weights.ravel()[order]), share))
    return int(2 * round(float(distance.ravel()[order[min(enough, len(order) - 1)]])) + 1)


def effective_fields(measured: Mapping[str, Sequence[Array]], sizes: Sequence[int]) -> None:
    """The measured influence of the pixels, level by level, beside the field's full side.

    Args:
        measured: a row each: whose influences they are, one (H, W) a level.
        sizes: side of each level's receptive field, in pixels.
    """
    figure, grid = style.subplots(len(measured), len(sizes), height=1.9 * len(measured))
    told = []
    rows = np.reshape(grid, (len(measured), len(sizes)))
    for row, (who, strengths) in zip(rows, measured.items(), strict=True):
        sides = [extent(strength, _SHARE) for strength in strengths]
        for level, (ax, strength, side) in enumerate(zip(row, strengths, sides, strict=True), 1):
            style.picture(ax, np.sqrt(strength / strength.max()), cmap=style.AMOUNT)
            ax.set_title(f"level {level}, {who}", loc="center", fontsize=9)
            ax.set_xlabel(
                f"can see {sizes[level - 1]}×{sizes[level - 1]}\n{_SHARE:.0%} within {side}×{side}",
                fontsize=8,
            )
        told.append(f"{who} {style.listing(list(map(str, sides)))}")
    show(
        figure,
        f"How strongly pixels move the middle number of each of the {len(sizes)} levels. Side of "
        f"the square that holds {_SHARE:.0%} of the influence: {'; '.join(told)}.",
    )


def logits_to_shares(logits: Mapping[str, float], shares: Mapping[str, float]) -> None:
    """The logits of one pixel beside what softmax makes of them."""
    best = max(logits, key=lambda name: logits[name])
    figure, (left, right) = style.subplots(1, 2, height=2.3, sharey=True)
    places = np.arange(len(logits))
    for ax, values, title, form in (
        (left, logits, "Logits: any number", "{:.1f}"),
        (right, shares, "After softmax: they sum to 1", "{:.3f}"),
    ):
        bars = ax.barh(
            places,
            list(values.values()),
            color=[style.BLUE if name == best else style.SKY for name in values],
            hatch=["" if name == best else "///" for name in values],
            edgecolor="white",
        )
        ax.bar_label(bars, [form.format(value) for value in values.values()], padding=3)
        ax.axvline(0, color=style.INK, linewidth=0.8)
        ax.set_xmargin(0.2)
        ax.set_title(title)
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
    left.set_yticks(places, list(logits))
    left.invert_yaxis()
    told = ", ".join(f"{name} {logits[name]:.1f} and {shares[name]:.3f}" for name in logits)
    show(figure, f"Logit and softmax of one pixel: {told}. The largest, {best}, stays largest.")


@dataclass(frozen=True)
class Bar:
    """A layer's output in the drawing of the U: where it stands and how large it is."""

    kind: str
    size: tuple[int, int]
    channels: int
    level: int
    left: float
    width: float
    sources: tuple[int, ...]


def bars_of(graph: Graph) -> tuple[Bar, ...]:
    """A bar for each layer, from left to right; wide for many channels, deep for small maps."""
    bars: list[Bar] = []
    left = 0.0
    tallest = _size(graph.rows[0].shape)[0]
    for row in graph.rows:
        size = _size(row.shape)
        channels = row.shape[3] or 1
        width = 0.25 + channels**0.5 / 25
        level = round(float(np.log2(tallest / size[0])))
        bars.append(Bar(row.kind, size, channels, level, left, width, row.inputs))
        left += width + _GAP
    return tuple(bars)


def _size(shape: tuple[int | None, ...]) -> tuple[int, int]:
    return shape[1] or 1, shape[2] or 1


def skips_of(bars: Sequence[Bar]) -> list[tuple[int, int]]:
    """Pairs (from, to) of bars where a concatenation takes more than the layer before it."""
    return [
        (source, place)
        for place, bar in enumerate(bars)
        if bar.kind == "Concatenate"
        for source in bar.sources
        if source != place - 1
    ]


def draw(model: Any) -> None:
    """The U of a Keras model, read from the model: every layer a bar, every skip an arrow."""
    graph = Graph.from_json(describe(model))
    bars = bars_of(graph)
    skips = skips_of(bars)
    figure, (ax,) = style.subplots(height=5.2)
    for place, bar in enumerate(bars):
        colour, hatch = look_of_kind(bar.kind)
        bottom, height = _vertical(bar)
        ax.add_patch(
            Rectangle(
                (bar.left, bottom),
                bar.width,
                height,
                facecolor=colour,
                hatch=hatch,
                edgecolor=style.INK,
                linewidth=0.8,
            )
        )
        if place == 0 or bar.channels != bars[place - 1].channels:
            ax.text(
                bar.left + bar.width / 2,
                bottom + height + 0.06,
                str(bar.channels),
                ha="center",
                va="bottom",
                fontsize=8,
            )
    for start, end in skips:
        _skip(ax, bars[start], bars[end])
    _name_levels(ax, bars)
    ax.set_xlim(-2.6, bars[-1].left + bars[-1].width + 0.3)
    ax.set_ylim(-1.35 * max(bar.level for bar in bars) - 0.7, 1.0)
    ax.axis("off")
    name_kinds(figure, {bar.kind for bar in bars})
    deepest = max(bars, key=lambda bar: (bar.level, bar.channels))
    show(
        figure,
        f"The network as a U of {len(bars)} layers and {graph.parameters:,} parameters. Maps go "
        f"from {bars[0].size[0]} by {bars[0].size[1]} down to {deepest.size[0]} by "
        f"{deepest.size[1]} with {deepest.channels} channels and back up to {bars[-1].size[0]} "
        f"by {bars[-1].size[1]} with {bars[-1].channels}. Skip connections across: {len(skips)}.",
    )


def _vertical(bar: Bar) -> tuple[float, float]:
    height = 1.05 * 0.78**bar.level
    return -1.35 * bar.level - height / 2, height


def _skip(ax: Axes, start: Bar, end: Bar) -> None:
    bottom, height = _vertical(end)
    y = bottom + height / 2
    style.arrow(
        ax,
        (start.left + start.width, y),
        (end.left, y),
        color=style.VERMILION,
        linewidth=1.6,
        zorder=0.5,
    )
    ax.text(
        start.left + start.width + 0.3,
        y + 0.05,
        f"skip, {start.channels} channels",
        ha="left",
        va="bottom",
        fontsize=8,
        color=style.VERMILION,
    )


def _name_levels(ax: Axes, bars: Sequence[Bar]) -> None:
    for level in sorted({bar.level for bar in bars}):
        first = next(bar for bar in bars if bar.level == level)
        bottom, height = _vertical(first)
        ax.text(
            first.left - 0.25,
            bottom + height / 2,
            f"{first.size[0]}×{first.size[1]}",
            ha="right",
            va="center",
            fontsize=9,
            weight="bold",
        )


def first_prediction(image: Array, mask: Array, logits: Array, class_id: int) -> None:
    """An image (H, W, 3), an untrained network's logits of one class, and the mask it guesses.

    ``mask`` (H, W) is the true one; ``logits`` has shape (H, W, n_classes).
    """
    guess = logits.argmax(axis=-1)
    name = CLASS_NAMES[class_id]
    figure, axes = style.subplots(1, 3, height=2.6)
    style.picture(axes[0], image, "The street")
    style.picture(axes[1], logits[..., class_id], f"Logits of “{name}”", cmap="gray")
    style.picture(axes[2], colorize(guess), "The first guess")
    ids, counts = np.unique(guess, return_counts=True)
    favourite = CLASS_NAMES[ids[counts.argmax()]]
    show(
        figure,
        f"A street, an untrained network's logits of {name} with a fine grid over the street, and "
        f"its guess: {len(ids)} classes, most often {favourite} "
        f"({counts.max() / guess.size:.0%}), right for {np.mean(guess == mask):.1%} of the pixels.",
    )
