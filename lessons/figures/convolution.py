"""The figures of the first notebook: what a convolution block does, step by step."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from data.classes import CLASS_NAMES, COLOURS, colorize
from lessons.figures import show, style
from lessons.figures.style import Array

_NAMED = 8  # classes in a legend
_WINDOW = 3  # pixels a side, as a filter has them
_AROUND = 3  # pixels that are shown around it
_MARGIN = 8  # pixels along the border in which no edge is looked for
_PER_ROW = 16  # filters
_MAPS = 6  # of each output


def result(street: Array, answer: Array, mask: Array) -> None:
    """A street (H, W, 3), a network's answer for it and the true mask, both (h, w)."""
    figure, axes = style.subplots(1, 3, height=3.2)
    style.picture(axes[0], street, "A new street")
    style.picture(axes[1], colorize(answer), "The network's answer")
    style.picture(axes[2], colorize(mask), "The truth")
    labels = _legend(figure, mask)
    right = float((answer == mask).mean())
    axes[1].set_xlabel(f"{right:.0%} of the pixels are right")
    show(
        figure,
        f"Left a street that the network has not seen, in the middle its answer in colours, right "
        f"the true mask. {right:.0%} of the pixels are right. Shares in the true mask: {labels}.",
    )


def segmentation(image: Array, mask: Array) -> None:
    """A street (H, W, 3) beside its mask (H, W), with the most frequent classes named."""
    figure, (left, right) = style.subplots(1, 2, height=3.9)
    style.picture(left, image, "A street")
    style.picture(right, colorize(mask), "Its mask: one class for each pixel")
    labels = _legend(figure, mask)
    show(
        figure,
        f"Left a street of {image.shape[0]} by {image.shape[1]} pixels, right its mask in "
        f"colours. Shares of the pixels: {labels}.",
    )


def _legend(figure: Figure, mask: Array) -> str:
    """Name the most frequent classes below a figure; the names with their shares of the mask."""
    named = list(class_shares(mask).items())[:_NAMED]
    handles = [
        Rectangle((0, 0), 1, 1, facecolor=COLOURS[class_id] / 255, edgecolor=style.GREY)
        for class_id, _ in named
    ]
    labels = [f"{CLASS_NAMES[class_id]} {share:.1%}" for class_id, share in named]
    figure.legend(handles, labels, loc="outside lower center", ncols=4, fontsize=9)
    return ", ".join(labels)


def class_shares(mask: Array) -> dict[int, float]:
    """Share of the pixels of each class that occurs in a mask, the most frequent first."""
    ids, counts = np.unique(mask, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return {int(ids[at]): float(counts[at] / mask.size) for at in order}


def window(picture: Array, row: int, column: int) -> None:
    """Where a window lies in a picture (H, W) of values in [0, 1], and the numbers there."""
    top, left = row - _AROUND, column - _AROUND
    side = _WINDOW + 2 * _AROUND
    near = picture[top : top + side, left : left + side]
    figure, (whole, zoomed) = style.subplots(1, 2, height=3.5, width_ratios=(1.35, 1))
    style.picture(whole, picture, "Brightness of the street", cmap="gray", vmin=0, vmax=1)
    style.frame(whole, left - 0.5, top - 0.5, side, side)
    style.blank(zoomed, side, side)
    zoomed.set_title("The framed pixels as numbers", loc="left")
    fills = style.shades(near, 1.0, "gray")
    style.cells(zoomed, near, colours=fills, form=".2f", fontsize=8)
    style.frame(zoomed, _AROUND, _AROUND, _WINDOW, _WINDOW, linewidth=3)
    show(
        figure,
        f"A street in grey with a frame at row {top}, column {left}; beside it the framed "
        f"{side} by {side} brightnesses, between {near.min():.2f} and {near.max():.2f}. "
        f"The window of {_WINDOW} by {_WINDOW} in their middle is marked.",
    )


def sharpest_edge(picture: Array) -> tuple[int, int]:
    """Corner (row, column) of the 3×3 window of a picture (H, W) with the sharpest upright edge.

    Three rows of the edge count, from dark on the left to bright on the right; places nearer to
    the border than eight pixels do not.
    """
    steps = picture[:, 2:] - picture[:, :-2]
    along = steps[:-2] + steps[1:-1] + steps[2:]
    inner = along[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN]
    row, column = np.unravel_index(inner.argmax(), inner.shape)
    return int(row) + _MARGIN, int(column) + _MARGIN


def by_hand(patch: Array, kernel: Array) -> None:
    """One step of a convolution: patch times filter, number by number, then the sum."""
    products = patch * kernel
    side = patch.shape[0]
    gap = 1.6
    figure, (ax,) = style.subplots(height=2.2)
    style.blank(ax, 3 * side + 2 * gap + 3.4, side + 0.9)
    grids = (
        ("window of the picture", patch, style.shades(patch, 1.0, "gray"), ".2f"),
        ("filter", kernel, style.shades(kernel), "g"),
        ("products", products, style.shades(products, 1.5 * float(np.abs(kernel).max())), ".2f"),
    )
    for place, (name, values, fills, form) in enumerate(grids):
        x = place * (side + gap)
        style.cells(ax, values, (x, 0.8), fills, form, fontsize=10)
        ax.text(x + side / 2, 0.6, name, ha="center", va="bottom")
    middle = 0.8 + side / 2
    for place, sign in enumerate(("×", "=")):
        x = (place + 1) * side + (place + 0.5) * gap
        ax.text(x, middle, sign, ha="center", va="center", fontsize=16)
    end = 3 * side + 2 * gap
    style.arrow(ax, (end + 0.2, middle), (end + 1.3, middle))
    ax.text(end + 1.5, middle, f"sum\n{products.sum():.2f}", va="center", weight="bold")
    show(
        figure,
        f"A window of {side} by {side} brightnesses, multiplied number by number with the "
        f"filter {kernel.tolist()}; the products add up to {products.sum():.2f}.",
    )


def responses(kernels: Mapping[str, Array], answers: Mapping[str, Array]) -> None:
    """Each filter as numbers, above what it makes of the picture."""
    figure, axes = style.subplots(2, len(kernels), height=3.6, height_ratios=(1, 1.35))
    strongest = []
    for column, (name, kernel) in enumerate(kernels.items()):
        answer = answers[name]
        upper, lower = axes[column], axes[column + len(kernels)]
        style.blank(upper, kernel.shape[1], kernel.shape[0])
        style.cells(upper, kernel, colours=style.shades(kernel), form=".2g", fontsize=9)
        upper.set_title(name, loc="center")
        limit = float(np.percentile(np.abs(answer), 99))
        if kernel.min() < 0:
            style.picture(lower, answer, cmap=style.SIGNED, vmin=-limit, vmax=limit)
        else:
            style.picture(lower, answer, cmap="gray")
        row, at = np.unravel_index(np.abs(answer).argmax(), answer.shape)
        strongest.append(f"{name} at row {row}, column {at}")
    show(
        figure,
        f"{len(kernels)} filters and their answers; orange is above zero, purple below. "
        f"Strongest answers: {'; '.join(strongest)}.",
    )


def weights(kernel: Array, bias: Array) -> None:
    """Every number of a convolution layer: its kernel (3, 3, C_in, C_out) and bias (C_out,)."""
    height, width, n_in, n_out = kernel.shape
    rows = -(-n_out // _PER_ROW)
    step, drop = width + 1, n_in * (height + 0.4) + 3
    figure, (ax,) = style.subplots(height=1.5 * rows)
    style.blank(ax, _PER_ROW * step, rows * drop)
    fills = style.shades(kernel, float(np.abs(kernel).max()))
    for number in range(n_out):
        x, top = number % _PER_ROW * step, number // _PER_ROW * drop
        for channel in range(n_in):
            y = top + channel * (height + 0.4)
            ax.imshow(fills[:, :, channel, number], extent=(x, x + width, y + height, y))
            style.frame(ax, x, y, width, height, edgecolor=style.GREY, linewidth=0.6)
        _bias(ax, x + 1, top + n_in * (height + 0.4))
    for row, channel in np.ndindex(rows, n_in):
        y = row * drop + channel * (height + 0.4) + height / 2
        ax.text(-0.6, y, f"channel {channel}", ha="right", va="center", fontsize=8)
    for row in range(rows):
        y = row * drop + n_in * (height + 0.4) + 0.5
        ax.text(-0.6, y, "bias", ha="right", va="center", fontsize=8)
    ax.set_xlim(-9, _PER_ROW * step)
    ax.set_ylim(rows * drop - 1.5, -0.3)
    ax.set_title(
        f"{n_out} filters: {n_out} · ({height}·{width}·{n_in} + 1) = "
        f"{kernel.size + bias.size} numbers",
        loc="left",
    )
    show(
        figure,
        f"All {kernel.size + bias.size} numbers of a layer: {n_out} filters, each with {n_in} "
        f"squares of {height} by {width} weights and one bias.",
    )


def _bias(ax: Axes, x: float, y: float) -> None:
    ax.add_patch(Rectangle((x, y), 1, 1, facecolor=style.PALE, edgecolor=style.INK, linewidth=0.8))


def padding(size: int = 6, kernel_size: int = 3) -> None:
    """What happens at the border: ``valid`` and ``same``, for a square picture."""
    edge = kernel_size // 2
    kept = size - 2 * edge
    figure, axes = style.subplots(1, 2, height=3.1)
    sheet = size + 2 * edge
    for ax, mode in zip(axes, ("valid", "same"), strict=True):
        style.blank(ax, 2 * sheet + 2, sheet)
        if mode == "same":
            _ring_of_zeros(ax, sheet, edge)
        _squares(ax, edge, edge, size, style.SKY)
        out = size if mode == "same" else kept
        shift = sheet + 2 + (sheet - out) / 2
        _squares(ax, shift, (sheet - out) / 2, out, style.ORANGE)
        corner = 0 if mode == "same" else edge
        style.frame(ax, corner, corner, kernel_size, kernel_size, zorder=4)
        style.frame(ax, shift, (sheet - out) / 2, 1, 1, zorder=4)
        centre = corner + kernel_size / 2
        style.arrow(
            ax,
            (corner + kernel_size, centre),
            (shift, (sheet - out) / 2 + 0.5),
            color=style.VERMILION,
            zorder=5,
        )
        ax.set_title(f'padding="{mode}": {size}×{size} becomes {out}×{out}', loc="left")
    show(
        figure,
        f"A picture of {size} by {size} under a filter of {kernel_size} by {kernel_size}. With "
        f"valid the window stays inside and {kept} by {kept} numbers come out; with same a ring "
        f"of zeros, {edge} wide, is added and {size} by {size} come out.",
    )


def _squares(ax: Axes, x: float, y: float, size: int, colour: str) -> None:
    for row, column in np.ndindex(size, size):
        ax.add_patch(
            Rectangle((x + column, y + row), 1, 1, facecolor=colour, edgecolor="white", zorder=2)
        )


def _ring_of_zeros(ax: Axes, sheet: int, edge: int) -> None:
    for row, column in np.ndindex(sheet, sheet):
        inside = edge <= row < sheet - edge and edge <= column < sheet - edge
        if not inside:
            ax.add_patch(
                Rectangle(
                    (column, row), 1, 1, facecolor="white", edgecolor=style.GREY, hatch="////"
                )
            )
            ax.text(
                column + 0.5,
                row + 0.5,
                "0",
                ha="center",
                va="center",
                fontsize=8,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
            )


def relu(answer: Array) -> None:
    """The function, and what it keeps of a filter's answer (H, W)."""
    kept = np.maximum(answer, 0)
    limit = float(np.percentile(np.abs(answer), 99))
    silenced = float((answer < 0).mean())
    figure, (graph, before, after) = style.subplots(1, 3, height=2.3)
    x = np.linspace(-1, 1, 101)
    graph.plot(x, x, linestyle="--", color=style.GREY, label="no activation")
    graph.plot(x, np.maximum(x, 0), color=style.BLUE, linewidth=2.5, label="ReLU")
    graph.set_title("max(0, x)")
    graph.set_xlabel("in")
    graph.set_ylabel("out")
    graph.legend(fontsize=9)
    options = {"cmap": style.SIGNED, "vmin": -limit, "vmax": limit}
    style.picture(before, answer, "Answer of the filter", **options)
    style.picture(after, kept, f"After ReLU: {silenced:.0%} silenced", **options)
    show(
        figure,
        "The graph of ReLU, a filter's answer with both signs, and the same answer after ReLU: "
        f"the {silenced:.0%} of the pixels that were below zero are now zero.",
    )


def signal_spread(sizes: Mapping[str, Sequence[float]]) -> None:
    """How large the signal is after each layer, for several initialisations."""
    figure, (ax,) = style.subplots(height=3.1)
    for place, (name, values) in enumerate(sizes.items()):
        ax.plot(
            range(len(values)),
            values,
            **style.line(place),
        )
        style.name_line(ax, place, name, (len(values) - 1, values[-1]))
    ax.set_yscale("log")
    ax.set_xlabel("convolutions passed")
    ax.set_ylabel("size of the signal (root mean square)")
    ax.set_xmargin(0.03)
    ax.grid(axis="y")
    changes = [f"{name}: times {values[-1] / values[0]:.2g}" for name, values in sizes.items()]
    depth = len(next(iter(sizes.values()))) - 1
    show(figure, f"Change of the signal over {depth} layers. {'; '.join(changes)}.")


def pooling(values: Array) -> None:
    """Max-pooling 2×2 of a small grid (even sides), block by block."""
    pooled = max_pool(values)
    rows, columns = values.shape
    gap = 3
    figure, (ax,) = style.subplots(height=2.4)
    style.blank(ax, columns + gap + columns // 2, rows)
    hues = (style.SKY, style.ORANGE, style.YELLOW, style.PURPLE)
    fills = np.empty((*values.shape, 3))
    for row, column in np.ndindex(rows, columns):
        fills[row, column] = _rgb(hues[(row // 2 % 2) * 2 + column // 2 % 2])
    style.cells(ax, values, colours=fills, fontsize=11)
    corner = (columns + gap, rows / 4)
    style.cells(ax, pooled, corner, fills[::2, ::2], fontsize=11)
    for row, column in np.ndindex(*pooled.shape):
        style.frame(ax, 2 * column, 2 * row, 2, 2, edgecolor=style.INK)
        block = values[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        down, right = np.unravel_index(block.argmax(), block.shape)
        ax.add_patch(
            Rectangle(
                (2 * column + right + 0.12, 2 * row + down + 0.12),
                0.76,
                0.76,
                fill=False,
                edgecolor=style.INK,
                linestyle=":",
                linewidth=1.6,
            )
        )
    style.arrow(ax, (columns + 0.5, rows / 2), (columns + gap - 0.5, rows / 2))
    ax.text(columns + gap / 2, rows / 2 - 0.2, "largest\nof each", ha="center", va="bottom")
    show(
        figure,
        f"Max-pooling keeps the largest of each 2 by 2 block: {values.tolist()} becomes "
        f"{pooled.tolist()}.",
    )


def max_pool(values: Array) -> Array:
    """Max-pooling 2×2 of an array (H, W, …) with even sides: shape (H/2, W/2, …)."""
    height, width = values.shape[:2]
    blocks = values.reshape(height // 2, 2, width // 2, 2, *values.shape[2:])
    return np.asarray(blocks.max(axis=(1, 3)))


def _rgb(colour: str) -> Array:
    return np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])


def dropout(before: Array, draws: Sequence[Array], at_rest: Array) -> None:
    """A grid of numbers before dropout, after several draws, and when predicting."""
    sheets = [
        ("before", before),
        *((f"training, draw {number}", draw) for number, draw in enumerate(draws, start=1)),
        ("prediction", at_rest),
    ]
    figure, axes = style.subplots(1, len(sheets), height=2.5)
    limit = max(float(values.max()) for _, values in sheets)
    for ax, (name, values) in zip(axes, sheets, strict=True):
        style.blank(ax, values.shape[1], values.shape[0])
        fills = style.shades(values * 0.75, limit, "Blues")
        style.cells(ax, values, colours=fills, form=".1f", fontsize=9)
        for row, column in zip(*np.nonzero((values == 0) & (before != 0)), strict=True):
            ax.add_patch(
                Rectangle((column, row), 1, 1, fill=False, hatch="///", edgecolor=style.VERMILION)
            )
        ax.set_title(f"{name}\nmean {values.mean():.2f}", loc="center")
    gone = [int(((draw == 0) & (before != 0)).sum()) for draw in draws]
    show(
        figure,
        f"Dropout on {before.size} numbers. The training draws silence {gone} of them (hatched) "
        f"and enlarge the others; for prediction all {before.size} pass unchanged.",
    )


def block(size: tuple[int, int, int], n_filters: int, dropout_prob: float) -> None:
    """The plan of a convolution block, with the shape of each tensor written at it."""
    height, width, channels = size
    full = f"{height}×{width}×{n_filters}"
    half = f"{height // 2}×{width // 2}×{n_filters}"
    stations = [
        ("input", f"{height}×{width}×{channels}", style.PALE),
        ("Conv2D\n3×3, ReLU", full, style.SKY),
        ("Conv2D\n3×3, ReLU", full, style.SKY),
        (f"Dropout\n{dropout_prob:g}", full, style.YELLOW),
        ("MaxPooling2D\n2×2", half, style.PURPLE),
    ]
    figure, (ax,) = style.subplots(height=2.7)
    box, gap, tall = 3.0, 1.1, 1.7
    style.blank(ax, len(stations) * (box + gap) + 2.6, 5.2)
    for place, (name, shape, colour) in enumerate(stations):
        x = place * (box + gap)
        dashed = "--" if name.startswith(("Dropout", "MaxPooling")) else "-"
        style.box(ax, x, 1, box, tall, name, colour, linestyle=dashed)
        ax.text(x + box / 2, 0.75, shape, ha="center", va="bottom", fontsize=9)
        style.arrow(ax, (x + box, 1 + tall / 2), (x + box + gap, 1 + tall / 2))
    end = len(stations) * (box + gap)
    ax.text(end + 0.1, 1 + tall / 2, "next_layer", va="center", weight="bold")
    fork = 4 * (box + gap) - gap / 2
    ax.plot([fork, fork], [1 + tall / 2, 4.3], color=style.VERMILION, linewidth=1.6)
    style.arrow(ax, (fork, 4.3), (end, 4.3), color=style.VERMILION, linewidth=1.6)
    ax.text(end + 0.1, 4.3, "skip_connection", va="center", weight="bold")
    ax.text((fork + end) / 2, 4.1, "taken before the pooling", ha="center", va="bottom", fontsize=9)
    ax.text(0, 4.3, "dashed: only when asked for", va="center", fontsize=9, color=style.GREY)
    show(
        figure,
        f"The block: input, two convolutions giving {full}, dropout {dropout_prob:g} when asked "
        f"for; from there the skip connection leaves ({full}), and after the pooling the next "
        f"layer ({half}).",
    )


def feature_maps(skip: Array, pooled: Array) -> None:
    """Some channels of the two outputs of a block: (H, W, C) and (H/2, W/2, C)."""
    chosen = from_smooth_to_edgy(skip, _MAPS)
    n_maps = len(chosen)
    figure, axes = style.subplots(2, n_maps, height=2.9)
    for row, (name, maps) in enumerate((("skip", skip), ("next", pooled))):
        for column, channel in enumerate(chosen):
            ax = axes[row * n_maps + column]
            style.picture(ax, maps[..., channel], cmap="gray")
            ax.set_title(f"{name}, channel {channel}", fontsize=9, weight="normal")
        size = f"{maps.shape[0]}×{maps.shape[1]}"
        axes[row * n_maps].set_ylabel(size)
    names = style.listing([str(channel) for channel in chosen])
    show(
        figure,
        f"{n_maps} of {skip.shape[-1]} channels, numbers {names}: above as the skip connection "
        f"carries them ({skip.shape[0]} by {skip.shape[1]}), below "
        f"after pooling ({pooled.shape[0]} by {pooled.shape[1]}).",
    )


def from_smooth_to_edgy(maps: Array, n_maps: int) -> list[int]:
    """Channels of feature maps (H, W, C) that answer somewhere, evenly chosen by their edges.

    The measure is the mean step to the right-hand neighbour, relative to the map's own spread.
    """
    maps = maps[2:-2, 2:-2]  # the ring of zeros makes edges of its own
    alive = np.flatnonzero((maps > 0).mean(axis=(0, 1)) > 0.25)
    spread = maps.std(axis=(0, 1))
    steps = np.abs(np.diff(maps[..., alive], axis=1)).mean(axis=(0, 1)) / spread[alive]
    order = alive[np.argsort(steps, kind="stable")]
    places = np.linspace(0, len(order) - 1, min(n_maps, len(order))).round().astype(int)
    return [int(channel) for channel in order[places]]
