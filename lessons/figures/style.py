"""The look that all figures share: colours that colour-blind readers can tell apart, and fonts.

The colours are those of Okabe and Ito (2008). Colour never stands alone: pair it with ``HATCHES``,
``MARKERS`` or a label.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle
from numpy.typing import NDArray

Array = NDArray[Any]

BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
VERMILION = "#D55E00"
PURPLE = "#CC79A7"
SKY = "#56B4E9"
YELLOW = "#F0E442"
INK = "#222222"
GREY = "#767676"
PALE = "#E6E6E6"

SERIES = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY)
MARKERS = ("o", "s", "^", "D", "v", "P")
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "++")
DASHES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)))

SIGNED = "PuOr_r"  # colour map for values around zero: purple below, orange above
AMOUNT = "cividis"  # colour map for amounts from zero up

WIDTH = 8.6  # inches: the width of a notebook's output
CLASS_NAME_SIZE = 9  # of the names of classes beside bars and marks

_LOOK: dict[str, Any] = {
    "font.size": 10,
    "font.family": "DejaVu Sans",
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 10,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": PALE,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    "image.interpolation": "nearest",
    "figure.facecolor": "white",
}


def use() -> None:
    """Give every figure drawn from now on the look of the course."""
    plt.style.use(_LOOK)


def subplots(
    rows: int = 1, columns: int = 1, height: float = 3.0, **options: Any
) -> tuple[Figure, Array]:
    """A figure as wide as a notebook, with its axes as a flat array of rows·columns elements."""
    figure, axes = plt.subplots(
        rows,
        columns,
        figsize=(WIDTH, height),
        squeeze=False,
        layout="constrained",
        **options,
    )
    return figure, axes.ravel()


def sheet(height: float) -> Figure:
    """An empty figure as wide as a notebook, for sub-figures."""
    return plt.figure(figsize=(WIDTH, height), layout="constrained")


def picture(ax: Axes, pixels: Array, title: str = "", **options: Any) -> None:
    """An image (H, W) or (H, W, 3) without ticks, with a thin border."""
    ax.imshow(pixels, **options)
    ax.set_title(title)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(True)


def blank(ax: Axes, width: float, height: float) -> None:
    """Make an empty sheet of this size out of ``ax``; y runs downward, as rows do."""
    ax.set_xlim(-0.06, width + 0.06)
    ax.set_ylim(height + 0.06, -0.06)
    ax.set_aspect("equal")
    ax.axis("off")


def cells(
    ax: Axes,
    values: Array,
    corner: tuple[float, float] = (0, 0),
    colours: Any = "white",
    form: str = "g",
    fontsize: float = 10,
) -> None:
    """A grid of numbers (rows, columns), each in a square of side 1, from ``corner`` (x, y) on.

    ``colours`` is one colour, or an array (rows, columns, 3 or 4) of them.
    """
    fills = np.asarray(colours)
    for row, column in np.ndindex(*values.shape):
        x, y = corner[0] + column, corner[1] + row
        fill = colours if fills.ndim == 0 else fills[row, column]
        ax.add_patch(Rectangle((x, y), 1, 1, facecolor=fill, edgecolor=GREY, linewidth=0.8))
        ink = INK if fills.ndim == 0 else _ink_on(fill)
        ax.text(
            x + 0.5,
            y + 0.5,
            format(values[row, column], form),
            ha="center",
            va="center",
            color=ink,
            fontsize=fontsize,
        )


def shades(values: Array, limit: float | None = None, name: str = SIGNED) -> Array:
    """Colours (…, 4) for numbers: around zero for ``SIGNED``, else from zero to ``limit``.

    Without a limit the strongest colour stays unused, so that text on it remains readable.
    """
    top = limit if limit is not None else 1.5 * float(np.abs(values).max()) or 1.0
    position = values / top
    colours = plt.get_cmap(name)(position / 2 + 0.5 if name == SIGNED else position)
    return np.asarray(colours)


def frame(ax: Axes, x: float, y: float, width: float, height: float, **options: Any) -> None:
    """An empty rectangle with a thick edge, to point at a part of a picture."""
    options = {"edgecolor": VERMILION, "linewidth": 2.2, **options}
    ax.add_patch(Rectangle((x, y), width, height, fill=False, **options))


def box(
    ax: Axes,
    x: float,
    y: float,
    width: float,
    height: float,
    label: str,
    colour: str,
    fontsize: float = 9,
    **options: Any,
) -> None:
    """A filled rectangle with a label in its middle; ``x`` and ``y`` are its upper left corner."""
    options = {"edgecolor": INK, **options}
    ax.add_patch(Rectangle((x, y), width, height, facecolor=colour, **options))
    middle = (x + width / 2, y + height / 2)
    ax.text(*middle, label, ha="center", va="center", fontsize=fontsize)


def arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], **options: Any) -> None:
    """An arrow from ``start`` to ``end`` in data coordinates."""
    options = {"color": INK, "linewidth": 1.3, "mutation_scale": 12, **options}
    ax.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", shrinkA=0, shrinkB=0, **options))


def line(number: int) -> dict[str, Any]:
    """How one of several lines is drawn: each in its own way, for those who see no colours too."""
    return {"color": SERIES[number], "linestyle": DASHES[number], "marker": MARKERS[number]}


def bars(number: int) -> dict[str, Any]:
    """How one of several kinds of bars is drawn."""
    return {"color": SERIES[number], "hatch": HATCHES[number], "edgecolor": "white"}


def name_line(ax: Axes, number: int, name: str, end: tuple[float, float]) -> None:
    """Write the name of a line behind its end, in its colour."""
    ax.annotate(
        name,
        end,
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        color=SERIES[number],
    )


def listing(parts: Sequence[str]) -> str:
    """Words as a sentence has them: ``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def percent(share: float) -> str:
    """A share of pixels as readers see it everywhere: ``31.4 %``, and two digits of a tiny one."""
    return f"{100 * share:.1f} %" if share >= 0.0005 else f"{100 * share:.2g} %"


def class_axis(ax: Axes, names: Sequence[str]) -> None:
    """Names of classes down the left side of ``ax``, the first one on top."""
    ax.set_yticks(range(len(names)), names, fontsize=CLASS_NAME_SIZE)
    ax.tick_params(axis="y", length=0)
    if not ax.yaxis_inverted():
        ax.invert_yaxis()


def _ink_on(fill: Array) -> str:
    red, green, blue = (float(part) for part in fill[:3])
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "white"
