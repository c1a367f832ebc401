"""The figures of the notebook on transfer learning: pets, features, chance and what was reached.

Functions that compute come first and draw nothing; those that draw say in an alt text what is to
be seen, in the figure's own numbers.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from data.pets import CLASS_NAMES, COLOURS, N_CLASSES
from data.scores import confusion, scores
from lessons.figures import show, style

Array = NDArray[Any]
Mask = NDArray[np.integer[Any]]

MEASURES = ("accuracy", "mean IoU")
_PIXELS = 4  # a side, of what is enlarged by stamps


def paint(mask: Mask) -> Array:
    """A mask of classes, (H, W) or (H, W, 1), in the classes' colours, (H, W, 3)."""
    return np.asarray(COLOURS[mask[..., 0] if mask.ndim == 3 else mask])


def usual_picture(masks: Mask) -> Mask:
    """At each position the class that most of the masks (n, H, W) have there, (H, W)."""
    counts = np.stack([(masks == number).sum(axis=0) for number in range(N_CLASSES)])
    return np.asarray(counts.argmax(axis=0))


def measured(truths: Mask, answers: Mask) -> dict[str, float]:
    """Accuracy and mean IoU of answers, both of shape (n, H, W)."""
    return scores(confusion(truths, answers, N_CLASSES))


def stamps(n_pixels: int, kernel: int) -> Array:
    """How many steps of a transposed convolution with stride 2 reach each pixel, (2n, 2n).

    The kernel's ones are added up from an input of ones, (n, n), padding "same".
    """
    margin = (kernel - 2) // 2
    line = np.zeros(2 * n_pixels + kernel)
    for place in range(n_pixels):
        line[2 * place : 2 * place + kernel] += 1
    line = line[margin : margin + 2 * n_pixels]
    return np.outer(line, line)


def resized(mask: Mask, size: tuple[int, int], method: str) -> Mask:
    """A mask (H, W) at another size, cast back to whole numbers."""
    import tensorflow as tf

    values = tf.image.resize(mask[..., np.newaxis], size, method=method)
    return np.asarray(tf.cast(values, tf.uint8))[..., 0]


def decisions(choose: Callable[[], Any], n_pictures: int, n_epochs: int) -> Array:
    """Which pictures a dataset flips in each epoch, (n_epochs, n_pictures) of booleans.

    ``choose`` is called inside of ``Dataset.map`` and gives True or False.
    """
    import tensorflow as tf

    dataset = tf.data.Dataset.range(n_pictures).map(lambda _: tf.cast(choose(), tf.bool))
    return np.array([list(dataset.as_numpy_iterator()) for _ in range(n_epochs)])


def maps_inside(
    image: Array, layers: Sequence[str], alpha: float, weights: str | None
) -> list[Array]:
    """What layers of a MobileNetV2 make of a picture.

    Args:
        image: shape (H, W, 3), float32 in [-1, 1].
        layers: their names.
        alpha: the width of the network.
        weights: what MobileNetV2 takes.

    Returns:
        An array (height, width, channels) for each layer.
    """
    import keras

    base = keras.applications.MobileNetV2(image.shape, alpha, include_top=False, weights=weights)
    inside = keras.Model(base.input, [base.get_layer(name).output for name in layers])
    return [np.asarray(maps)[0] for maps in inside(image[np.newaxis], training=False)]


def draw_pets(images: Array, masks: Mask, titles: Sequence[str]) -> None:
    """Pictures, each above its mask.

    Args:
        images: shape (n, H, W, 3), uint8, or float32 in [-1, 1].
        masks: shape (n, H, W, 1).
        titles: one for each picture.
    """
    figure, axes = style.subplots(2, len(images), height=3.9)
    for place, (image, mask, title) in enumerate(zip(images, masks, titles, strict=True)):
        style.picture(axes[place], _visible(image), title)
        style.picture(axes[len(images) + place], paint(mask))
    _legend(figure)
    shares = np.bincount(masks.ravel(), minlength=N_CLASSES) / masks.size
    said = [f"{name} {share:.0%}" for name, share in zip(CLASS_NAMES, shares, strict=True)]
    show(
        figure,
        f"{len(images)} pictures ({', '.join(titles)}) above their masks. Of all pixels "
        f"{style.listing(said)}.",
    )


def _visible(image: Array) -> Array:
    return image if image.dtype == np.uint8 else np.clip((image + 1) / 2, 0, 1)


def _legend(figure: Figure) -> None:
    handles = [
        Patch(facecolor=colour / 255, edgecolor=style.GREY, label=name)
        for name, colour in zip(CLASS_NAMES, COLOURS, strict=True)
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=N_CLASSES)


def draw_features(image: Array, outputs: Sequence[Array], n_maps: int = 4) -> None:
    """A picture beside the liveliest maps of each output of the encoder.

    Args:
        image: shape (H, W, 3), float32 in [-1, 1].
        outputs: one array (H, W, channels) for each output, from the largest maps on.
        n_maps: how many maps of each output.
    """
    figure, axes = style.subplots(n_maps, len(outputs) + 1, height=1.5 * n_maps)
    for row in range(n_maps):
        axes[row * (len(outputs) + 1)].axis("off")
    axes[0].axis("on")
    style.picture(axes[0], _visible(image), "Picture")
    for column, output in enumerate(outputs, start=1):
        liveliest = np.argsort(output.std(axis=(0, 1)))[::-1][:n_maps]
        for row, channel in enumerate(liveliest):
            title = f"{output.shape[0]}×{output.shape[1]}" if row == 0 else ""
            ax = axes[row * (len(outputs) + 1) + column]
            style.picture(ax, output[..., channel], title, cmap=style.AMOUNT)
    steps = style.listing([f"{output.shape[0]} by {output.shape[1]}" for output in outputs])
    show(
        figure,
        f"A picture and the {n_maps} maps with the largest spread of each output, {steps} pixels. "
        "The first follow the picture, the last are coarse.",
    )


def draw_plan(outputs: Mapping[str, tuple[int, int]], filters: Sequence[int], side: int) -> None:
    """The network as two stairs: the encoder's outputs down, the decoder's steps up.

    Args:
        outputs: side and channels of each output of the encoder by its layer's name.
        filters: filters of the decoder's steps, from the bottom up.
        side: height and width of the picture.
    """
    figure, (ax,) = style.subplots(height=4.3)
    wide, tall, drop = 3.0, 0.62, 1.0
    names = list(outputs)
    right = 5.4
    _box(ax, 0, 0, wide, tall, f"picture\n{side}×{side}×3", style.PALE, "")
    _box(ax, right, 0, wide, tall, f"logits\n{side}×{side}×{N_CLASSES}", style.YELLOW, "...")
    for level, (name, (size, channels)) in enumerate(outputs.items(), start=1):
        y = level * drop
        label = f"{name}\n{size}×{size}×{channels}"
        _box(ax, 0, y, wide, tall, label, style.SKY, "")
        style.arrow(ax, (wide / 2, y - drop + tall), (wide / 2, y))
    steps = list(zip(names[-2::-1], filters, strict=True))
    for number, (name, n_filters) in enumerate(steps, start=1):
        level = len(names) - number
        y = level * drop
        size, channels = outputs[name]
        label = f"step {number}: {size}×{size}×({n_filters} + {channels})"
        _box(ax, right, y, wide, tall, label, style.GREEN, "///")
        style.arrow(ax, (wide, y + tall / 2), (right, y + tall / 2), color=style.VERMILION)
        style.arrow(ax, (right + wide / 2, y), (right + wide / 2, y - drop + tall))
    bottom = len(names) * drop + tall / 2
    ax.plot([wide, right + wide / 2], [bottom, bottom], color=style.INK, linewidth=1.3)
    style.arrow(ax, (right + wide / 2, bottom), (right + wide / 2, bottom - drop + tall / 2))
    ax.text(wide / 2, -0.15, "Encoder, already trained", ha="center", fontweight="bold")
    ax.text(right + wide / 2, -0.15, "Decoder, new", ha="center", fontweight="bold")
    ax.set_xlim(-0.1, right + wide + 0.1)
    ax.set_ylim(bottom + 0.5, -0.5)
    ax.axis("off")
    sizes = style.listing([str(size) for size, _ in outputs.values()])
    show(
        figure,
        f"Two stairs. Left the encoder goes down from {side} pixels through outputs of {sizes} "
        f"pixels a side; right the decoder comes up in {len(steps)} steps with "
        f"{style.listing([str(number) for number in filters])} filters. Each step is joined with "
        "the output of its size, and a last layer gives the logits.",
    )


def _box(
    ax: Axes, x: float, y: float, wide: float, tall: float, label: str, colour: str, hatch: str
) -> None:
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0, "alpha": 0.8}
    ax.add_patch(
        Rectangle((x, y), wide, tall, facecolor=colour, hatch=hatch, edgecolor=style.INK, lw=0.8)
    )
    middle = (x + wide / 2, y + tall / 2)
    ax.text(*middle, label, ha="center", va="center", fontsize=8, bbox=box if hatch else None)


def draw_stamps(kernels: Sequence[int]) -> None:
    """How often each pixel of the result is reached, for kernels of several sizes."""
    figure, axes = style.subplots(1, len(kernels), height=3.4)
    said = []
    for ax, kernel in zip(axes, kernels, strict=True):
        counts = stamps(_PIXELS, kernel)
        inner = counts[2:-2, 2:-2]
        style.blank(ax, len(counts), len(counts))
        style.cells(ax, counts, colours=style.shades(counts, 6.0, style.AMOUNT))
        ax.set_title(f"Kernel {kernel} × {kernel}")
        low, high = int(inner.min()), int(inner.max())
        said.append(
            f"with a kernel of {kernel} each inner pixel is reached "
            + (f"{low} times" if low == high else f"{low} to {high} times")
        )
    show(figure, f"Pixels of a transposed convolution with stride 2: {style.listing(said)}.")


def draw_resized(mask: Mask, size: tuple[int, int]) -> None:
    """A mask made smaller in two ways, and where the second one has invented a class.

    Args:
        mask: shape (H, W).
        size: height and width to resize to.
    """
    nearest, mixed = (resized(mask, size, method) for method in ("nearest", "bilinear"))
    wrong = nearest != mixed
    figure, axes = style.subplots(1, 3, height=3.5)
    style.picture(axes[0], paint(nearest), "Nearest neighbour")
    style.picture(axes[1], paint(mixed), "Bilinear, cast back")
    style.picture(axes[2], paint(mixed), "Pixels that differ, marked")
    rows, columns = np.nonzero(wrong)
    axes[2].scatter(columns, rows, marker="x", s=9, color=style.VERMILION, linewidth=0.9)
    _legend(figure)
    share = wrong.mean()
    taken = confusion(nearest, mixed, N_CLASSES)
    np.fill_diagonal(taken, 0)
    truth, answer = divmod(int(taken.argmax()), N_CLASSES)
    often = f", most often {CLASS_NAMES[answer]} for {CLASS_NAMES[truth]}" if wrong.any() else ""
    show(
        figure,
        f"A mask of {mask.shape[0]} by {mask.shape[1]} pixels at {size[0]} by {size[1]}, by "
        f"nearest neighbour and bilinearly. {share:.1%} of the pixels differ{often}; they lie "
        "along the edges of the classes.",
    )


def draw_decisions(kinds: Mapping[str, Array]) -> None:
    """Which pictures are flipped in each epoch, for several ways of letting chance decide.

    Args:
        kinds: booleans of shape (epochs, pictures) by the name of the way.
    """
    figure, axes = style.subplots(len(kinds), 1, height=1.55 * len(kinds) + 0.5)
    said = []
    for ax, (name, flipped) in zip(axes, kinds.items(), strict=True):
        n_epochs, n_pictures = flipped.shape
        for epoch, picture in np.ndindex(n_epochs, n_pictures):
            turned = bool(flipped[epoch, picture])
            ax.add_patch(
                Rectangle(
                    (picture, epoch),
                    0.92,
                    0.92,
                    facecolor=style.ORANGE if turned else "white",
                    hatch="///" if turned else "",
                    edgecolor=style.INK,
                    linewidth=0.7,
                )
            )
        ax.set_xlim(-0.1, n_pictures + 0.1)
        ax.set_ylim(n_epochs + 0.1, -0.1)
        ax.set_yticks(np.arange(n_epochs) + 0.5, [f"epoch {n + 1}" for n in range(n_epochs)])
        ax.set_xticks([])
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
        ax.set_title(name)
        said.append(f"{name}: {_pattern(flipped)}")
    axes[-1].set_xlabel("pictures; hatched ones are flipped")
    show(figure, f"Grids of pictures and epochs. {'; '.join(said)}.")


def _pattern(flipped: Array) -> str:
    if flipped.all() or not flipped.any():
        return f"{'all' if flipped.all() else 'none'} flipped in every epoch"
    if (flipped == flipped[0]).all():
        return f"{int(flipped[0].sum())} flipped, the same ones in every epoch"
    counts = style.listing([str(int(row.sum())) for row in flipped])
    return f"{counts} flipped, others in each epoch"


def draw_histories(histories: Mapping[str, pd.DataFrame], thawed_after: int) -> None:
    """Loss and accuracy on held-out pictures by epoch, for several trainings.

    Args:
        histories: one row per epoch with ``val_loss`` and ``val_accuracy``, by name.
        thawed_after: the epoch after which the encoder of the first training learns too.
    """
    figure, axes = style.subplots(1, 2, height=3.1)
    for ax, column, title in zip(
        axes, ("val_loss", "val_accuracy"), ("Loss", "Accuracy"), strict=True
    ):
        for number, (name, history) in enumerate(histories.items()):
            ax.plot(
                np.arange(1, len(history) + 1),
                history[column],
                **style.line(number),
                markersize=4,
                label=name,
            )
        ax.axvline(thawed_after + 0.5, color=style.GREY, linestyle=":", linewidth=1.2)
        ax.set_title(f"{title} on held-out pictures")
        ax.set_xlabel("epoch")
        ax.grid(True)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes[0].legend()
    across = axes[1].get_xaxis_transform()
    axes[1].text(thawed_after + 0.5, 0.02, " thawed", transform=across, color=style.GREY)
    said = [
        f"{name}: loss {history['val_loss'].iloc[-1]:.2f}, accuracy "
        f"{history['val_accuracy'].iloc[-1]:.2f}"
        for name, history in histories.items()
    ]
    show(
        figure,
        f"Curves on held-out pictures; a dotted line after epoch {thawed_after} marks where the "
        f"encoder is thawed. After the last epoch {'; '.join(said)}.",
    )


def draw_measures(table: pd.DataFrame) -> None:
    """Accuracy and mean IoU of several contestants as bars; ``table`` has one row for each."""
    figure, axes = style.subplots(1, 2, height=0.5 * len(table) + 1.1, sharey=True)
    places = np.arange(len(table))
    for ax, measure in zip(axes, MEASURES, strict=True):
        for place, value in zip(places, table[measure], strict=True):
            ax.barh(
                place,
                value,
                0.62,
                color=style.SERIES[place % len(style.SERIES)],
                hatch=style.HATCHES[place % len(style.HATCHES)],
                edgecolor="white",
            )
            ax.text(value + 0.015, place, f"{value:.2f}", va="center", fontsize=9)
        ax.set_title(measure[0].upper() + measure[1:])
        ax.set_xlim(0, 1.12)
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
        ax.tick_params(axis="y", length=0)
    axes[0].set_yticks(places, list(table.index))
    axes[0].invert_yaxis()
    said = [
        f"{name}: " + ", ".join(f"{measure} {row[measure]:.2f}" for measure in MEASURES)
        for name, row in table.iterrows()
    ]
    show(figure, f"Accuracy and mean IoU on held-out pictures. {'; '.join(said)}.")


def draw_answers(images: Array, truths: Mask, answers: Mapping[str, Mask]) -> None:
    """Pictures, their masks and what several networks answer, a row for each picture.

    Args:
        images: shape (n, H, W, 3), uint8, or float32 in [-1, 1].
        truths: shape (n, H, W).
        answers: classes of shape (n, H, W) by the network's name.
    """
    columns = 2 + len(answers)
    figure, axes = style.subplots(len(images), columns, height=2.0 * len(images) + 0.5)
    said: dict[str, list[str]] = {name: [] for name in answers}
    for row, (image, truth) in enumerate(zip(images, truths, strict=True)):
        panels = {"Picture": _visible(image), "Truth": paint(truth)}
        panels |= {name: paint(answer[row]) for name, answer in answers.items()}
        for column, (title, pixels) in enumerate(panels.items()):
            style.picture(axes[row * columns + column], pixels, title if row == 0 else "")
        for column, (name, answer) in enumerate(answers.items(), start=2):
            share = float((answer[row] == truth).mean())
            axes[row * columns + column].set_xlabel(f"{share:.0%} right", fontsize=9)
            said[name].append(f"{share:.0%}")
    _legend(figure)
    right = "; ".join(f"{name} {style.listing(shares)}" for name, shares in said.items())
    show(figure, f"{len(images)} pictures with truth and answers. Right pixels: {right}.")
