"""Look inside a trained network: its maps, what it looks at, what its skip connections are worth.

In JupyterLab each look has sliders, buttons or boxes to move it with. Where no widgets run, as in a
page made of a notebook, a still picture stands in its place::

    from lessons import look

    look.maps(image)          # slide through the levels
    look.field(image)         # move a point: what could it see, what does it see?
    look.skips(image, mask)   # switch skip connections off
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.classes import CLASS_NAMES
from grader.notebook.render import Shown
from grader.quiet import quiet
from lessons.figures import style
from lessons.look import drawings, network
from lessons.look.drawings import Asked, Stack
from lessons.look.network import BOTTOM, LEVELS, SKIPS
from lessons.look.widgets import box, choice, moved, slider
from lessons.showing import show

Array = NDArray[Any]

__all__ = ["field", "maps", "skips"]

PATHS = {
    "down": "down, to the next level",
    "skip": "skip, carried across",
    "from below": "from below, doubled",
    "up": "up, made of both",
}
_TOLD = "Run this cell in JupyterLab, and you can move what the picture shows."
_POINTS = ((0.2, 0.4), (0.55, 0.15), (0.75, 0.6))  # of the still picture, as shares of its sides


def maps(photo: Array) -> None:
    """Slide through the levels of a trained U-Net and see its feature maps.

    Args:
        photo: numbers from 0 to 1, shape (H, W, 3); 16 divides H and W.
    """
    with quiet():
        inside = network.run(photo)
    stacks = {place: np.asarray(stack) for place, stack in inside.maps.items()}
    guess = np.asarray(inside.logits).argmax(axis=-1)

    def draw(level: int, path: str) -> Shown:
        if level == BOTTOM:
            stack = Stack(f"Level {level}, the bottom of the U", stacks["skip", level])
        else:
            stack = Stack(f"Level {level}, {PATHS[path]}", stacks[path, level])
        return drawings.maps(photo, guess, stack)

    down = [Stack(f"Level {level}, skip", stacks["skip", level]) for level in SKIPS]
    down.append(Stack(f"Level {BOTTOM}, the bottom", stacks["skip", BOTTOM]))
    up = [Stack(f"Level {level}, up", stacks["up", level]) for level in SKIPS]
    show(
        lambda: drawings.levels(down, up, guess),
        lambda: moved(
            draw,
            level=slider("level", 1, BOTTOM, 1),
            path=choice("path", [(path, path) for path in PATHS], "skip"),
        ),
        _TOLD,
    )


def field(photo: Array) -> None:
    """Move a point and see what a trained U-Net could see from there, and what it looks at.

    Args:
        photo: numbers from 0 to 1, shape (H, W, 3); 16 divides H and W.
    """
    with quiet():
        guess = network.segment(photo)
    height, width = guess.shape

    def draw(row: int, column: int, asked: int) -> Shown:
        return drawings.fields(photo, [question(row, column, asked or None)])

    def question(row: int, column: int, level: int | None = None) -> Asked:
        answer = f"“{CLASS_NAMES[guess[row, column]]}”"
        who = answer if level is None else f"level {level}"
        return Asked(row, column, who, network.influence(photo, row, column, level))

    show(
        lambda: drawings.fields(
            photo, [question(int(y * height), int(x * width)) for y, x in _POINTS]
        ),
        lambda: moved(
            draw,
            row=slider("row", 0, height - 1, height // 2),
            column=slider("column", 0, width - 1, width // 2),
            asked=choice(
                "asked", [("network", 0), *((f"level {level}", level) for level in LEVELS)], 0
            ),
        ),
        _TOLD,
    )


def skips(photo: Array, mask: Array) -> None:
    """Switch skip connections of a trained U-Net off and see what becomes of its answer.

    Args:
        photo: numbers from 0 to 1, shape (H, W, 3); 16 divides H and W.
        mask: the true class of each pixel, shape (H, W).
    """
    with quiet():
        whole = network.segment(photo)

    def draw(**kept: bool) -> Shown:
        off = [level for level in SKIPS if not kept[f"skip_{level}"]]
        return drawings.switched(photo, mask, whole, _without(off), network.segment(photo, off))

    def still() -> Shown:
        offs = [*([level] for level in SKIPS), list(SKIPS)]
        guesses = {_without(off): network.segment(photo, off) for off in offs}
        return drawings.guesses(photo, mask, {"With all skips": whole} | guesses)

    show(
        still,
        lambda: moved(
            draw, **{f"skip_{level}": box(f"skip {level}", level != 1) for level in SKIPS}
        ),
        _TOLD,
    )


def _without(off: Sequence[int]) -> str:
    if not off:
        return "With none switched off"
    if len(off) == len(SKIPS):
        return "Without any skip"
    return f"Without skip {style.listing([str(level) for level in off])}"
