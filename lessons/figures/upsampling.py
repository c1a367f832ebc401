"""The figures of the second notebook: the way back up, and what a skip connection carries."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from data.classes import CLASS_NAMES, CarlaClass, colorize
from lessons.figures import show, style
from lessons.figures.network import untrained_levels
from lessons.figures.style import Array

TELLING_CLASSES = (
    CarlaClass.ROAD,
    CarlaClass.BUILDING,
    CarlaClass.VEHICLE,
    CarlaClass.ROAD_LINE,
    CarlaClass.POLE,
)
_MAPS = 4  # of each station


def coarse_mask(mask: Array, factor: int) -> Array:
    """The best mask (H, W) that has one class for each block of ``factor`` × ``factor`` pixels."""
    height, width = mask.shape
    blocks = mask.reshape(height // factor, factor, width // factor, factor).swapaxes(1, 2)
    votes = blocks.reshape(height // factor, width // factor, -1)
    winners = np.apply_along_axis(lambda ids: np.bincount(ids).argmax(), 2, votes)
    return np.asarray(np.kron(winners, np.ones((factor, factor), int)).astype(mask.dtype))


def recall(mask: Array, guess: Array, class_id: int) -> float:
    """Share of a class's pixels that a guess (H, W) gets right."""
    return float((guess[mask == class_id] == class_id).mean())


def iou(mask: Array, guess: Array, class_id: int) -> float:
    """Intersection over union of a class in two masks (H, W) that hold it."""
    truth, drawn = mask == class_id, guess == class_id
    return float((truth & drawn).sum() / (truth | drawn).sum())


def _present(mask: Array) -> list[CarlaClass]:
    return [member for member in TELLING_CLASSES if (mask == member).any()]


def levels(mask: Array, factors: Sequence[int] = (1, 2, 4, 8, 16)) -> None:
    """The best mask that each level of the network could draw, and what becomes of the classes."""
    height, width = mask.shape
    coarse = {factor: coarse_mask(mask, factor) for factor in factors}
    shown = factors[::2]
    figure = style.sheet(4.6)
    upper, lower = figure.subfigures(2, 1, squeeze=False, height_ratios=(1, 1.1)).ravel()
    for ax, factor in zip(upper.subplots(1, len(shown)), shown, strict=True):
        style.picture(ax, colorize(coarse[factor]), f"{height // factor}×{width // factor}")
    ax = lower.subplots()
    kept = {
        member: [recall(mask, coarse[factor], member) for factor in factors]
        for member in _present(mask)
    }
    for place, (member, shares) in enumerate(kept.items()):
        ax.plot(
            range(len(factors)),
            shares,
            label=member.label,
            **style.line(place),
        )
    ax.set_xticks(range(len(factors)), [f"{height // f}×{width // f}" for f in factors])
    ax.set_xlabel("size of the mask")
    ax.set_ylabel("pixels still right")
    ax.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    ax.grid(axis="y")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    last = [f"{member.label} {shares[-1]:.0%}" for member, shares in kept.items()]
    show(
        figure,
        f"A mask at {len(shown)} sizes, and the share of each class that the coarse masks still "
        f"get right. At {height // factors[-1]} by {width // factors[-1]}: {', '.join(last)}.",
    )


def stamps(values: Array, kernel: Array) -> None:
    """A transposed convolution with stride 2: one stamp for each input number, then the sum."""
    pieces = stamp_pieces(values, kernel)
    total = sum(pieces[1:], pieces[0])
    side = total.shape[0]
    columns = (len(pieces) + 2) // 2
    figure, axes = style.subplots(2, columns, height=4.9)
    limit = 1.5 * float(np.abs(total).max())
    sheets = axes.reshape(2, columns)
    start = sheets[0, 0]
    style.blank(start, side, side)
    corner = ((side - values.shape[1]) / 2, (side - values.shape[0]) / 2)
    style.cells(start, values, corner, style.shades(values, limit), fontsize=11)
    start.set_title(f"input {values.shape[0]}×{values.shape[1]}", loc="center")
    places = [sheets[0, 1], sheets[0, 2], sheets[1, 0], sheets[1, 1]]
    positions = list(np.ndindex(*values.shape))
    for ax, (row, column), piece in zip(places, positions, pieces, strict=True):
        style.blank(ax, side, side)
        style.cells(ax, piece, colours=style.shades(piece, limit), form="g", fontsize=9)
        style.frame(ax, 2 * column, 2 * row, *kernel.shape[::-1])
        ax.set_title(f"{values[row, column]:g} × kernel", loc="center")
    end = sheets[1, 2]
    style.blank(end, side, side)
    style.cells(end, total, colours=style.shades(total, limit), form="g", fontsize=9)
    kept = 2 * values.shape[0]
    style.frame(end, 0, 0, kept, kept, edgecolor=style.INK)
    for place in range(side):
        for x, y in {(side - 1, place), (place, side - 1)}:
            end.add_patch(
                Rectangle((x, y), 1, 1, fill=False, hatch="////", edgecolor=style.GREY, lw=0)
            )
    end.set_title(f"sum; “same” keeps {kept}×{kept}", loc="center")
    show(
        figure,
        f"The input {values.tolist()} puts {len(pieces)} copies of the kernel, two apart, on a "
        f"sheet of {side} by {side}. Where they overlap they add up: {total.tolist()}. Padding "
        f"same cuts the last row and column off (hatched).",
    )


def stamp_pieces(values: Array, kernel: Array) -> list[Array]:
    """What each input number adds to the output of a stride-2 transposed convolution."""
    side = kernel.shape[0]
    shape = [2 * (length - 1) + side for length in values.shape]
    pieces = []
    for row, column in np.ndindex(*values.shape):
        piece = np.zeros(shape, kernel.dtype)
        piece[2 * row : 2 * row + side, 2 * column : 2 * column + side] = (
            values[row, column] * kernel
        )
        pieces.append(piece)
    return pieces


def checkerboard(counts: Mapping[int, Array], answer: Array) -> None:
    """How often each output pixel is hit, by kernel size; and a random layer on an even map."""
    figure, axes = style.subplots(1, len(counts) + 1, height=2.7)
    most = max(float(hits.max()) for hits in counts.values())
    for ax, (size, hits) in zip(axes, counts.items(), strict=False):
        style.blank(ax, *hits.shape[::-1])
        style.cells(ax, hits, colours=style.shades(hits, 1.4 * most, "Blues"), fontsize=7)
        ax.set_title(f"kernel {size}×{size}", loc="center")
    style.picture(axes[-1], answer, cmap="gray")
    axes[-1].set_title("untrained 3×3 layer\non an even map", loc="center")
    inner = {size: np.unique(hits[2:-2, 2:-2]).astype(int) for size, hits in counts.items()}
    told = [f"{size} by {size}: {', '.join(map(str, hits))}" for size, hits in inner.items()]
    show(
        figure,
        f"Number of stamps that hit an inner pixel, by kernel: {'; '.join(told)}. On the right "
        f"the answer of an untrained layer to an even map: a pattern that repeats every 2 "
        f"pixels, with values from {answer.min():.2f} to {answer.max():.2f}.",
    )


def missing_detail(picture: Array, small: Array, enlarged: Array) -> None:
    """A picture (H, W) in [0, 1], its coarse copy, that copy enlarged, and what is missing."""
    detail = picture - enlarged
    limit = float(np.percentile(np.abs(detail), 99.5))
    figure, axes = style.subplots(1, 3, height=2.6)
    style.picture(axes[0], picture, "Before the pooling", cmap="gray", vmin=0, vmax=1)
    style.picture(
        axes[1],
        enlarged,
        f"{small.shape[0]}×{small.shape[1]}, enlarged again",
        cmap="gray",
        vmin=0,
        vmax=1,
    )
    style.picture(axes[2], detail, "What is missing", cmap=style.SIGNED, vmin=-limit, vmax=limit)
    show(
        figure,
        f"A street, the same after shrinking to {small.shape[0]} by {small.shape[1]} and "
        f"enlarging, and the difference, which holds the edges: up to {np.abs(detail).max():.2f}, "
        f"on average {np.abs(detail).mean():.3f}.",
    )


def random_features(image: Array, n_levels: int, n_filters: int) -> list[Array]:
    """Feature maps of untrained convolutions, one array (H / 2^k, W / 2^k, n_filters) a level."""
    import keras

    signal = keras.ops.convert_to_tensor(image[np.newaxis])
    stacks = untrained_levels(signal, n_levels, n_filters)
    return [keras.ops.convert_to_numpy(maps)[0] for maps in stacks]


def best_mask(features: Array, mask: Array) -> Array:
    """The mask (H, W) that one 3×3 layer draws from features (H, W, C), its weights solved exactly.

    Ridge regression onto the classes of ``mask``; each pixel weighs one over the square root of
    its class's frequency, so that rare classes count.
    """
    height, width, _ = features.shape
    bordered = np.pad(features, ((1, 1), (1, 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(bordered, (3, 3), axis=(0, 1))
    seen = windows.reshape(height * width, -1).astype(float)
    seen = (seen - seen.mean(axis=0)) / (seen.std(axis=0) + 1e-6)
    seen = np.column_stack([seen, np.ones(len(seen))])
    classes, index = np.unique(mask, return_inverse=True)
    wanted = np.eye(len(classes))[index.ravel()]
    pixel_weights = wanted.sum(axis=0)[index.ravel()] ** -0.5
    pixel_weights /= pixel_weights.mean()
    weighted = seen * pixel_weights[:, np.newaxis]
    ridge = 0.1 * np.eye(seen.shape[1])
    weights = np.linalg.solve(seen.T @ weighted + ridge, weighted.T @ wanted)
    return np.asarray(classes[(seen @ weights).argmax(axis=1)].reshape(height, width))


def with_and_without(mask: Array, guesses: Mapping[str, Array]) -> None:
    """The true mask, the masks drawn with and without a skip, and the IoU of some classes."""
    figure = style.sheet(4.9)
    upper, lower = figure.subfigures(2, 1, squeeze=False, height_ratios=(1, 1.05)).ravel()
    pictures = upper.subplots(1, 1 + len(guesses))
    style.picture(pictures[0], colorize(mask), "The true mask")
    for ax, (name, guess) in zip(pictures[1:], guesses.items(), strict=True):
        style.picture(ax, colorize(guess), name)
    ax = lower.subplots()
    present = _present(mask)
    thick = 0.8 / len(guesses)
    told = []
    for place, (name, guess) in enumerate(guesses.items()):
        scores = [iou(mask, guess, member) for member in present]
        bars = ax.bar(
            np.arange(len(present)) + (place - (len(guesses) - 1) / 2) * thick,
            scores,
            thick * 0.94,
            label=name,
            color=(style.ORANGE, style.SKY)[place % 2],
            hatch=("///", "")[place % 2],
            edgecolor=style.INK,
            linewidth=0.6,
        )
        ax.bar_label(bars, fmt="%.2f", fontsize=8)
        told += [f"{name}: {', '.join(_scores(present, scores))}"]
    ax.set_xticks(range(len(present)), [member.label for member in present])
    ax.set_ylabel("IoU")
    ax.set_ylim(0, 1.1)
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    show(figure, f"Masks drawn from features, and their IoU. {'; '.join(told)}.")


def _scores(classes: Sequence[CarlaClass], scores: Sequence[float]) -> list[str]:
    return [
        f"{CLASS_NAMES[class_id]} {score:.2f}"
        for class_id, score in zip(classes, scores, strict=True)
    ]


def joining(n_up: int, n_skip: int) -> None:
    """Two stacks of maps: laid side by side, and added, which needs stacks of the same height."""
    figure, (left, right) = style.subplots(1, 2, height=2.5)
    for ax, n_side in ((left, n_skip), (right, n_up)):
        style.blank(ax, 14.5, 7.2)
        _stack(ax, 0.3, 0.6, style.SKY, "", f"up: {n_up}")
        _stack(ax, 0.3, 4.4, style.ORANGE, "///", f"skip: {n_side}")
        style.arrow(ax, (4.4, 1.8), (6.4, 3.2))
        style.arrow(ax, (4.4, 5.6), (6.4, 4.2))
    _stack(left, 7.0, 2.5, style.SKY, "", "")
    _stack(left, 10.6, 2.5, style.ORANGE, "///", "")
    left.text(10.4, 5.9, f"{n_up + n_skip} channels", ha="center")
    left.set_title("Concatenate: side by side", loc="left")
    _stack(right, 8, 2.5, style.GREEN, "xx", "")
    right.text(9.5, 5.9, f"{n_up} channels", ha="center")
    right.set_title("Add: number by number", loc="left")
    show(
        figure,
        f"Left: {n_up} channels from below and {n_skip} from the skip become "
        f"{n_up + n_skip}. Right: {n_up} and {n_up} are added and remain {n_up}.",
    )


def _stack(ax: Axes, x: float, y: float, colour: str, hatch: str, label: str) -> None:
    for step in range(4):
        _slab(ax, x + 0.45 * step, y + 0.25 * step, colour, hatch)
    ax.text(x + 1.5, y - 0.15, label, ha="center", va="bottom", fontsize=9)


def _slab(ax: Axes, x: float, y: float, colour: str, hatch: str) -> None:
    ax.add_patch(
        Rectangle((x, y), 1.9, 1.6, facecolor=colour, edgecolor=style.INK, hatch=hatch, lw=0.8)
    )


def block(
    expansive: tuple[int, int, int], contractive: tuple[int, int, int], n_filters: int
) -> None:
    """The plan of an upsampling block, with the shape of each tensor written at it."""
    height, width, channels = contractive
    joined = f"{height}×{width}×{n_filters + channels}"
    out = f"{height}×{width}×{n_filters}"
    stations = [
        ("expansive_input", "×".join(map(str, expansive)), style.PALE),
        ("Conv2DTranspose\n3×3, strides 2", out, style.GREEN),
        ("Concatenate\n[up, skip]", joined, style.YELLOW),
        ("Conv2D\n3×3, ReLU", out, style.SKY),
        ("Conv2D\n3×3, ReLU", out, style.SKY),
    ]
    figure, (ax,) = style.subplots(height=2.5)
    box, gap, tall, top = 3.6, 0.9, 1.7, 2.9
    style.blank(ax, len(stations) * (box + gap), 5)
    for place, (name, shape, colour) in enumerate(stations):
        x = place * (box + gap)
        style.box(ax, x, top, box, tall, name, colour)
        below = top + tall + 0.1
        ax.text(x + box / 2, below, shape, ha="center", va="top", fontsize=9)
        style.arrow(ax, (x + box, top + tall / 2), (x + box + gap, top + tall / 2))
    x = 2 * (box + gap)
    style.box(ax, x, 0.5, box, 1.2, "contractive_input", style.ORANGE)
    shape = "×".join(map(str, contractive))
    ax.text(x + box + 0.2, 1.1, f"{shape}, the skip", va="center", fontsize=9)
    style.arrow(ax, (x + box / 2, 1.7), (x + box / 2, top), color=style.VERMILION)
    show(
        figure,
        f"The block: the expansive input {stations[0][1]} is doubled to {out}, joined with the "
        f"contractive input {shape} to {joined}, and two convolutions give {out}.",
    )


def doubled(small: Array, up: Array, out: Array) -> None:
    """Maps on their way through a block: (H, W, C) before, after doubling, and at the end."""
    rows = (("in", small), ("doubled", up), ("out", out))
    figure, axes = style.subplots(len(rows), _MAPS, height=4.6)
    sheets = axes.reshape(len(rows), _MAPS)
    for row, (name, maps) in enumerate(rows):
        order = np.argsort(-maps.std(axis=(0, 1)), kind="stable")[:_MAPS]
        for ax, channel in zip(sheets[row], order, strict=True):
            style.picture(ax, maps[..., channel], cmap="gray")
        sheets[row, 0].set_ylabel(f"{name}\n{maps.shape[0]}×{maps.shape[1]}")
    show(
        figure,
        f"{_MAPS} maps at each of three stations: {small.shape[0]} by {small.shape[1]} coming "
        f"in, doubled to {up.shape[0]} by {up.shape[1]} with a fine regular pattern, and after "
        f"the skip and two convolutions, where outlines of the street appear.",
    )
