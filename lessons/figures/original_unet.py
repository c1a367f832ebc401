"""The figures of the notebook on the U-Net of 2015: lost borders, crops, tiles, a ReLU too many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from data.classes import CLASS_NAMES, colorize
from grader.graph.table import Graph, describe
from lessons.figures import show, show_file, style
from lessons.figures.loss import softmax
from lessons.figures.network import look_of_kind, name_kinds
from lessons.figures.style import Array

Size = tuple[int, int]

_OTHERS = (1.0,)  # scores of the other classes, where the slope of one is drawn


# --- the border ---------------------------------------------------------------------------------


def lost_rings(side: int = 10, n_convolutions: int = 2) -> None:
    """A picture of ``side`` pixels and what each 3×3 convolution without padding leaves of it."""
    figure, axes = style.subplots(1, n_convolutions + 1, height=3.0)
    for step, ax in enumerate(axes):
        style.blank(ax, side, side)
        for row, column in np.ndindex(side, side):
            lost = min(row, column, side - 1 - row, side - 1 - column) < step
            ax.add_patch(
                Rectangle(
                    (column, row),
                    1,
                    1,
                    facecolor=style.PALE if lost else style.SKY,
                    hatch="///" if lost else "",
                    edgecolor=style.GREY,
                    linewidth=0.6,
                )
            )
        style.frame(ax, step, step, 3, 3)
        left = side - 2 * step
        title = f"{left}×{left}"
        ax.set_title(title if step == 0 else f"after convolution {step}: {title}", loc="center")
    sizes = [f"{side - 2 * step} by {side - 2 * step}" for step in range(n_convolutions + 1)]
    show(
        figure,
        f"A grid of {sizes[0]} pixels with a window of 3 by 3 in its corner. Each convolution "
        f"leaves out the ring in whose pixels no window is centred: {style.listing(sizes)} remain.",
    )


def zeros_against_truth(picture: Array, margin: int, depths: Sequence[int]) -> list[Array]:
    """How far zeros around a picture change random 3×3 convolutions, layer by layer.

    Args:
        picture: shape (H, W, 3); its middle, without ``margin`` on each side, is what gets zeros.
        margin: at least the largest depth, so that the truth needs no zeros itself.
        depths: after how many convolutions to compare.

    Returns:
        For each depth the mean difference over the filters, (H - 2·margin, W - 2·margin), as a
        share of the spread of the true answers.
    """
    import keras

    truth = keras.ops.convert_to_tensor(picture[np.newaxis], "float32")
    padded = truth[:, margin:-margin, margin:-margin]
    differences = []
    for depth in range(1, max(depths) + 1):
        layer = keras.layers.Conv2D(
            8,
            3,
            padding="same",
            activation="relu",
            kernel_initializer=keras.initializers.HeNormal(seed=depth),
        )
        truth, padded = layer(truth), layer(padded)
        if depth in depths:
            right = keras.ops.convert_to_numpy(truth)[0, margin:-margin, margin:-margin]
            wrong = keras.ops.convert_to_numpy(padded)[0]
            differences.append(np.abs(wrong - right).mean(axis=-1) / right.std())
    return differences


def draw_zeros(differences: Sequence[Array], depths: Sequence[int]) -> None:
    """Where zeros around the picture changed the answer, after so many convolutions."""
    figure, axes = style.subplots(1, len(depths), height=2.6)
    told = []
    for ax, difference, depth in zip(axes, differences, depths, strict=True):
        image = ax.imshow(difference, cmap=style.AMOUNT, vmin=0, vmax=0.5)
        share = float((difference > 0).mean())
        ax.set_title(f"convolutions: {depth}", loc="center")
        ax.set_xlabel(f"{share:.0%} of the pixels changed")
        ax.set_xticks([])
        ax.set_yticks([])
        told.append(f"{share:.0%} after {depth}")
    figure.colorbar(image, ax=axes, shrink=0.8, label="change / spread")
    show(
        figure,
        f"Changes that zeros around a picture bring, strongest along the border and reaching "
        f"further in with every convolution. Pixels changed: {style.listing(told)}.",
    )


# --- sizes --------------------------------------------------------------------------------------


def draw_sizes(down: Sequence[Sequence[int]], up: Sequence[Sequence[int]]) -> None:
    """The side lengths on the way down and up, to scale, and what is cropped between the two.

    ``down`` holds three sizes a level from the top: before, between and after two convolutions;
    the bottom comes last. ``up`` holds those of the way up, from the bottom.
    """
    depth = len(down)
    figure, (ax,) = style.subplots(height=4.9)
    tall = [1.7 * level[0] / down[0][0] for level in down]
    tops = [sum(tall[:level]) + 0.42 * level for level in range(depth)]
    step, scale = 0.62, 1.7 / down[0][0]
    columns = [*enumerate(down), *((depth - 2 - number, sizes) for number, sizes in enumerate(up))]
    ends: list[float] = []
    for number, (level, sizes) in enumerate(columns):
        x = number * (3 * step + 0.12)
        for place, side in enumerate(sizes):
            height = scale * side
            middle = tops[level] + tall[level] / 2
            ax.add_patch(
                Rectangle(
                    (x + place * step, middle - height / 2),
                    0.2,
                    height,
                    facecolor=style.SKY if number < depth else style.GREEN,
                    hatch="" if number < depth else "///",
                    edgecolor=style.INK,
                    linewidth=0.7,
                )
            )
            ax.text(
                x + place * step + 0.1,
                tops[level] + tall[level] + 0.05,
                str(side),
                ha="center",
                va="top",
                fontsize=7.5,
            )
        ends.append(x)
    crops = []
    for number, (level, sizes) in enumerate(columns[depth:], start=depth):
        crop = (down[level][2] - sizes[0]) // 2
        crops.append(crop)
        y = tops[level] + tall[level] / 2
        start, end = ends[level] + 2 * step + 0.25, ends[number] - 0.06
        style.arrow(ax, (start, y), (end, y), color=style.VERMILION, zorder=0.5)
        ax.text(
            (start + end) / 2,
            y - 0.04,
            f"crop {crop} on each side",
            ha="center",
            va="bottom",
            fontsize=8.5,
            color=style.VERMILION,
        )
    ax.set_xlim(-0.2, ends[-1] + 3 * step)
    ax.set_ylim(tops[-1] + tall[-1] + 0.3, -0.1)
    ax.axis("off")
    show(
        figure,
        f"Side lengths through {depth} levels, as bars. Down: "
        f"{'; '.join(', '.join(map(str, sizes)) for sizes in down)}. Up: "
        f"{'; '.join(', '.join(map(str, sizes)) for sizes in up)}. Skip connections are cropped "
        f"by {style.listing([str(crop) for crop in crops])} pixels on each side.",
    )


def draw_outputs(inputs: Sequence[int], outputs: Sequence[int]) -> None:
    """The output's side length for each valid input; below zero nothing is left on the way up."""
    figure, (ax,) = style.subplots(height=2.9)
    places = np.arange(len(inputs))
    alive = np.array(outputs) > 0
    for flags, colour, hatch, label in (
        (alive, style.BLUE, "", "a network can be built"),
        (~alive, style.VERMILION, "///", "nothing is left on the way up"),
    ):
        bars = ax.bar(
            places[flags],
            np.array(outputs)[flags],
            0.7,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            label=label,
        )
        ax.bar_label(bars, fontsize=8, padding=2)
    ax.axhline(0, color=style.INK, linewidth=0.8)
    ax.set_xticks(places, [str(side) for side in inputs])
    ax.set_xlabel("valid side length of the input")
    ax.set_ylabel("side length\nof the output")
    ax.margins(y=0.18)
    ax.legend(loc="upper left")
    told = ", ".join(f"{a} gives {b}" for a, b in zip(inputs, outputs, strict=True))
    show(
        figure,
        f"Side length of the output for valid inputs: {told}. For {int((~alive).sum())} of them "
        "the arithmetic ends below zero.",
    )


def draw_crops(photo: Array, pairs: Sequence[tuple[int, int]]) -> None:
    """For each level, from the bottom up, the part of a skip connection that is kept.

    ``pairs`` holds the side length of the skip connection and of what it is joined with.
    """
    figure, axes = style.subplots(1, len(pairs), height=2.7)
    side = min(photo.shape[:2])
    left = (photo.shape[1] - side) // 2
    square = photo[:side, left : left + side]
    told = []
    for ax, (skip, up) in zip(axes, pairs, strict=True):
        faint = square.astype(float) / 255 * 0.35 + 0.65
        inner = round(side * (skip - up) / 2 / skip)
        faint[inner : side - inner, inner : side - inner] = (
            square[inner : side - inner, inner : side - inner] / 255
        )
        style.picture(ax, faint, extent=(0, skip, skip, 0))
        crop = (skip - up) // 2
        style.frame(ax, crop, crop, up, up)
        ax.set_title(f"{skip} → {up}", loc="center")
        ax.set_xlabel(f"{crop} per side, {(up / skip) ** 2:.0%} kept")
        told.append(f"{skip} to {up}, {(up / skip) ** 2:.0%} kept")
    show(
        figure,
        f"A street four times, each with the frame of what a skip connection keeps: "
        f"{'; '.join(told)}. The higher the level, the more is cut off.",
    )


# --- the network --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Station:
    """The output of a layer in the drawing: what it is, how large, and at which level."""

    kind: str
    side: int
    channels: int
    level: int
    sources: tuple[int, ...]


def stations_of(graph: Graph) -> tuple[Station, ...]:
    """Every layer with its level: a pooling goes one down, a transposed convolution one up."""
    stations: list[Station] = []
    for row in graph.rows:
        below = {"MaxPooling2D": 1, "Conv2DTranspose": -1}.get(row.kind, 0)
        level = stations[row.inputs[0]].level + below if row.inputs else 0
        stations.append(Station(row.kind, row.shape[1] or 0, row.shape[3] or 0, level, row.inputs))
    return tuple(stations)


def draw_network(model: Any) -> None:
    """Keras's own drawing of a model where Graphviz is installed, the course's U elsewhere."""
    if not has_graphviz():
        draw_u(model)
        return
    import keras

    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.png"
        keras.utils.plot_model(model, to_file=path, show_shapes=True, dpi=60)
        graph = Graph.from_json(describe(model))
        show_file(path, f"Keras's drawing. {_alt_of_u(stations_of(graph), graph)}")


def has_graphviz() -> bool:
    """Whether ``keras.utils.plot_model`` can draw here."""
    from keras.src.utils.model_visualization import check_graphviz

    return bool(check_graphviz())


def draw_u(model: Any) -> None:
    """The U of a model without padding, every layer a bar as high as its maps, to scale."""
    graph = Graph.from_json(describe(model))
    stations = stations_of(graph)
    largest = stations[0].side
    depth = max(station.level for station in stations)
    first = {level: _first_of(stations, level) for level in range(depth + 1)}
    tall = [2.0 * first[level].side / largest for level in range(depth + 1)]
    middles = [sum(tall[:level]) + 0.5 * level + tall[level] / 2 for level in range(depth + 1)]
    figure, (ax,) = style.subplots(height=5.4)
    lefts = dict.fromkeys(range(len(stations)), 0.0)
    x = 0.0
    for place in _from_left_to_right(stations):
        station = stations[place]
        width = 0.16 + station.channels**0.5 / 80
        height = 2.0 * station.side / largest
        colour, hatch = look_of_kind(station.kind)
        corner = (x, middles[station.level] - height / 2)
        ax.add_patch(
            Rectangle(
                corner, width, height, facecolor=colour, hatch=hatch, edgecolor=style.INK, lw=0.7
            )
        )
        _label(ax, x + width / 2, corner[1], corner[1] + height, station)
        lefts[place] = x
        x += width + 0.17
    _draw_skips(ax, stations, lefts, middles)
    ax.set_xlim(-0.2, x + 0.1)
    ax.set_ylim(middles[-1] + tall[-1] / 2 + 0.45, -0.3)
    ax.axis("off")
    name_kinds(figure, {station.kind for station in stations})
    show(figure, _alt_of_u(stations, graph))


def _first_of(stations: Sequence[Station], level: int) -> Station:
    return next(station for station in stations if station.level == level)


def _from_left_to_right(stations: Sequence[Station]) -> list[int]:
    """Places of the layers; a cropped skip stands before the tensor from below that it joins."""
    order = list(range(len(stations)))
    for place in order[1:]:
        if stations[place].kind == "Cropping2D" and stations[place - 1].kind == "Conv2DTranspose":
            order[place - 1 : place + 1] = [place, place - 1]
    return order


def _label(ax: Axes, x: float, top: float, bottom: float, station: Station) -> None:
    """The side length below a bar, the channels above a convolution."""
    ax.text(x, bottom + 0.04, str(station.side), ha="center", va="top", fontsize=6.5, rotation=90)
    if station.kind in ("InputLayer", "Conv2D", "Conv2DTranspose"):
        ax.text(
            x,
            top - 0.04,
            str(station.channels),
            ha="center",
            va="bottom",
            fontsize=6.5,
            rotation=90,
            color=style.GREY,
        )


def _draw_skips(
    ax: Axes, stations: Sequence[Station], lefts: Mapping[int, float], middles: Sequence[float]
) -> None:
    for place, station in enumerate(stations):
        if station.kind != "Cropping2D":
            continue
        source = station.sources[0]
        y = middles[station.level]
        start = lefts[source] + 0.16 + stations[source].channels ** 0.5 / 80
        end = lefts[place]
        style.arrow(ax, (start, y), (end, y), color=style.VERMILION, zorder=0.5)
        crop = (stations[source].side - station.side) // 2
        ax.text(
            start + 0.35,
            y - 0.05,
            f"crop {crop}",
            ha="left",
            va="bottom",
            fontsize=8,
            color=style.VERMILION,
        )


def _alt_of_u(stations: Sequence[Station], graph: Graph) -> str:
    bottom = max(stations, key=lambda station: (station.level, station.channels))
    crops = [
        str((stations[station.sources[0]].side - station.side) // 2)
        for station in stations
        if station.kind == "Cropping2D"
    ]
    skips = f" Skip connections are cropped by {style.listing(crops)} per side." if crops else ""
    return (
        f"The network as a U of {len(stations)} layers and {graph.parameters:,} parameters, every "
        f"bar as high as its maps: from {stations[0].side} pixels down to {bottom.side} with "
        f"{bottom.channels} channels and up to {stations[-1].side} with "
        f"{stations[-1].channels}.{skips}"
    )


# --- tiles --------------------------------------------------------------------------------------


def draw_tiles(bordered: Array, picture: Size, tile: Size, piece: Size, step: Size) -> None:
    """A mirrored picture with two neighbouring tiles and the pieces that they answer.

    ``bordered`` (H, W, 3) in [0, 1] holds a picture of the size ``picture``, with half the
    difference of ``tile`` and ``piece`` above and on its left; tiles are ``step`` apart.
    """
    margin = tuple((seen - answered) // 2 for seen, answered in zip(tile, piece, strict=True))
    figure, (ax,) = style.subplots(height=5.4)
    inside = np.zeros(bordered.shape[:2], bool)
    inside[margin[0] : margin[0] + picture[0], margin[1] : margin[1] + picture[1]] = True
    style.picture(ax, np.where(inside[..., np.newaxis], bordered, 0.5 * bordered + 0.5))
    style.frame(ax, margin[1], margin[0], picture[1], picture[0], edgecolor="white", linewidth=1.2)
    looks = ((style.YELLOW, "-", "///"), (style.PURPLE, "--", "..."))
    for number, (colour, dashes, hatch) in enumerate(looks):
        left, edge = number * step[1], 2 + 2 * number
        style.frame(
            ax,
            left + edge,
            edge,
            tile[1] - 2 * edge,
            tile[0] - 2 * edge,
            linewidth=2.8,
            edgecolor=colour,
            linestyle=dashes,
        )
        corner = (left + margin[1], margin[0])
        ax.add_patch(
            Rectangle(corner, *piece[::-1], facecolor=colour, edgecolor=style.INK, hatch=hatch)
        )
    handles = [
        Patch(facecolor=colour, edgecolor=style.INK, hatch=hatch) for colour, _, hatch in looks
    ]
    names = ["a tile (frame) and the piece it answers (area)", "the next one"]
    figure.legend(handles, names, loc="outside lower center", ncols=2)
    show(
        figure,
        f"A picture of {picture[0]} by {picture[1]} with its mirror image around it. A tile of "
        f"{tile[0]} by {tile[1]} answers a piece of {piece[0]} by {piece[1]} in its middle; the "
        f"next tile begins {step[1]} pixels further right, and the two overlap.",
    )


def draw_large(photo: Array, truth: Array, answer: Array) -> None:
    """A large picture (H, W, 3), its true mask, the one from tiles (H, W), and their difference."""
    figure, axes = style.subplots(2, 2, height=4.9)
    style.picture(axes[0], photo, "The large picture")
    style.picture(axes[1], colorize(truth), "Its true mask")
    style.picture(axes[2], colorize(answer), "The mask put together from tiles")
    style.picture(
        axes[3], answer != truth, "Where the two differ (white)", cmap="gray", vmin=0, vmax=1
    )
    classes = [CLASS_NAMES[k] for k in np.unique(answer)]
    show(
        figure,
        f"A sheet of streets of {answer.shape[0]} by {answer.shape[1]} pixels, its true mask and "
        f"the one from tiles, right at {np.mean(answer == truth):.0%} of the pixels. The answer "
        f"holds {style.listing(classes)}.",
    )


def draw_differences(differences: Mapping[str, Array]) -> None:
    """How far logits are from those at once, (H, W) for each way to lay the tiles; one scale."""
    figure, axes = style.subplots(1, len(differences), height=2.5)
    largest = max(float(difference.max()) for difference in differences.values())
    told = []
    for ax, (name, difference) in zip(axes, differences.items(), strict=True):
        style.picture(ax, difference, name, cmap=style.AMOUNT, vmin=0, vmax=largest)
        ax.set_xlabel(f"largest difference {difference.max():.2g}")
        told.append(f"{name} {difference.max():.2g}")
    figure.colorbar(axes[-1].images[0], ax=axes, shrink=0.8, label="difference of logits")
    show(
        figure,
        f"Largest difference of the logits from those of the whole picture at once: "
        f"{'; '.join(told)}.",
    )


# --- training -----------------------------------------------------------------------------------


def draw_progress(history: Mapping[str, Sequence[float]]) -> None:
    """Loss and accuracy by epoch, on the streets learned from and on those kept out."""
    figure, axes = style.subplots(1, 2, height=2.7)
    told = []
    for ax, name in zip(axes, ("loss", "accuracy"), strict=True):
        for key, label, colour, marker in (
            (name, "learned from", style.BLUE, "o"),
            (f"val_{name}", "kept out", style.VERMILION, "s"),
        ):
            epochs = np.arange(1, len(history[key]) + 1)
            ax.plot(epochs, history[key], color=colour, marker=marker, label=label)
        ax.set_xlabel("epoch")
        ax.set_title(name)
        ax.set_xticks(epochs)
        ax.set_ylim(0, 1.08 * max(*history[name], *history[f"val_{name}"]))
        told.append(
            f"{name} on kept-out drives goes from {history[f'val_{name}'][0]:.2f} to "
            f"{history[f'val_{name}'][-1]:.2f}"
        )
    axes[1].set_ylim(0, 1)
    axes[0].legend()
    show(figure, f"Training by epoch: {style.listing(told)}.")


# --- a ReLU on the logits -----------------------------------------------------------------------


def slope_of_true_class(scores: Array, others: Sequence[float], relu: bool) -> Array:
    """The slope of the cross-entropy in what the last convolution gives for the true class.

    Args:
        scores: values of the true class before any activation, shape (n,).
        others: values of the other classes, held.
        relu: whether a ReLU follows the last convolution.

    Returns:
        Slopes, shape (n,): softmax share minus one, and 0 where the ReLU cuts off.
    """
    rows = np.column_stack([scores, np.tile(np.asarray(others, float), (len(scores), 1))])
    logits = np.maximum(rows, 0) if relu else rows
    slopes = softmax(logits)[:, 0] - 1
    return np.asarray(np.where(scores > 0, slopes, 0) if relu else slopes)


def draw_slopes() -> None:
    """How hard the loss pushes the true class, with a ReLU on the logits and without."""
    scores = np.linspace(-5, 5, 401)
    figure, (ax,) = style.subplots(height=2.9)
    for relu, name, colour, dashes in (
        (False, "logits as they are", style.BLUE, "-"),
        (True, "ReLU on the logits", style.VERMILION, "--"),
    ):
        slopes = slope_of_true_class(scores, _OTHERS, relu)
        ax.plot(scores, slopes, color=colour, linestyle=dashes, linewidth=2, label=name)
    ax.axvspan(-5, 0, color=style.PALE, alpha=0.5, zorder=0)
    ax.text(-4.9, 0.03, "here the ReLU gives 0", fontsize=9, va="bottom")
    ax.set_ylim(-1.08, 0.16)
    ax.set_xlabel("what the last convolution gives for the true class")
    ax.set_ylabel("slope of the loss")
    ax.legend(loc="lower right")
    at = slope_of_true_class(np.array([-3.0]), _OTHERS, relu=False)[0]
    show(
        figure,
        f"Slope of the loss against the true class's score from -5 to 5. Without ReLU it is "
        f"{at:.2f} at -3, the strongest push up; with it the slope is 0 for every negative score.",
    )


def draw_heard(shares: Mapping[str, Array], class_ids: Sequence[int]) -> None:
    """For each class the share of its own pixels at which its logit hears of the loss."""
    figure, (ax,) = style.subplots(height=3.4)
    places = np.arange(len(class_ids))
    thick = 0.8 / len(shares)
    told = []
    for number, (name, values) in enumerate(shares.items()):
        ax.bar(
            places + (number - (len(shares) - 1) / 2) * thick,
            values,
            thick * 0.94,
            label=name,
            color=(style.SKY, style.VERMILION)[number % 2],
            hatch=("", "///")[number % 2],
            edgecolor=style.INK,
            linewidth=0.6,
        )
        n_silent = int(np.sum(values == 0))
        told.append(f"{name} {n_silent} of {len(class_ids)} classes hear nothing")
    ax.set_xticks(places, [CLASS_NAMES[k] for k in class_ids], rotation=40, ha="right")
    ax.set_ylabel("share of its pixels\nabove zero")
    ax.set_ylim(0, 1.05)
    figure.legend(loc="outside upper right", ncols=2)
    show(
        figure,
        f"Share of each class's pixels at which its logit is not cut off: {'; '.join(told)}.",
    )
